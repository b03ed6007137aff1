-- Every adjustment in the ledger: it names the dispute or booking event that caused it.
SELECT
    'attribution' AS object_kind,
    a.opportunity_id || '/' || a.partner_id || '/' || a.line_category AS object_id,
    a.opportunity_id,
    CASE
        WHEN coalesce(trim(a.caused_by), '') = '' THEN 'it names no cause'
        WHEN d.dispute_id IS NULL AND e.event_id IS NULL
            THEN 'its cause ' || a.caused_by || ' is neither a dispute nor a booking event'
    END AS message,
    a.credit AS amount,
    a.currency
FROM attribution AS a
LEFT JOIN dispute AS d ON d.dispute_id = a.caused_by
LEFT JOIN booking_event AS e ON e.event_id = a.caused_by
WHERE a.status = 'adjusted'
