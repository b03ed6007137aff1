SELECT
    o.opportunity_id AS object_id,
    o.opportunity_id,
    'amount' AS field,
    CASE
        WHEN o.amount IS NULL THEN 'won without an amount'
        WHEN o.amount = 0 THEN 'won with an amount of zero'
        ELSE 'the amount is negative'
    END AS message,
    o.source_file,
    o.source_row,
    o.ledger_at
FROM opportunity AS o
WHERE o.amount < 0 OR (o.is_won AND coalesce(o.amount, 0) = 0)
