-- Plain paths as a model reads them: every step is one of its partner, in order of position.
CREATE OR REPLACE TEMP VIEW split_line AS
SELECT path_no AS line_no, amount FROM path;

CREATE OR REPLACE TEMP VIEW step AS
SELECT
    path_no AS line_no, 3 AS category_rank, position AS step_no, partner_id, position AS moment,
    days_before
FROM path_step;
