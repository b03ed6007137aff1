-- taxonomy, level 3: each pool goes to its partners by their weights (domain model, section 4).
CREATE OR REPLACE TEMP TABLE to_split AS
SELECT m.*, m.category_rank AS pool, p.credit AS amount, p.share AS units
FROM pool_member AS m
JOIN pool_part AS p USING (line_no, category_rank);
