-- taxonomy, level 1: shares of the whole deal agreed with a partner come first, the rest goes
-- on to level 2 (domain model, section 4). Weights are parts per million: they add up to 10^6.
--
-- Agreed shares that are negative or exceed 100 % together cannot all be kept, and none is
-- better than another: then none is applied, and each contribution is in its pool like one
-- without. The finding SPLIT-TOTAL blocks the deal's approval meanwhile.
CREATE OR REPLACE TEMP TABLE agreed_line AS
SELECT line_no, CAST(sum(agreed_ppm) AS BIGINT) AS agreed_ppm, max(step_no) AS last_no
FROM step
WHERE agreed_ppm IS NOT NULL
GROUP BY line_no
HAVING min(agreed_ppm) >= 0 AND sum(agreed_ppm) <= 1000000;

CREATE OR REPLACE TEMP TABLE to_split AS
WITH part AS (
    SELECT
        s.line_no, s.category_rank, s.partner_id, min(s.step_no) AS step_no,
        CAST(sum(s.agreed_ppm) AS BIGINT) AS weight
    FROM step AS s
    JOIN agreed_line USING (line_no)
    WHERE s.agreed_ppm IS NOT NULL
    GROUP BY s.line_no, s.category_rank, s.partner_id
    UNION ALL
    -- The rest stands behind every agreed share when a last unit is given away.
    SELECT line_no, 9, '', last_no + 1, 1000000 - agreed_ppm
    FROM agreed_line
)
SELECT part.*, 0 AS pool, l.amount, CAST(1000000 AS BIGINT) AS units
FROM part
JOIN split_line AS l USING (line_no);
