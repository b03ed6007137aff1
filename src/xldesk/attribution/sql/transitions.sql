-- How often partner follows partner: the absorbing Markov chain of every fit, as counts.
--
-- In:  walk(fit, partners, won, lost): lists of partners, with how often each was won and lost.
-- Out: chain_state(fit, state, partner_id), numbered from 1 in order of partner_id, and
--      transition(fit, origin, target, weight) from 0, the start, over states to -1, conversion,
--      or -2, nothing. Steps of one partner in a row are one: self-loops are dropped.
CREATE OR REPLACE TEMP TABLE step_pair AS
WITH
pair AS (
    SELECT fit, NULL AS origin, partners[1] AS target, 0 AS ending, won + lost AS weight
    FROM walk
    WHERE len(partners) > 0
    UNION ALL
    SELECT fit, unnest(partners[:-2]), unnest(partners[2:]), 0, won + lost
    FROM walk
    WHERE len(partners) > 1
    UNION ALL
    SELECT fit, partners[-1], NULL, -1, won FROM walk WHERE len(partners) > 0
    UNION ALL
    SELECT fit, partners[-1], NULL, -2, lost FROM walk WHERE len(partners) > 0
)
SELECT fit, origin, target, ending, sum(weight) AS weight
FROM pair
WHERE weight > 0 AND (origin <> target OR origin IS NULL OR target IS NULL)
GROUP BY fit, origin, target, ending;

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
