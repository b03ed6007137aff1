SELECT
    source || ':' || "row" AS object_id,
    field,
    target_kind || coalesce(' ' || shown(object_key), '') || ': ' || message
        || ' (' || reason_code || ')' AS message,
    source AS source_file,
    "row" AS source_row,
    ledger_at
FROM rejected_row
WHERE NOT coalesce(cleared, false)
