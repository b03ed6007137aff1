SELECT
    c.claim_id AS object_id,
    'submitted_at' AS field,
    'claimed on ' || c.submitted_day || CASE
        WHEN c.submitted_day < r.activity_start
        THEN ', before the activity began on ' || r.activity_start
        ELSE ', ' || (c.submitted_day - r.activity_end) || ' days after the activity ended on '
            || r.activity_end || '; claims come within ' || b.mdf_claim_days || ' days'
    END AS message,
    c.source_file,
    c.source_row,
    c.ledger_at
FROM mdf_claim_known AS c
JOIN mdf_request_known AS r ON r.request_id = c.request_id
CROSS JOIN basis AS b
WHERE c.status <> 'rejected'
    AND (c.submitted_day < r.activity_start OR c.submitted_day > r.activity_end + b.mdf_claim_days)
