-- What a model reads: the amount to split of each line, and the steps towards it in time.
-- Every contribution that counts is a step: a registration when it was submitted, a co-sell role
-- when both sides had accepted it, a touch when it occurred. Lost deals are in no line.
-- step_no is the place in the total order (category precedence, time, partner, event), in which
-- contribution is stored.
CREATE OR REPLACE TEMP VIEW split_line AS
SELECT line_no, amount, created_date, reference_day, is_closed, close_quarter FROM deal;

CREATE OR REPLACE TEMP VIEW step AS
SELECT
    line_no,
    CASE category WHEN 'sourced' THEN 1 WHEN 'co_sell' THEN 2 ELSE 3 END AS category_rank,
    contribution_no AS step_no,
    partner_id,
    epoch_us(occurred_at) AS moment,
    occurred_day,
    days_before,
    role,
    kind,
    object_kind = 'touch' AS is_touch,
    weight AS kind_weight,
    agreed_ppm
FROM contribution
WHERE counts;
