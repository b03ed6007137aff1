-- How often partner follows partner: the absorbing Markov chain of every fit, as counts.
--
-- In:  walk(fit, partners, won, lost): lists of partners, with how often each was won and lost.
-- Out: chain_state(fit, state, partner_id), numbered from 1 in order of partner_id, and
--      transition(fit, origin, target, weight) from 0, the start, over states to -1, conversion,
--      or -2, nothing. Steps of one partner in a row are one: self-loops are dropped.
--
-- The steps between are counted apart from the two ends of a walk, which have an outcome. Won and
-- lost are added up first, each by itself, and only the sums together, which are wide enough for any.
CREATE OR REPLACE TEMP TABLE step_pair AS
WITH
live AS (SELECT fit, partners, won, lost FROM walk WHERE len(partners) > 0 AND (won > 0 OR lost > 0)),
between AS (
    SELECT fit, origin, target, sum(won) + sum(lost) AS weight
    FROM (
        SELECT fit, unnest(partners[:-2]) AS origin, unnest(partners[2:]) AS target, won, lost
        FROM live
        WHERE len(partners) > 1
    )
    WHERE origin <> target
    GROUP BY fit, origin, target
),
beginning AS (
    SELECT fit, partners[1] AS target, sum(won) + sum(lost) AS weight
    FROM live
    GROUP BY fit, target
),
finish AS (
    SELECT fit, partners[-1] AS origin, sum(won) AS won, sum(lost) AS lost
    FROM live
    GROUP BY fit, origin
)
SELECT fit, NULL AS origin, target, 0 AS ending, weight FROM beginning
UNION ALL
SELECT fit, origin, target, 0, weight FROM between
UNION ALL
SELECT fit, origin, NULL, -1, won FROM finish WHERE won > 0
UNION ALL
SELECT fit, origin, NULL, -2, lost FROM finish WHERE lost > 0;

CREATE OR REPLACE TEMP TABLE chain_state AS
SELECT
    fit, target AS partner_id,
    row_number() OVER (PARTITION BY fit ORDER BY target) AS state
FROM (SELECT DISTINCT fit, target FROM step_pair WHERE target IS NOT NULL);

CREATE OR REPLACE TEMP TABLE transition AS
SELECT
    p.fit, coalesce(o.state, 0) AS origin, coalesce(t.state, p.ending) AS target,
    CAST(p.weight AS DOUBLE) AS weight
FROM step_pair AS p
LEFT JOIN chain_state AS o ON o.fit = p.fit AND o.partner_id = p.origin
LEFT JOIN chain_state AS t ON t.fit = p.fit AND t.partner_id = p.target
ORDER BY p.fit, origin, target;
