-- One row for each object that the file brings: the first row with its key, unless it is refused.
CREATE VIEW accepted AS
SELECT * FROM standing
WHERE row NOT IN (SELECT row FROM repeated)
  AND row NOT IN (SELECT row FROM refused)
