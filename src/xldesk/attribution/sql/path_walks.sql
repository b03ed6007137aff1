-- Plain paths as walks: equal paths are one row with the sums of what was won, lost and is to be
-- credited.
CREATE OR REPLACE TEMP TABLE walk AS
SELECT
    '' AS fit, string_split(path, getvariable('path_separator')) AS partners, won, lost, amount
FROM (
    SELECT path, sum(won) AS won, sum(lost) AS lost, sum(amount) AS amount
    FROM path_row
    GROUP BY path
);
