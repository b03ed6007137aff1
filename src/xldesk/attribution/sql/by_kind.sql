-- custom, by kind: each step weighs what the policy gives its kind, as often as it happened
-- (domain model, section 4). A kind of weight 0 earns nothing.
CREATE OR REPLACE TEMP TABLE weighted AS
SELECT
    s.line_no, s.category_rank, s.partner_id, min(s.step_no) AS step_no, sum(k.weight) AS weight
FROM step AS s
JOIN kind_weight AS k ON k.name = s.kind
GROUP BY s.line_no, s.category_rank, s.partner_id;
