-- Plain paths as walks, a row a path. Equal paths stay apart: most paths of a large table differ,
-- and finding the equal ones costs more than it saves. Every model adds them up anyway.
CREATE OR REPLACE TEMP TABLE walk AS
SELECT
    '' AS fit, string_split(path, getvariable('path_separator')) AS partners, won, lost, amount
FROM path_row;
