-- taxonomy: a partner's part in one category is its agreed share and its part of the pool.
CREATE OR REPLACE TEMP TABLE part AS
WITH piece AS (
    SELECT line_no, category_rank, partner_id, step_no, credit, share FROM member_part
    UNION ALL
    SELECT line_no, category_rank, partner_id, step_no, credit, share
    FROM agreed_part
    WHERE category_rank <> 9
)
SELECT * FROM piece ANTI JOIN agreed_line USING (line_no)
UNION ALL
SELECT
    line_no, category_rank, partner_id, min(step_no),
    CAST(sum(credit) AS BIGINT), CAST(sum(share) AS BIGINT)
FROM piece
SEMI JOIN agreed_line USING (line_no)
GROUP BY line_no, category_rank, partner_id
UNION ALL
SELECT line_no, 4, 'DIRECT', NULL, credit_4, share_4
FROM pool_split
WHERE credit_4 <> 0 OR share_4 <> 0;
