-- Credit lines: the parts of every line under their headline, and DIRECT where no partner
-- earned anything. They add up to each line's amount and to 1,000,000 parts per million.
-- What all lines of a run have in common (model, status, policy version) stands once, in
-- attribution_setting; the view credit adds it.
CREATE OR REPLACE TABLE credit_line AS
WITH
unearned AS (
    SELECT
        d.line_no, 4 AS category_rank, 'DIRECT' AS partner_id, 'direct' AS role,
        CASE WHEN b.line_no IS NULL THEN 'DIR-NONE' ELSE 'DIR-BLOCKED' END AS reason_code,
        d.amount AS credit, CAST(1000000 AS BIGINT) AS share
    FROM deal AS d
    ANTI JOIN part USING (line_no)
    LEFT JOIN (SELECT DISTINCT line_no FROM contribution WHERE blocked) AS b USING (line_no)
),
earned AS (
    SELECT line_no, category_rank, partner_id, role, reason_code, credit, share FROM part
    UNION ALL
    SELECT line_no, category_rank, partner_id, role, reason_code, credit, share FROM unearned
)
SELECT
    d.opportunity_id, d.product_family, e.partner_id, d.headline_category,
    CASE e.category_rank
        WHEN 1 THEN 'sourced' WHEN 2 THEN 'co_sell' WHEN 3 THEN 'influenced' ELSE 'direct'
    END AS line_category,
    e.role, e.reason_code, e.share, e.credit, d.currency, d.is_won, d.close_quarter
FROM earned AS e
JOIN deal AS d USING (line_no)
ORDER BY e.line_no, e.category_rank, e.partner_id;

CREATE OR REPLACE VIEW credit AS
SELECT
    c.opportunity_id, c.product_family, c.partner_id, c.headline_category, c.line_category,
    c.role, c.reason_code, s.model, c.share, c.credit, c.currency, s.status, s.policy_version,
    c.is_won, c.close_quarter
FROM credit_line AS c
CROSS JOIN attribution_setting AS s;
