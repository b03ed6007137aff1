WITH missing AS (
    SELECT r.registration_id, f.ord, string_agg(f.field, ' or ' ORDER BY f.field) AS fields
    FROM registration_state AS r
    CROSS JOIN policy_registration_field AS f
    LEFT JOIN registration_given AS g
        ON g.registration_id = r.registration_id AND g.field = f.field
    WHERE r.live
    GROUP BY r.registration_id, f.ord
    HAVING count(g.field) = 0
),
listed AS (
    SELECT
        registration_id,
        string_agg(fields, ', ' ORDER BY ord) AS fields,
        min({'ord': ord, 'fields': fields}).fields AS first_fields
    FROM missing
    GROUP BY registration_id
)
SELECT
    r.registration_id AS object_id,
    (
        SELECT d.opportunity_id
        FROM registration_deal AS d
        WHERE d.registration_id = r.registration_id
    ) AS opportunity_id,
    string_split(m.first_fields, ' or ')[1] AS field,
    'without ' || m.fields AS message,
    r.source_file,
    r.source_row,
    r.ledger_at
FROM listed AS m
JOIN registration_state AS r ON r.registration_id = m.registration_id
