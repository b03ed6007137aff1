SELECT
    opportunity_id AS object_id,
    opportunity_id,
    'close_date' AS field,
    CASE
        WHEN close_date IS NULL THEN 'closed without a close date'
        ELSE 'closed on ' || close_date || ', before it was created on ' || created_date
    END AS message,
    source_file,
    source_row,
    ledger_at
FROM opportunity_state
WHERE closed AND (close_date IS NULL OR close_date < created_date)
