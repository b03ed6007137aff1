SELECT
    r.registration_id AS object_id,
    o.opportunity_id,
    'submitted_at' AS field,
    'opportunity ' || shown(o.opportunity_id) || ' was created on ' || o.created_date || ', '
        || (o.created_date - r.submitted_day) || ' days after submission; the window is '
        || (r.last_day - r.submitted_day) || ' days' AS message,
    r.source_file,
    r.source_row,
    r.ledger_at
FROM registration_link AS l
JOIN registration_state AS r ON r.registration_id = l.registration_id
JOIN opportunity_state AS o ON o.opportunity_id = l.opportunity_id
WHERE l.relation = 'expired'
