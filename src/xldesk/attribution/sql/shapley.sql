-- shapley: the exact Shapley value of v(S), the value of the won deals whose partners are all in
-- S, is each deal's amount in equal parts to its distinct partners (domain model, section 4).
-- A partner of several categories has one line, under the highest.
CREATE OR REPLACE TEMP TABLE weighted AS
SELECT
    line_no, min(category_rank) AS category_rank, partner_id, min(step_no) AS step_no,
    CAST(1 AS BIGINT) AS weight
FROM step
GROUP BY line_no, partner_id;
