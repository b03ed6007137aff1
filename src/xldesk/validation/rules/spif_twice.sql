WITH ranked AS (
    SELECT
        t.*,
        first_value(t.transaction_id) OVER earlier AS first_id,
        row_number() OVER earlier AS nth
    FROM spif_known AS t
    WHERE t.state = 'paid'
    WINDOW earlier AS (PARTITION BY t.payout ORDER BY t.occurred_on, t.transaction_id)
)
SELECT
    transaction_id AS object_id,
    deal_id AS opportunity_id,
    'milestone' AS field,
    milestone || ' was paid to ' || shown(payee_id) || ' before, by ' || shown(first_id) AS message,
    source_file,
    source_row,
    ledger_at
FROM ranked
WHERE nth > 1
