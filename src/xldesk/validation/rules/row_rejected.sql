SELECT
    source || ':' || "row" AS object_id,
    field,
    target_kind || coalesce(' ' || shown(object_key), '') || ': ' || message
        || ' (' || reason_code || ')'
        || CASE
            WHEN (target_kind, object_key) IN (SELECT (target_kind, object_key) FROM known_object)
            THEN '; the older values stay in the figures'
            ELSE ''
        END AS message,
    source AS source_file,
    "row" AS source_row,
    ledger_at
FROM rejected_row
WHERE NOT coalesce(cleared, false)
