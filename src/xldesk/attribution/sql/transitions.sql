-- How often partner follows partner: the absorbing Markov chain of every fit, as counts.
--
-- In:  walk_pair(fit, origin, target, won, lost): how often a step followed another on walks that
--      were won and lost; '' stands before the first step of a walk and behind its last.
-- Out: chain_state(fit, state, partner_id), numbered from 1 in order of partner_id, and
--      transition(fit, origin, target, weight) from 0, the start, over states to -1, conversion,
--      or -2, nothing. Steps of one partner in a row are one: self-loops are dropped.
--
-- Won and lost are added up first, each by itself, and only the sums together, which are wide
-- enough for any.
CREATE OR REPLACE TEMP TABLE step_pair AS
FROM walk_pair WHERE origin <> target AND (won > 0 OR lost > 0);

CREATE OR REPLACE TEMP TABLE chain_state AS
SELECT
    fit, target AS partner_id,
    row_number() OVER (PARTITION BY fit ORDER BY target) AS state
FROM (SELECT DISTINCT fit, target FROM step_pair WHERE target <> '');

CREATE OR REPLACE TEMP TABLE transition AS
WITH between AS (
    SELECT
        p.fit, coalesce(o.state, 0) AS origin, t.state AS target,
        p.won + p.lost AS weight, p.won, p.lost
    FROM step_pair AS p
    LEFT JOIN chain_state AS o ON o.fit = p.fit AND o.partner_id = p.origin
    LEFT JOIN chain_state AS t ON t.fit = p.fit AND t.partner_id = p.target
)
SELECT fit, origin, target, CAST(weight AS DOUBLE) AS weight
FROM between
WHERE target IS NOT NULL
UNION ALL
SELECT fit, origin, -1, CAST(won AS DOUBLE) FROM between WHERE target IS NULL AND won > 0
UNION ALL
SELECT fit, origin, -2, CAST(lost AS DOUBLE) FROM between WHERE target IS NULL AND lost > 0;
