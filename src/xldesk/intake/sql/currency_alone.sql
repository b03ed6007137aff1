-- Rows that give an object another currency while the ledger keeps an amount of it that the file
-- does not speak of: its minor units would be read in a currency they were never written in.
SELECT
    accepted.row AS row,
    {key_text} AS object_key,
    known.currency AS known_currency,
    accepted.currency AS currency,
    concat_ws(', ', {amounts}) AS amounts
FROM intake.accepted AS accepted
JOIN {kind} AS known ON {same_key}
WHERE known.currency IS DISTINCT FROM accepted.currency
  AND ({any_amount})
ORDER BY row
