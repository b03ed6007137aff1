-- Findings about deals won in the period, or about no deal in particular, blocking ones first.
SELECT f.*
FROM finding AS f
LEFT JOIN opportunity AS o
    ON o.opportunity_id = coalesce(
        f.opportunity_id, CASE f.object_kind WHEN 'opportunity' THEN f.object_id END
    )
WHERE $first IS NULL
    OR o.opportunity_id IS NULL
    OR (o.is_won AND o.close_date BETWEEN $first AND $last)
ORDER BY
    CASE f.severity WHEN 'block' THEN 1 WHEN 'warn' THEN 2 ELSE 3 END,
    f.code,
    f.key
