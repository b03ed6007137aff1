-- Every won opportunity: it stands once among the deals, adds up to its own amount there, no
-- other won opportunity has its identifier in a source system, and no finding says it is double.
WITH counted AS (
    SELECT
        opportunity_id,
        count(*) - count(DISTINCT product_family) AS repeated,
        sum(amount) AS amount
    FROM deal
    GROUP BY opportunity_id
),
named AS (
    SELECT o.opportunity_id, k.system, json_extract_string(o.external_ids, '$."' || k.system || '"') AS id
    FROM scope_opportunity AS o,
        (
            SELECT DISTINCT unnest(json_keys(external_ids)) AS system
            FROM scope_opportunity
            WHERE external_ids IS NOT NULL AND external_ids <> '{}'
        ) AS k
    WHERE o.external_ids IS NOT NULL AND o.external_ids <> '{}'
),
shared AS (
    SELECT system, id, min(opportunity_id) AS first_one
    FROM named
    WHERE id IS NOT NULL
    GROUP BY system, id
    HAVING count(*) > 1
),
twin AS (
    SELECT n.opportunity_id, min(s.first_one) AS first_one, min(n.system || ' ' || n.id) AS id
    FROM named AS n
    JOIN shared AS s USING (system, id)
    WHERE n.opportunity_id <> s.first_one
    GROUP BY n.opportunity_id
),
doubled AS (
    SELECT DISTINCT coalesce(opportunity_id, object_id) AS opportunity_id
    FROM finding
    WHERE code = 'OPP-DOUBLE' AND resolution IS NULL
)
SELECT
    'opportunity' AS object_kind,
    o.opportunity_id AS object_id,
    o.opportunity_id,
    CASE
        WHEN c.repeated > 0 THEN 'one of its lines is counted twice'
        WHEN c.amount <> o.amount THEN 'its lines add up to another amount than its own'
        WHEN t.opportunity_id IS NOT NULL
            THEN 'opportunity ' || t.first_one || ' has the same identifier, ' || t.id
        WHEN x.opportunity_id IS NOT NULL THEN 'an open finding says that it is counted twice'
    END AS message,
    o.amount,
    o.currency
FROM scope_opportunity AS o
LEFT JOIN counted AS c USING (opportunity_id)
LEFT JOIN twin AS t USING (opportunity_id)
LEFT JOIN doubled AS x USING (opportunity_id)
