-- Ids are compared by their letters and digits. The message names the other spelling that comes
-- first.
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
plain AS (
    SELECT *, regexp_replace(lower(strip_accents(object_id)), '[^\p{L}\p{N}]+', '', 'g') AS plain_id
    FROM object
),
alike AS (
    SELECT object_kind, plain_id, min(object_id) AS first_id, max(object_id) AS last_id
    FROM plain
    WHERE plain_id <> ''
    GROUP BY object_kind, plain_id
    HAVING count(*) > 1
)
SELECT
    p.object_kind,
    p.object_id,
    p.opportunity_id,
    'id' AS field,
    CASE WHEN a.first_id = p.object_id THEN shown(a.last_id) ELSE shown(a.first_id) END
        || ' is there too, and differs only in how it is written' AS message,
    p.source_file,
    p.source_row,
    p.ledger_at
FROM plain AS p
JOIN alike AS a ON a.object_kind = p.object_kind AND a.plain_id = p.plain_id
