-- Deals are gathered by account before they are joined, so that an account with thousands of deals
-- and registrations stays a few rows. Names match where no country speaks against it.
WITH asked AS (
    SELECT
        r.registration_id,
        r.submitted_day,
        l.opportunity_id,
        lower(trim(o.owner)) AS owner,
        unnest(
            CASE WHEN r.domain IS NULL THEN [] ELSE ['domain ' || r.domain] END
            || CASE
                WHEN r.name IS NULL THEN []
                WHEN r.country IS NULL THEN ['name ' || r.name || ' *']
                ELSE ['name ' || r.name || ' =' || r.country, 'name ' || r.name || ' ?']
            END
            || coalesce(
                list_transform(
                    n.others,
                    lambda other: CASE
                        WHEN r.country IS NULL THEN 'name ' || other || ' *'
                        ELSE 'name ' || other || ' =' || r.country
                    END
                ),
                []
            )
        ) AS account
    FROM registration_state AS r
    LEFT JOIN registration_deal AS l ON l.registration_id = r.registration_id
    LEFT JOIN opportunity AS o ON o.opportunity_id = l.opportunity_id
    LEFT JOIN (
        SELECT name, list(other_name ORDER BY other_name) AS others FROM near_name GROUP BY name
    ) AS n ON n.name = r.name
    WHERE r.live
),
sold AS (
    SELECT
        s.opportunity_id,
        s.won,
        s.close_date,
        s.created_date,
        s.open_until,
        lower(trim(o.owner)) AS owner,
        unnest(
            CASE WHEN s.domain IS NULL THEN [] ELSE ['domain ' || s.domain] END
            || CASE
                WHEN s.name IS NULL THEN []
                ELSE ['name ' || s.name || ' *', 'name ' || s.name || coalesce(' =' || s.country, ' ?')]
            END
        ) AS account
    FROM opportunity_state AS s
    JOIN opportunity AS o ON o.opportunity_id = s.opportunity_id
),
customer AS (
    SELECT s.account, min({'day': s.close_date, 'opportunity_id': s.opportunity_id}) AS first_win
    FROM sold AS s
    SEMI JOIN asked AS a ON a.account = s.account
    WHERE s.won AND s.close_date IS NOT NULL
    GROUP BY s.account
),
worked AS (
    SELECT DISTINCT
        s.account,
        s.owner,
        s.created_date,
        max({'open_until': s.open_until, 'opportunity_id': s.opportunity_id}) OVER (
            PARTITION BY s.account, s.owner ORDER BY s.created_date
            RANGE BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW
        ) AS deal
    FROM sold AS s
    SEMI JOIN asked AS a ON a.account = s.account
    WHERE s.open_until IS NOT NULL AND s.created_date IS NOT NULL
),
asked_of_owner AS (
    SELECT a.*, w.owner AS other_owner
    FROM asked AS a
    JOIN (SELECT DISTINCT account, owner FROM worked) AS w ON w.account = a.account
    WHERE a.opportunity_id IS NULL OR w.owner <> a.owner
),
reason AS (
    SELECT a.registration_id, 1 AS ord, c.first_win.opportunity_id AS other_id
    FROM asked AS a
    JOIN customer AS c ON c.account = a.account
    WHERE c.first_win.day < a.submitted_day
        AND c.first_win.opportunity_id IS DISTINCT FROM a.opportunity_id
    UNION ALL
    SELECT a.registration_id, 2, w.deal.opportunity_id
    FROM asked_of_owner AS a
    ASOF JOIN worked AS w
        ON w.account = a.account
        AND coalesce(w.owner, '') = coalesce(a.other_owner, '')
        AND a.submitted_day > w.created_date
    WHERE w.deal.open_until >= a.submitted_day
        AND w.deal.opportunity_id IS DISTINCT FROM a.opportunity_id
),
first_reason AS (
    SELECT registration_id, min({'ord': ord, 'other_id': other_id}) AS reason
    FROM reason
    GROUP BY registration_id
)
SELECT
    r.registration_id AS object_id,
    (
        SELECT d.opportunity_id
        FROM registration_deal AS d
        WHERE d.registration_id = r.registration_id
    ) AS opportunity_id,
    'customer_name' AS field,
    CASE
        WHEN f.reason.ord = 1
        THEN 'the account is a customer since ' || s.close_date || ' (' || shown(s.opportunity_id)
            || ')'
        ELSE 'the account had an open opportunity, ' || shown(s.opportunity_id)
            || coalesce(' of ' || shown(nullif(trim(o.owner), '')), '')
    END || CASE WHEN coalesce(s.name = r.name OR s.domain = r.domain, false) THEN ''
        ELSE ', under the name ' || shown(o.account_name)
    END AS message,
    r.source_file,
    r.source_row,
    r.ledger_at
FROM first_reason AS f
JOIN registration_state AS r ON r.registration_id = f.registration_id
JOIN opportunity_state AS s ON s.opportunity_id = f.reason.other_id
JOIN opportunity AS o ON o.opportunity_id = s.opportunity_id
