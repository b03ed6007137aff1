SELECT
    l.event_id AS object_id,
    l.opportunity_id,
    'occurred_at' AS field,
    l.kind || ' on ' || l.occurred_day || ', ' || l.days_before_close || ' days before '
        || CASE WHEN o.closed THEN 'the close of ' ELSE 'now, on open ' END
        || shown(l.opportunity_id) || '; the window is ' || b.influence_days || ' days' AS message,
    t.source_file,
    t.source_row,
    t.ledger_at
FROM touch_link AS l
JOIN opportunity_state AS o ON o.opportunity_id = l.opportunity_id
JOIN touch AS t ON t.event_id = l.event_id
CROSS JOIN basis AS b
WHERE l.weight > 0 AND l.days_before_close > b.influence_days
