-- first_touch: the earliest step has the whole line (domain model, section 4).
-- Steps at the same time: the first in the total order.
CREATE OR REPLACE TEMP TABLE weighted AS
WITH earliest AS (
    SELECT line_no, min(moment) AS moment FROM step GROUP BY line_no
)
SELECT line_no, category_rank, partner_id, step_no, CAST(1 AS BIGINT) AS weight
FROM step
JOIN earliest USING (line_no, moment)
QUALIFY row_number() OVER (PARTITION BY line_no ORDER BY step_no) = 1;
