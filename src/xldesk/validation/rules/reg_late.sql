SELECT
    r.registration_id AS object_id,
    o.opportunity_id,
    'submitted_at' AS field,
    'submitted on ' || r.submitted_day || ', ' || (r.submitted_day - o.created_date)
        || ' days after opportunity ' || shown(o.opportunity_id) || ' was created; the grace is '
        || b.grace_days || ' days' AS message,
    r.source_file,
    r.source_row,
    r.ledger_at
FROM registration_link AS l
JOIN registration_state AS r ON r.registration_id = l.registration_id
JOIN opportunity_state AS o ON o.opportunity_id = l.opportunity_id
CROSS JOIN basis AS b
WHERE l.relation = 'late'
