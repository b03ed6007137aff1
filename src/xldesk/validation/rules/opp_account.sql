SELECT
    opportunity_id AS object_id,
    opportunity_id,
    'account_id' AS field,
    CASE WHEN is_won THEN 'block' ELSE 'warn' END AS severity,
    CASE WHEN is_won THEN 'opportunity' ELSE 'none' END AS scope,
    CASE WHEN is_won THEN 'won ' ELSE '' END || 'without an account' AS message,
    source_file,
    source_row,
    ledger_at
FROM opportunity
WHERE nullif(trim(account_id), '') IS NULL
    AND nullif(trim(account_name), '') IS NULL
    AND nullif(trim(account_domain), '') IS NULL
