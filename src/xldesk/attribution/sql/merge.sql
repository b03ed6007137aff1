-- Credit under several policies (attribution/merge.py): every deal stands under one of them, so
-- the tables are put together and numbered anew in the same orders as under one policy.
CREATE OR REPLACE TABLE attribution_setting AS
SELECT * FROM each_attribution_setting ORDER BY policy_no;

CREATE OR REPLACE TEMP TABLE numbered AS
SELECT
    policy_no,
    line_no AS line_there,
    row_number() OVER (ORDER BY opportunity_id, product_family) AS line_no
FROM each_deal;

CREATE OR REPLACE TABLE deal AS
SELECT n.line_no, d.* EXCLUDE (policy_no, line_no)
FROM each_deal AS d
JOIN numbered AS n ON n.policy_no = d.policy_no AND n.line_there = d.line_no
ORDER BY n.line_no;

-- Inside a line the contributions keep their total order.
CREATE OR REPLACE TABLE contribution AS
SELECT
    row_number() OVER (ORDER BY n.line_no, c.contribution_no) AS contribution_no,
    n.line_no,
    c.* EXCLUDE (policy_no, contribution_no, line_no)
FROM each_contribution AS c
JOIN numbered AS n ON n.policy_no = c.policy_no AND n.line_there = c.line_no
ORDER BY 1;

CREATE OR REPLACE TABLE credit_line AS
SELECT *
FROM each_credit_line
ORDER BY
    opportunity_id,
    product_family,
    list_position(['sourced', 'co_sell', 'influenced', 'direct'], line_category),
    partner_id;

DROP TABLE temp.numbered;
DROP VIEW temp.each_deal;
DROP VIEW temp.each_contribution;
DROP VIEW temp.each_credit_line;
DROP VIEW temp.each_attribution_setting;
