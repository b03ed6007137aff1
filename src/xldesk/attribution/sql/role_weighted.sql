-- role_weighted: a step weighs its role's weight times its kind's, each distinct pair of role and
-- kind once a partner (domain model, section 4). A touch has its kind's weight of the policy, a
-- claim or a role, of which there are no kinds, 100. A registration has the role of a referral.
CREATE OR REPLACE TEMP TABLE weighted AS
WITH pair AS (
    SELECT
        line_no, category_rank, partner_id, role, kind,
        min(step_no) AS step_no,
        max(CASE WHEN is_touch THEN kind_weight ELSE 100 END) AS kind_weight
    FROM step
    GROUP BY line_no, category_rank, partner_id, role, kind
)
SELECT
    p.line_no, p.category_rank, p.partner_id, min(p.step_no) AS step_no,
    sum(r.weight * p.kind_weight) AS weight
FROM pair AS p
JOIN role_weight AS r
    ON r.name = CASE p.role WHEN 'registration' THEN 'referral' ELSE p.role END
GROUP BY p.line_no, p.category_rank, p.partner_id;
