-- Ids are compared by their letters and digits. The message names the other spelling that comes
-- first. What is compared is made once, of ids alone: to make the pattern of all letters takes longer
-- than a small desk's ids.
WITH object AS (
    SELECT
        'partner' AS object_kind,
        partner_id AS object_id,
        NULL AS opportunity_id,
        source_file,
        source_row,
        ledger_at
    FROM partner
    UNION ALL
    SELECT 'opportunity', opportunity_id, opportunity_id, source_file, source_row, ledger_at
    FROM opportunity
    UNION ALL
    SELECT 'deal_registration', registration_id, opportunity_id, source_file, source_row, ledger_at
    FROM deal_registration
    UNION ALL
    SELECT 'touch', event_id, opportunity_id, source_file, source_row, ledger_at
    FROM touch
    UNION ALL
    SELECT 'booking_event', event_id, opportunity_id, source_file, source_row, ledger_at
    FROM booking_event
    UNION ALL
    SELECT 'mdf_fund', fund_id, NULL, source_file, source_row, ledger_at
    FROM mdf_fund
    UNION ALL
    SELECT 'mdf_request', request_id, NULL, source_file, source_row, ledger_at
    FROM mdf_request
    UNION ALL
    SELECT 'mdf_claim', claim_id, NULL, source_file, source_row, ledger_at
    FROM mdf_claim
    UNION ALL
    SELECT 'payee', payee_id, NULL, source_file, source_row, ledger_at
    FROM payee
),
id AS MATERIALIZED (
    SELECT object_kind, object_id FROM object
),
plain AS MATERIALIZED (
    SELECT *, regexp_replace(lower(strip_accents(object_id)), '[^\p{L}\p{N}]+', '', 'g') AS plain_id
    FROM id
),
alike AS (
    SELECT object_kind, plain_id, min(object_id) AS first_id, max(object_id) AS last_id
    FROM plain
    WHERE plain_id <> ''
    GROUP BY object_kind, plain_id
    HAVING count(*) > 1
)
SELECT
    o.object_kind,
    o.object_id,
    o.opportunity_id,
    'id' AS field,
    CASE WHEN a.first_id = o.object_id THEN shown(a.last_id) ELSE shown(a.first_id) END
        || ' is there too, and differs only in how it is written' AS message,
    o.source_file,
    o.source_row,
    o.ledger_at
FROM plain AS p
JOIN alike AS a ON a.object_kind = p.object_kind AND a.plain_id = p.plain_id
JOIN object AS o ON o.object_kind = p.object_kind AND o.object_id = p.object_id
