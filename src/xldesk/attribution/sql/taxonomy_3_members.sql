-- taxonomy, level 3: each pool goes to its partners by their weights (domain model, section 4).
CREATE OR REPLACE TEMP TABLE to_split AS
SELECT
    m.*, m.category_rank AS pool,
    CASE m.category_rank WHEN 1 THEN p.credit_1 WHEN 2 THEN p.credit_2 ELSE p.credit_3 END
        AS amount,
    CASE m.category_rank WHEN 1 THEN p.share_1 WHEN 2 THEN p.share_2 ELSE p.share_3 END AS units
FROM pool_member AS m
JOIN pool_split AS p USING (line_no);
