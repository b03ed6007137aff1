SELECT
    l.event_id AS object_id,
    l.opportunity_id,
    CASE WHEN l.days_before_close < 0 THEN 'occurred_at' ELSE 'received_at' END AS field,
    l.kind || CASE
        WHEN l.days_before_close < 0 THEN ' on ' || l.occurred_day
        ELSE ' on ' || l.occurred_day || ' received on ' || l.received_day
    END || ', after ' || shown(l.opportunity_id) || ' closed on ' || o.close_date AS message,
    t.source_file,
    t.source_row,
    t.ledger_at
FROM touch_link AS l
JOIN opportunity_state AS o ON o.opportunity_id = l.opportunity_id
JOIN touch AS t ON t.event_id = l.event_id
WHERE o.closed
    AND l.weight > 0
    AND (l.occurred_day > o.close_date OR l.received_day > o.close_date)
