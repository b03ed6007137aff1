-- How often each step of a walk followed another, as transitions.sql wants it.
CREATE OR REPLACE TEMP TABLE walk_pair AS
SELECT fit, origin, target, sum(won) AS won, sum(lost) AS lost
FROM (
    SELECT
        fit, unnest(list_concat([''], partners)) AS origin,
        unnest(list_concat(partners, [''])) AS target, won, lost
    FROM walk
)
GROUP BY fit, origin, target;
