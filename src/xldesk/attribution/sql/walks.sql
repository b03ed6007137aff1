-- Walks that a Markov chain is fitted to: the journeys of each fiscal quarter's closed deals.
CREATE OR REPLACE TEMP TABLE walk AS
WITH path AS (
    SELECT
        opportunity_id, close_quarter AS fit, is_won,
        list(partner_id ORDER BY moment, step_no) AS partners
    FROM journey
    WHERE is_closed AND close_quarter IS NOT NULL
    GROUP BY opportunity_id, close_quarter, is_won
)
SELECT
    fit, partners,
    count(*) FILTER (is_won) AS won, count(*) FILTER (NOT is_won) AS lost
FROM path
GROUP BY fit, partners;
