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
    UNION ALL
    -- Of a name that is nearly another: with the label of its domain, and for those without one.
    SELECT
        'near ' || r.name || unnest([' *', ' ' || coalesce('=' || domain_label(r.domain), '?')]),
        r.country,
        r.family,
        s.*
    FROM standing AS s
    JOIN registration_state AS r ON r.registration_id = s.registration_id
    WHERE r.name IN (SELECT name FROM near_name) AND r.country IS NOT NULL AND r.family IS NOT NULL
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
    SELECT a.*, 1.0 AS likeness, r.submitted_at, r.submitted_day
    FROM asked_key AS a
    JOIN taking_part AS r ON r.registration_id = a.registration_id
    UNION ALL
    SELECT
        r.registration_id,
        'near ' || n.other_name || unnest(CASE
            WHEN r.domain IS NULL THEN [' *']
            ELSE [' =' || domain_label(r.domain), ' ?']
        END),
        r.country,
        r.family,
        n.likeness,
        r.submitted_at,
        r.submitted_day
    FROM taking_part AS r
    JOIN near_name AS n ON n.name = r.name
    WHERE r.country IS NOT NULL AND r.family IS NOT NULL
    UNION ALL
    -- A domain above or below: perhaps a part of the same customer.
    SELECT a.* REPLACE ('domain ' || n.other_domain AS account), 0, r.submitted_at, r.submitted_day
    FROM asked_key AS a
    JOIN taking_part AS r ON r.registration_id = a.registration_id
    JOIN near_domain AS n ON n.domain = r.domain
    WHERE a.account = 'domain ' || r.domain
),
conflict AS (
    SELECT
        a.registration_id,
        s.registration.registration_id AS other_id,
        true AS earlier,
        a.likeness
    FROM asked AS a
    ASOF JOIN longest_so_far AS s
        ON s.account = a.account AND s.country = a.country AND s.family = a.family
        AND a.submitted_at > s.submitted_at
    WHERE s.registration.live_until >= a.submitted_day
    UNION ALL
    SELECT
        a.registration_id,
        CASE WHEN m.first_id = a.registration_id THEN m.last_id ELSE m.first_id END,
        false,
        a.likeness
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
-- What blocks comes before what warns, an earlier registration before one of the same time.
worst AS (
    SELECT
        c.registration_id,
        min({
            'warns': coalesce(c.likeness < b.block_likeness, false),
            'equal': NOT c.earlier,
            'unlike': 1 - c.likeness,
            'other_id': c.other_id
        }) AS conflict
    FROM conflict AS c
    CROSS JOIN basis AS b
    GROUP BY c.registration_id
)
SELECT
    r.registration_id AS object_id,
    (
        SELECT d.opportunity_id
        FROM registration_deal AS d
        WHERE d.registration_id = r.registration_id
    ) AS opportunity_id,
    'submitted_at' AS field,
    CASE WHEN w.conflict.warns THEN 'warn' ELSE 'block' END AS severity,
    CASE WHEN w.conflict.warns THEN 'none' ELSE 'contribution' END AS scope,
    'registration ' || shown(o.registration_id) || ' of partner ' || shown(o.partner_id) || ' for '
        || CASE
            WHEN w.conflict.unlike = 0 THEN 'the same customer, country and product'
            WHEN w.conflict.unlike = 1
            THEN 'a customer at ' || o.domain || ', in the same country and product,'
            ELSE shown(given.customer_name) || ', '
                || CAST(round(100 * (1 - w.conflict.unlike)) AS INTEGER)
                || ' % alike, in the same country and product,'
        END
        || CASE
            WHEN w.conflict.equal THEN ' came at the same time'
            ELSE ' came first, ' || strftime(o.submitted_at, '%Y-%m-%d %H:%MZ')
        END AS message,
    CASE
        WHEN w.conflict.warns
        THEN 'find out whether it is one customer; if so reject the later registration'
        WHEN w.conflict.equal
        THEN 'settle which of the two stands, then resolve the finding of that one'
    END AS remedy,
    r.source_file,
    r.source_row,
    r.ledger_at
FROM worst AS w
JOIN registration_state AS r ON r.registration_id = w.registration_id
JOIN registration_state AS o ON o.registration_id = w.conflict.other_id
JOIN deal_registration AS given ON given.registration_id = o.registration_id
