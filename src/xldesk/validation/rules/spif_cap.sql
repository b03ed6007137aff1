WITH counted AS (
    SELECT
        t.*,
        CASE WHEN t.state = 'clawed_back' THEN -abs(t.amount) ELSE t.amount END AS counts
    FROM spif_known AS t
    WHERE t.currency = t.program_currency
        AND (
            t.state IN ('paid', 'clawed_back')
            OR (
                t.state = 'approved'
                AND t.payout NOT IN (SELECT payout FROM spif_known WHERE state = 'paid')
            )
        )
),
summed AS (
    SELECT
        *,
        sum(counts) OVER (
            PARTITION BY program_id, coalesce(deal_id, transaction_id)
            ORDER BY occurred_on, transaction_id
        ) AS of_deal,
        sum(counts) OVER (PARTITION BY program_id, payee_id ORDER BY occurred_on, transaction_id)
            AS of_payee,
        sum(counts) OVER (PARTITION BY program_id ORDER BY occurred_on, transaction_id)
            AS of_program
    FROM counted
)
SELECT
    transaction_id AS object_id,
    deal_id AS opportunity_id,
    'amount' AS field,
    'with what was paid before, it passes ' || concat_ws(
        ' and ',
        CASE WHEN of_deal > cap_deal THEN 'the cap of the deal' END,
        CASE WHEN of_payee > cap_payee THEN 'the cap of the payee' END,
        CASE WHEN of_program > budget THEN 'the budget of the program' END
    ) AS message,
    source_file,
    source_row,
    ledger_at
FROM summed
WHERE state <> 'clawed_back'
    AND (of_deal > cap_deal OR of_payee > cap_payee OR of_program > budget)
