-- Plain paths as a model reads them: every step is one of its partner, in order of position.
CREATE OR REPLACE TEMP VIEW split_line AS
SELECT path_no AS line_no, amount, CAST(NULL AS DATE) AS created_date,
    CAST(NULL AS DATE) AS reference_day
FROM path;

CREATE OR REPLACE TEMP VIEW step AS
SELECT
    path_no AS line_no, 3 AS category_rank, position AS step_no, partner_id, position AS moment,
    days_before, CAST(NULL AS DATE) AS occurred_day
FROM path_step;
