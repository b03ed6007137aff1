-- The exact split takes weights of a line that add up to 2 * 10^9 at most. A model whose weights
-- may be more divides those of such a line by one whole number; no real deal comes near it.
CREATE OR REPLACE TEMP TABLE weighted AS
SELECT
    w.line_no, w.category_rank, w.partner_id, w.step_no,
    CAST(w.weight // (1 + t.weights // 2000000000) AS BIGINT) AS weight
FROM weighted AS w
JOIN (SELECT line_no, sum(weight) AS weights FROM weighted GROUP BY line_no) AS t
    USING (line_no);
