-- Every blocking finding about a deal won in the period, or about no deal in particular.
-- One that people call fixed but that is still found is not settled.
WITH told AS (
    SELECT
        f.*,
        coalesce(
            f.opportunity_id, CASE WHEN f.object_kind = 'opportunity' THEN f.object_id END
        ) AS about
    FROM finding AS f
    WHERE f.severity = 'block'
)
SELECT
    t.object_kind,
    t.object_id,
    t.about AS opportunity_id,
    CASE
        WHEN t.resolution = 'fixed' THEN t.code || ': called fixed, but still found: ' || t.message
        WHEN t.resolution IS NULL THEN t.code || ': ' || t.message
    END AS message,
    o.amount,
    o.currency
FROM told AS t
CROSS JOIN scope_day AS s
LEFT JOIN opportunity AS o ON o.opportunity_id = t.about
WHERE s.is_everything
    OR t.about IS NULL
    OR o.opportunity_id IS NULL
    OR (o.is_won AND o.close_date BETWEEN s.first_day AND s.last_day)
