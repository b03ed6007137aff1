-- Plain paths as walks, a row a path; ended is the same with '' before and behind its steps. Equal
-- paths stay apart: most paths of a large table differ, and finding the equal ones costs more than
-- it saves. Every model adds them up anyway. A view: to split a text again costs less than to keep
-- all its pieces.
CREATE OR REPLACE TEMP VIEW walk AS
SELECT
    string_split(path, getvariable('path_separator')) AS partners,
    string_split(
        concat(getvariable('path_separator'), path, getvariable('path_separator')),
        getvariable('path_separator')
    ) AS ended,
    won, lost, amount
FROM path_row;
