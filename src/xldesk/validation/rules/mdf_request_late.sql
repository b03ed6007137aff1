SELECT
    r.request_id AS object_id,
    'submitted_at' AS field,
    'submitted on ' || r.submitted_day || ' for an activity on ' || r.activity_start
        || '; it could ask for ' || e.earliest_start || ' at the earliest' AS message,
    r.source_file,
    r.source_row,
    r.ledger_at
FROM mdf_request_known AS r
JOIN mdf_earliest_start AS e ON e.submitted_day = r.submitted_day
WHERE r.status IN ('submitted', 'approved') AND r.activity_start < e.earliest_start
