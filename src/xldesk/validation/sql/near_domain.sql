-- 'shop.acme.example' is below 'acme.example'; nothing is below 'co.uk'. A domain's label is what
-- its owner chose: 'acme' of acme.de, acme.com and www.acme.co.uk alike.
CREATE OR REPLACE MACRO shared_ending(labels) AS
    length(labels[-1]) = 2
    AND labels[-2] IN ('ac', 'co', 'com', 'edu', 'gob', 'gov', 'go', 'ltd', 'me', 'ne', 'net', 'or', 'org', 'plc');

CREATE OR REPLACE MACRO domain_label(domain) AS
    CASE
        WHEN shared_ending(string_split(domain, '.')) AND len(string_split(domain, '.')) > 2
        THEN string_split(domain, '.')[-3]
        ELSE coalesce(string_split(domain, '.')[-2], domain)
    END;

CREATE OR REPLACE TABLE near_domain AS
WITH known AS (
    SELECT domain FROM opportunity_state WHERE domain IS NOT NULL
    UNION
    SELECT domain FROM registration_state WHERE live AND domain IS NOT NULL
),
above AS (
    SELECT
        domain,
        unnest(list_transform(
            range(2, len(string_split(domain, '.'))),
            lambda start: array_to_string(string_split(domain, '.')[start:], '.')
        )) AS above
    FROM known
    WHERE len(string_split(domain, '.')) > 2
),
pair AS (
    SELECT a.domain, a.above
    FROM above AS a
    SEMI JOIN known AS k ON k.domain = a.above
    WHERE NOT (
        len(string_split(a.above, '.')) = 2 AND shared_ending(string_split(a.above, '.'))
    )
)
SELECT domain, above AS other_domain FROM pair
UNION ALL
SELECT above, domain FROM pair;
