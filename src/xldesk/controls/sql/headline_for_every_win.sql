-- Every won opportunity, from the records themselves: exactly one headline category.
SELECT
    'opportunity' AS object_kind,
    o.opportunity_id AS object_id,
    o.opportunity_id,
    CASE
        WHEN o.amount IS NULL THEN 'it is won without an amount, so it is in no category'
        WHEN h.headlines IS NULL THEN 'it has no headline category'
        WHEN h.headlines <> 1 OR h.known <> 1 THEN 'its headline category is not one of the four'
    END AS message,
    o.amount,
    o.currency
FROM scope_opportunity AS o
LEFT JOIN (
    SELECT
        opportunity_id,
        count(DISTINCT headline_category) AS headlines,
        count(DISTINCT headline_category) FILTER (
            headline_category IN ('sourced', 'co_sell', 'influenced', 'direct')
        ) AS known
    FROM deal
    GROUP BY opportunity_id
) AS h USING (opportunity_id)
