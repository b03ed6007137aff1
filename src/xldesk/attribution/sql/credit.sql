-- Credit lines: the parts of every line under their headline, and DIRECT where no partner
-- earned anything. They add up to each line's amount and to 1,000,000 parts per million.
-- What all lines under one policy have in common (model, status, version) stands once, in
-- attribution_setting; the view credit adds it (credit_view.sql).
CREATE OR REPLACE TABLE credit_line AS
WITH
blocked AS (
    SELECT DISTINCT line_no FROM contribution WHERE blocked
),
-- By far the most lines cite a plain touch. Only what others cite is looked up.
cited AS (
    SELECT contribution_no, role, reason_code
    FROM contribution
    WHERE role <> 'influence' OR reason_code <> 'INF-TOUCH'
),
earned AS (
    SELECT line_no, category_rank, partner_id, step_no, credit, share FROM part
    UNION ALL
    SELECT line_no, 4, 'DIRECT', NULL, amount, CAST(1000000 AS BIGINT)
    FROM deal
    ANTI JOIN part USING (line_no)
)
SELECT
    d.opportunity_id, d.product_family, e.partner_id, d.headline_category,
    CASE e.category_rank
        WHEN 1 THEN 'sourced' WHEN 2 THEN 'co_sell' WHEN 3 THEN 'influenced' ELSE 'direct'
    END AS line_category,
    -- A line cites the first of its contributions.
    CASE WHEN e.step_no IS NULL THEN 'direct' ELSE coalesce(c.role, 'influence') END AS role,
    CASE
        WHEN e.step_no IS NOT NULL THEN coalesce(c.reason_code, 'INF-TOUCH')
        WHEN e.share < 1000000 OR d.headline_category <> 'direct' THEN 'DIR-REST'
        WHEN b.line_no IS NOT NULL THEN 'DIR-BLOCKED'
        ELSE 'DIR-NONE'
    END AS reason_code,
    e.share, e.credit, d.currency, d.is_won, d.close_quarter, s.policy_no
FROM earned AS e
CROSS JOIN attribution_setting AS s
JOIN deal AS d USING (line_no)
LEFT JOIN cited AS c ON c.contribution_no = e.step_no
LEFT JOIN blocked AS b ON b.line_no = e.line_no
ORDER BY e.line_no, e.category_rank, e.partner_id;
