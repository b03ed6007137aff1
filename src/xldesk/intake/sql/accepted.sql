-- One row for each object that the file brings: the first row with its key.
CREATE VIEW accepted AS
SELECT * FROM staged WHERE row NOT IN (SELECT row FROM repeated)
