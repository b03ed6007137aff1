-- Disputes as they stood on the day of the payout: opened by then and not resolved before it.
WITH disputed AS (
    SELECT t.transaction_id, min(d.dispute_id) AS dispute_id
    FROM spif_known AS t
    JOIN dispute AS d
        ON d.opportunity_id = t.deal_id
        AND local_day(d.opened_at) <= t.occurred_on
        AND coalesce(local_day(d.resolved_at) > t.occurred_on, true)
    CROSS JOIN basis AS b
    WHERE d.opened_at <= b.as_of
    GROUP BY t.transaction_id
),
held AS (
    SELECT DISTINCT object_kind, object_id, opportunity_id
    FROM raised
    WHERE code = 'COMPLIANCE-HOLD' AND severity = 'block' AND resolution IS NULL
)
SELECT
    t.transaction_id AS object_id,
    t.deal_id AS opportunity_id,
    'state' AS field,
    t.state || ' on ' || t.occurred_on || CASE
        WHEN d.dispute_id IS NOT NULL THEN ', while dispute ' || shown(d.dispute_id) || ' was open'
        ELSE ', while compliance holds the deal or the partner'
    END AS message,
    t.source_file,
    t.source_row,
    t.ledger_at
FROM spif_known AS t
LEFT JOIN disputed AS d ON d.transaction_id = t.transaction_id
WHERE t.state IN ('approved', 'paid')
    AND (
        d.dispute_id IS NOT NULL
        OR EXISTS (
            SELECT 1
            FROM held AS h
            WHERE h.opportunity_id = t.deal_id
                OR (h.object_kind = 'partner' AND h.object_id = t.partner_id)
        )
    )
