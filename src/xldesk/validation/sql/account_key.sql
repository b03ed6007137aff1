-- When are two objects for the same customer, country and product family?
-- By domain: country and family agree where both sides give them.
-- By name, the weaker sign: country and family agree, or both sides leave them out.
-- Free-mail domains and empty names match nothing.
--
-- Written as keys that are equal exactly then, so that matching stays a plain join:
-- '=US' compares the value, '?' says that it is left out, '*' takes any.
CREATE OR REPLACE TABLE offered_key AS
WITH object AS (
    SELECT DISTINCT
        'opportunity' AS object_kind,
        o.opportunity_id AS object_id,
        o.domain,
        o.name,
        coalesce('=' || o.country, '?') AS country,
        coalesce('=' || family_key(l.product_family), '?') AS family
    FROM opportunity_state AS o
    JOIN deal_line AS l ON l.opportunity_id = o.opportunity_id
    WHERE o.domain IN (SELECT domain FROM registration_state WHERE live)
        OR o.name IN (SELECT name FROM registration_state WHERE live)
    UNION ALL
    SELECT
        'deal_registration',
        registration_id,
        domain,
        name,
        coalesce('=' || country, '?'),
        coalesce('=' || family, '?')
    FROM registration_state
    WHERE live
)
SELECT
    object_kind,
    object_id,
    'domain ' || domain AS account,
    unnest([country, country, '*', '*']) AS country,
    unnest([family, '*', family, '*']) AS family
FROM object
WHERE domain IS NOT NULL
UNION ALL
SELECT object_kind, object_id, 'name ' || name, country, family
FROM object
WHERE name IS NOT NULL;

CREATE OR REPLACE TABLE asked_key AS
WITH live AS (
    SELECT
        registration_id,
        domain,
        name,
        coalesce('=' || country, '?') AS country,
        coalesce('=' || r.family, '?') AS family
    FROM registration_state AS r
    WHERE live
),
country_asked AS (
    SELECT
        registration_id,
        domain,
        family,
        unnest(CASE WHEN country = '?' THEN ['*'] ELSE [country, '?'] END) AS country
    FROM live
    WHERE domain IS NOT NULL
)
SELECT
    registration_id,
    'domain ' || domain AS account,
    country,
    unnest(CASE WHEN family = '?' THEN ['*'] ELSE [family, '?'] END) AS family
FROM country_asked
UNION ALL
SELECT registration_id, 'name ' || name, country, family
FROM live
WHERE name IS NOT NULL;
