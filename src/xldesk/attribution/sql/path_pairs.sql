-- How often each step followed another, on paths that were won and lost, as transitions.sql wants
-- it: one fit, '' before the first step of a path and behind its last.
CREATE OR REPLACE TEMP TABLE path_pair AS
SELECT origin, target, sum(won) AS won, sum(lost) AS lost
FROM (SELECT unnest(ended[:-2]) AS origin, unnest(ended[2:]) AS target, won, lost FROM walk)
GROUP BY origin, target;

CREATE OR REPLACE TEMP VIEW walk_pair AS SELECT '' AS fit, * FROM path_pair;
