-- Rows of a file whose key stood in an earlier row, and in which fields they differ from that row.
CREATE TABLE repeated AS
SELECT
    later.row AS row,
    first.row AS first_row,
    concat_ws(', ', {differing}) AS differing
FROM standing AS later
JOIN (
    SELECT {keys}, min(row) AS first_row
    FROM standing
    GROUP BY {keys}
    HAVING count(*) > 1
) AS several ON {later_is_several}
JOIN standing AS first ON first.row = several.first_row
WHERE later.row > several.first_row
