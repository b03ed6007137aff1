-- Credit lines with the model, the status and the version of the policy that made them, in the
-- order of credit_line: a look-up keeps it, a join would not.
CREATE OR REPLACE VIEW credit AS
SELECT
    c.opportunity_id, c.product_family, c.partner_id, c.headline_category, c.line_category,
    c.role, c.reason_code, s.of_policy[c.policy_no].model AS model, c.share, c.credit, c.currency,
    s.of_policy[c.policy_no].status AS status,
    s.of_policy[c.policy_no].policy_version AS policy_version,
    c.is_won, c.close_quarter
FROM credit_line AS c
CROSS JOIN (
    SELECT
        map(
            list(policy_no),
            list({'model': model, 'status': status, 'policy_version': policy_version})
        ) AS of_policy
    FROM attribution_setting
) AS s;
