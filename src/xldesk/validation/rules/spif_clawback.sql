-- Taken back for good: a reinstatement after the cancellation gives the booking back.
WITH taken_back AS (
    SELECT
        e.opportunity_id,
        max(e.date) FILTER (e.kind IN ('cancellation', 'refund')) AS day,
        max(e.date) FILTER (e.kind = 'reinstatement') AS back_day,
        sum(e.amount_delta) AS delta
    FROM booking_event AS e
    CROSS JOIN basis AS b
    WHERE e.date <= b.as_of_day
    GROUP BY e.opportunity_id
)
SELECT
    t.transaction_id AS object_id,
    t.deal_id AS opportunity_id,
    'state' AS field,
    'paid on ' || t.occurred_on || '; ' || shown(t.deal_id) || ' was taken back on ' || x.day
        || ', inside ' || t.clawback_days || ' days' AS message,
    t.source_file,
    t.source_row,
    t.ledger_at
FROM spif_known AS t
JOIN taken_back AS x ON x.opportunity_id = t.deal_id
JOIN opportunity AS o ON o.opportunity_id = t.deal_id
WHERE t.state = 'paid'
    AND t.milestone IN ('closed_won', 'go_live')
    AND coalesce(x.back_day < x.day, true)
    AND o.amount + x.delta <= 0
    AND x.day <= t.occurred_on + CAST(t.clawback_days AS INTEGER)
    AND t.payout NOT IN (SELECT payout FROM spif_known WHERE state = 'clawed_back')
