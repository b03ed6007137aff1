-- An earlier registration counts against a later one if it was live when the later one came.
-- One that sources a deal is live until that deal closes; while it has none, or may source
-- further ones, until its window ends. One of an unknown partner can never earn and takes no part;
-- one that names another customer's deal stands for its window alone.
WITH taking_part AS (
    SELECT r.*
    FROM registration_state AS r
    WHERE r.live
        AND NOT EXISTS (
            SELECT 1
            FROM raised AS f
            WHERE f.code = 'REF-UNKNOWN'
                AND f.object_kind = 'deal_registration'
                AND f.object_id = r.registration_id
                AND f.field = 'partner_id'
                AND f.resolution IS NULL
        )
),
standing AS (
    SELECT
        r.registration_id,
        r.submitted_at,
        CASE
            WHEN l.opened IS NULL THEN r.last_day
            WHEN b.one_opportunity_per_registration THEN l.open_until
            ELSE greatest(l.open_until, r.last_day)
        END AS live_until
    FROM taking_part AS r
    CROSS JOIN basis AS b
    LEFT JOIN (
        SELECT
            k.registration_id,
            true AS opened,
            max(coalesce(o.open_until, DATE '9999-12-31')) AS open_until
        FROM registration_link AS k
        JOIN opportunity_state AS o ON o.opportunity_id = k.opportunity_id
        WHERE k.relation = 'inside'
            AND k.registration_id NOT IN (
                SELECT object_id FROM foreign_reference WHERE object_kind = 'deal_registration'
            )
        GROUP BY k.registration_id
    ) AS l ON l.registration_id = r.registration_id
),
offered AS (
    SELECT k.account, k.country, k.family, s.*
    FROM offered_key AS k
    JOIN standing AS s ON s.registration_id = k.object_id
    WHERE k.object_kind = 'deal_registration'
),
longest_so_far AS (
    SELECT DISTINCT
        account,
        country,
        family,
        submitted_at,
        max({'live_until': live_until, 'registration_id': registration_id}) OVER (
            PARTITION BY account, country, family ORDER BY submitted_at
            RANGE BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW
        ) AS registration
    FROM offered
),
asked AS (
    SELECT a.*, r.submitted_at, r.submitted_day
    FROM asked_key AS a
    JOIN taking_part AS r ON r.registration_id = a.registration_id
),
conflict AS (
    SELECT a.registration_id, s.registration.registration_id AS other_id, true AS earlier
    FROM asked AS a
    ASOF JOIN longest_so_far AS s
        ON s.account = a.account AND s.country = a.country AND s.family = a.family
        AND a.submitted_at > s.submitted_at
    WHERE s.registration.live_until >= a.submitted_day
    UNION ALL
    SELECT
        a.registration_id,
        CASE WHEN m.first_id = a.registration_id THEN m.last_id ELSE m.first_id END,
        false
    FROM asked AS a
    JOIN (
        SELECT
            account,
            country,
            family,
            submitted_at,
            min(registration_id) AS first_id,
            max(registration_id) AS last_id
        FROM offered
        GROUP BY ALL
    ) AS m
        ON m.account = a.account AND m.country = a.country AND m.family = a.family
        AND m.submitted_at = a.submitted_at
    WHERE m.first_id <> a.registration_id OR m.last_id <> a.registration_id
),
worst AS (
    SELECT
        registration_id,
        min(CASE WHEN earlier THEN other_id END) AS earlier_id,
        min(CASE WHEN NOT earlier THEN other_id END) AS equal_id
    FROM conflict
    GROUP BY registration_id
)
SELECT
    r.registration_id AS object_id,
    (
        SELECT min(l.opportunity_id)
        FROM registration_link AS l
        WHERE l.registration_id = r.registration_id
    ) AS opportunity_id,
    'submitted_at' AS field,
    CASE
        WHEN w.earlier_id IS NOT NULL
        THEN 'registration ' || shown(w.earlier_id) || ' of partner ' || shown(o.partner_id)
            || ' for the same customer, country and product came first, '
            || strftime(o.submitted_at, '%Y-%m-%d %H:%MZ')
        ELSE 'registration ' || shown(w.equal_id) || ' of partner ' || shown(o.partner_id)
            || ' for the same customer, country and product came at the same time'
    END AS message,
    CASE
        WHEN w.earlier_id IS NULL
        THEN 'settle which of the two stands, then resolve the finding of that one'
    END AS remedy,
    r.source_file,
    r.source_row,
    r.ledger_at
FROM worst AS w
JOIN registration_state AS r ON r.registration_id = w.registration_id
JOIN registration_state AS o ON o.registration_id = coalesce(w.earlier_id, w.equal_id)
