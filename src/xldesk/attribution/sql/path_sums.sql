-- What is to be credited in all, and what of it stands on paths without a step.
CREATE OR REPLACE TEMP TABLE path_sum AS
SELECT
    coalesce(sum(amount), 0) AS total,
    coalesce(sum(amount) FILTER (len(partners) = 0), 0) AS without_steps
FROM walk;
