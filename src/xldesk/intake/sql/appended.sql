-- The rows to append: what the file says; else what the ledger knew; else the field's default.
SELECT
    {columns},
    $source AS source_file,
    accepted.row AS source_row
FROM intake.accepted AS accepted
JOIN outcome ON outcome.row = accepted.row
LEFT JOIN {kind} AS known ON {same_key}
WHERE outcome.status <> 'unchanged'
