SELECT
    r.registration_id AS object_id,
    (
        SELECT d.opportunity_id
        FROM registration_deal AS d
        WHERE d.registration_id = r.registration_id
    ) AS opportunity_id,
    'decided_at' AS field,
    'submitted ' || strftime(r.submitted_at, '%Y-%m-%d %H:%MZ') || ' and not decided; a decision was due '
        || strftime(d.due_at, '%Y-%m-%d %H:%MZ') AS message,
    r.source_file,
    r.source_row,
    r.ledger_at
FROM registration_state AS r
JOIN registration_overdue AS d ON d.submitted_at = r.submitted_at
WHERE r.known_status = 'submitted'
