-- A partner may have several regions, with ; or , between them. Only what the policy knows is
-- judged: a region of it, and a country that it puts into some region.
WITH region AS (
    SELECT partner_id, region AS named, trim(unnest(regexp_split_to_array(lower(region), '[;,]'))) AS region
    FROM partner
    WHERE region IS NOT NULL
),
known AS (
    SELECT
        p.partner_id,
        any_value(p.named) AS named,
        count(*) = count(*) FILTER (p.region IN (SELECT region FROM policy_territory)) AS all_known
    FROM region AS p
    WHERE p.region <> ''
    GROUP BY p.partner_id
),
covered AS (
    SELECT DISTINCT p.partner_id, t.country
    FROM region AS p
    JOIN policy_territory AS t ON t.region = p.region
),
asked AS (
    SELECT r.*, coalesce(r.country, o.country) AS customer_country, l.opportunity_id
    FROM registration_state AS r
    LEFT JOIN registration_deal AS l ON l.registration_id = r.registration_id
    LEFT JOIN opportunity_state AS o ON o.opportunity_id = l.opportunity_id
    WHERE r.live
)
SELECT
    a.registration_id AS object_id,
    a.opportunity_id,
    'country' AS field,
    'partner ' || shown(a.partner_id) || ' sells in ' || shown(k.named) || ', the customer is in '
        || a.customer_country AS message,
    a.source_file,
    a.source_row,
    a.ledger_at
FROM asked AS a
JOIN known AS k ON k.partner_id = a.partner_id AND k.all_known
WHERE a.customer_country IN (SELECT country FROM policy_territory)
    AND NOT EXISTS (
        SELECT 1
        FROM covered AS c
        WHERE c.partner_id = a.partner_id AND c.country IN (a.customer_country, '*')
    )
