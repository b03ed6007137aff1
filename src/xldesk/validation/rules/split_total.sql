WITH agreed AS (
    SELECT p.*
    FROM partner_role AS p
    CROSS JOIN basis AS b
    WHERE p.agreed_share IS NOT NULL AND coalesce(p.recorded_at <= b.as_of, true)
),
total AS (
    SELECT
        opportunity_id,
        sum(agreed_share) AS total,
        min(agreed_share) AS least_share,
        count(*) AS shares,
        max({
            'share': abs(agreed_share),
            'partner_id': partner_id,
            'role': role,
            'source_file': source_file,
            'source_row': source_row
        }) AS largest,
        max(ledger_at) AS ledger_at
    FROM agreed
    GROUP BY opportunity_id
)
SELECT
    o.opportunity_id AS object_id,
    o.opportunity_id,
    'agreed_share' AS field,
    CASE
        WHEN t.least_share < 0
        THEN 'an agreed share is ' || CAST(t.least_share * 100 AS DECIMAL(18, 4)) || ' %'
        ELSE t.shares || ' agreed shares add up to ' || CAST(t.total * 100 AS DECIMAL(18, 4)) || ' %'
    END AS message,
    t.largest.source_file AS source_file,
    t.largest.source_row AS source_row,
    t.ledger_at
FROM total AS t
JOIN opportunity_state AS o ON o.opportunity_id = t.opportunity_id
WHERE t.total > 1 OR t.least_share < 0
