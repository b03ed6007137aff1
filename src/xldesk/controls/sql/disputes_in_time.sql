-- Every dispute opened by as_of: it is closed, or its due time has not passed.
SELECT
    'dispute' AS object_kind,
    d.dispute_id AS object_id,
    d.opportunity_id,
    CASE
        WHEN d.status = 'closed' AND coalesce(d.resolved_at <= b.as_of, true) THEN NULL
        WHEN d.due_at IS NULL THEN 'it is open without a due time'
        WHEN d.due_at < b.as_of THEN 'it was due ' || CAST(local_day(d.due_at) AS VARCHAR)
    END AS message,
    o.amount,
    o.currency
FROM dispute AS d
CROSS JOIN basis AS b
LEFT JOIN opportunity AS o USING (opportunity_id)
WHERE d.opened_at <= b.as_of
