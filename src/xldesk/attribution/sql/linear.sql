-- linear: each step weighs the same, so a partner weighs its number of steps
-- (domain model, section 4).
CREATE OR REPLACE TEMP TABLE weighted AS
SELECT
    line_no, category_rank, partner_id, min(step_no) AS step_no, count(*) AS weight
FROM step
GROUP BY line_no, category_rank, partner_id;
