-- What each partner has of each path; a path without steps is DIRECT.
CREATE OR REPLACE TABLE path_credit AS
SELECT line_no AS path_no, partner_id, credit, share FROM part
UNION ALL
SELECT path_no, 'DIRECT', amount, CAST(1000000 AS BIGINT)
FROM path
WHERE path_no NOT IN (SELECT line_no FROM part)
ORDER BY path_no, partner_id;
