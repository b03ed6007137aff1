-- Every line of a won deal: the shares of its credit lines add up to exactly 100 %.
SELECT
    'opportunity' AS object_kind,
    d.opportunity_id || CASE WHEN d.product_family = '' THEN '' ELSE '/' || d.product_family END
        AS object_id,
    d.opportunity_id,
    CASE
        WHEN c.share IS NULL THEN 'it has no shares'
        WHEN c.outside > 0 THEN 'a share is below 0 % or above 100 %'
        WHEN c.share <> 1000000
            THEN 'its shares add up to ' || printf('%.4f', c.share / 10000) || ' %'
    END AS message,
    d.amount,
    d.currency
FROM deal AS d
SEMI JOIN scope_opportunity AS o USING (opportunity_id)
LEFT JOIN (
    SELECT
        opportunity_id,
        product_family,
        CAST(sum(share) AS BIGINT) AS share,
        count(*) FILTER (share < 0 OR share > 1000000) AS outside
    FROM credit
    GROUP BY opportunity_id, product_family
) AS c USING (opportunity_id, product_family)
