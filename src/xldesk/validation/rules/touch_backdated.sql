WITH counting AS (
    SELECT l.event_id, min(l.opportunity_id) AS opportunity_id
    FROM touch_link AS l
    CROSS JOIN basis AS b
    ANTI JOIN blocked_contribution AS f
        ON f.object_kind = 'touch'
        AND f.object_id = l.event_id
        AND coalesce(f.opportunity_id = l.opportunity_id, true)
    WHERE l.weight > 0 AND l.in_window AND l.received_day > l.occurred_day + b.backdated_days
    GROUP BY l.event_id
)
SELECT
    c.event_id AS object_id,
    c.opportunity_id,
    'received_at' AS field,
    t.kind || ' on ' || local_day(t.occurred_at) || ' received on ' || local_day(t.received_at)
        || ', ' || (local_day(t.received_at) - local_day(t.occurred_at)) || ' days later' AS message,
    t.source_file,
    t.source_row,
    t.ledger_at
FROM counting AS c
JOIN touch AS t ON t.event_id = c.event_id
