-- taxonomy: a partner's part in one category is its agreed share and its part of the pool.
CREATE OR REPLACE TEMP TABLE part AS
WITH piece AS (
    SELECT line_no, category_rank, partner_id, role, reason_code, credit, share
    FROM member_part
    UNION ALL
    SELECT line_no, category_rank, partner_id, role, reason_code, credit, share
    FROM agreed_part
    WHERE category_rank <> 9
    UNION ALL
    SELECT line_no, category_rank, partner_id, 'direct', 'DIR-REST', credit, share
    FROM pool_part
    WHERE category_rank = 4 AND (credit <> 0 OR share <> 0)
)
SELECT
    line_no, category_rank, partner_id,
    max(role) AS role, max(reason_code) AS reason_code,
    CAST(sum(credit) AS BIGINT) AS credit, CAST(sum(share) AS BIGINT) AS share
FROM piece
GROUP BY line_no, category_rank, partner_id;
