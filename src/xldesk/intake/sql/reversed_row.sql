-- Of two rows that name each other, the one with the larger id says the same as the other one the
-- other way round. Text decides, so the order of the rows does not matter.
CREATE TABLE reversed_row AS
SELECT DISTINCT later.row AS row
FROM linked AS later
JOIN linked AS first ON first.own = later.other AND first.other = later.own
WHERE first.own < later.own;

-- The rows that stand for themselves.
CREATE VIEW standing AS
SELECT * FROM staged
WHERE row NOT IN (SELECT row FROM reversed_row)
