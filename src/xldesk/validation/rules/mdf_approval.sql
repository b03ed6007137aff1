SELECT
    'mdf_request' AS object_kind,
    r.request_id AS object_id,
    'decided_at' AS field,
    'approved on ' || r.decided_day || ', after the activity began on ' || r.activity_start AS message,
    r.source_file,
    r.source_row,
    r.ledger_at
FROM mdf_request_known AS r
WHERE r.status = 'approved' AND r.decided_day > r.activity_start
UNION ALL
SELECT
    'mdf_request',
    r.request_id,
    'decided_by',
    'approved, and nobody says by whom',
    r.source_file,
    r.source_row,
    r.ledger_at
FROM mdf_request_known AS r
WHERE r.status = 'approved'
    AND nullif(trim(r.decided_by), '') IS NULL
    AND coalesce(r.decided_day <= r.activity_start, true)
UNION ALL
SELECT
    'mdf_claim',
    c.claim_id,
    'request_id',
    c.status || ', and request ' || shown(r.request_id) || ' is ' || r.status
        || CASE WHEN r.status IN ('cancelled', 'expired') THEN ' without an approval' ELSE '' END,
    c.source_file,
    c.source_row,
    c.ledger_at
FROM mdf_claim_known AS c
JOIN mdf_request_known AS r ON r.request_id = c.request_id
WHERE c.status IN ('approved', 'paid') AND r.status <> 'approved' AND r.approved_amount = 0
