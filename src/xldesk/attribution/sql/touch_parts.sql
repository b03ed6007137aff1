-- The touch models split a line once: the whole amount by the weights of the partners' steps.
CREATE OR REPLACE TEMP TABLE to_split AS
SELECT w.*, 0 AS pool, l.amount, CAST(1000000 AS BIGINT) AS units
FROM weighted AS w
JOIN split_line AS l USING (line_no)
WHERE w.weight > 0;
