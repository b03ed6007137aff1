-- The same parts with what split.sql wants of each group: the sum of its weights and its first place.
CREATE OR REPLACE TEMP TABLE to_split_whole AS
WITH total AS (
    SELECT line_no, pool, CAST(sum(weight) AS BIGINT) AS weights, min(step_no) AS first_no
    FROM :source
    GROUP BY line_no, pool
)
SELECT s.*, t.weights, t.first_no
FROM :source AS s
JOIN total AS t USING (line_no, pool);
