-- What each object is to the state at the ledger's head: added, changed or unchanged.
-- Fields that the file does not speak of keep their value, so they change nothing.
CREATE TEMP TABLE outcome AS
SELECT
    accepted.row AS row,
    CASE
        WHEN known.ledger_position IS NULL THEN 'added'
        WHEN {changed} THEN 'changed'
        ELSE 'unchanged'
    END AS status
FROM intake.accepted AS accepted
LEFT JOIN {kind} AS known ON {same_key}
