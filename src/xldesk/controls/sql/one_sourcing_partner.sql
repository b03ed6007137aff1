-- Every won deal: no line has two sourcing partners, and a sourced headline has one at all.
WITH line AS (
    SELECT
        d.opportunity_id,
        d.product_family,
        d.headline_category,
        count(DISTINCT c.partner_id) FILTER (c.counts AND c.category = 'sourced') AS counted,
        (
            SELECT count(DISTINCT k.partner_id)
            FROM credit AS k
            WHERE k.opportunity_id = d.opportunity_id
                AND k.product_family = d.product_family
                AND k.line_category = 'sourced'
        ) AS credited
    FROM deal AS d
    LEFT JOIN contribution AS c USING (opportunity_id, product_family)
    GROUP BY d.opportunity_id, d.product_family, d.headline_category
),
whole AS (
    SELECT
        opportunity_id,
        min(headline_category) AS headline_category,
        max(greatest(counted, credited)) AS most,
        sum(counted) AS sourcing
    FROM line
    GROUP BY opportunity_id
)
SELECT
    'opportunity' AS object_kind,
    o.opportunity_id AS object_id,
    o.opportunity_id,
    CASE
        WHEN w.most > 1 THEN 'two partners source one of its lines'
        WHEN w.headline_category = 'sourced' AND w.sourcing = 0
            THEN 'its headline is sourced, but no partner sources it'
        WHEN w.headline_category <> 'sourced' AND w.sourcing > 0
            THEN 'a partner sources it, but its headline is ' || w.headline_category
    END AS message,
    o.amount,
    o.currency
FROM scope_opportunity AS o
JOIN whole AS w USING (opportunity_id)
