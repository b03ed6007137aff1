-- taxonomy, level 3: each pool goes to its partners by their weights (domain model, section 4).
CREATE OR REPLACE TEMP TABLE to_split AS
SELECT
    m.*, m.category_rank AS pool,
    CASE m.category_rank WHEN 1 THEN p.credit_1 WHEN 2 THEN p.credit_2 ELSE p.credit_3 END
        AS amount,
    CASE m.category_rank WHEN 1 THEN p.share_1 WHEN 2 THEN p.share_2 ELSE p.share_3 END AS units,
    CASE m.category_rank WHEN 1 THEN p.weights_1 WHEN 2 THEN p.weights_2 ELSE p.weights_3 END
        AS weights,
    CASE m.category_rank WHEN 1 THEN p.first_1 WHEN 2 THEN p.first_2 ELSE p.first_3 END
        AS first_no
FROM pool_member AS m
JOIN pool_split AS p USING (line_no);
