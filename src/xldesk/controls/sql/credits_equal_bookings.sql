-- Every won deal with an amount: its credit lines add up to it, in its currency, under one
-- headline. Hence credits equal bookings per currency and headline category.
SELECT
    'opportunity' AS object_kind,
    o.opportunity_id AS object_id,
    o.opportunity_id,
    CASE
        WHEN c.lines IS NULL THEN 'it has no credit line'
        WHEN c.currencies <> 1 OR c.currency <> o.currency
            THEN 'its credit is not in its own currency'
        WHEN c.headlines <> 1 THEN 'its credit lines name different headline categories'
        WHEN c.credit <> o.amount THEN 'its credit lines do not add up to its amount'
    END AS message,
    coalesce(nullif(abs(coalesce(c.credit, 0) - o.amount), 0), o.amount) AS amount,
    o.currency
FROM scope_opportunity AS o
LEFT JOIN (
    SELECT
        opportunity_id,
        count(*) AS lines,
        count(DISTINCT currency) AS currencies,
        count(DISTINCT headline_category) AS headlines,
        min(currency) AS currency,
        sum(credit) AS credit
    FROM credit
    GROUP BY opportunity_id
) AS c USING (opportunity_id)
WHERE o.amount IS NOT NULL
