-- Which deal a live registration speaks of, and whether that deal falls inside its window.
-- A given opportunity_id decides. Without one: the earliest deal of the same account, country and
-- family created inside the window; else the earliest created after it (expired); else one
-- created before it that was still open when the registration came (late).
CREATE OR REPLACE TABLE registration_link AS
WITH by_id AS (
    SELECT
        r.registration_id,
        o.opportunity_id,
        CASE
            WHEN o.created_date < r.first_day THEN 'late'
            WHEN o.created_date > r.last_day THEN 'expired'
            ELSE 'inside'
        END AS relation
    FROM registration_state AS r
    JOIN opportunity_state AS o ON o.opportunity_id = r.given_opportunity_id
    WHERE r.live
),
asked AS MATERIALIZED (
    SELECT a.*, r.first_day, r.last_day, r.submitted_day
    FROM asked_key AS a
    JOIN registration_state AS r ON r.registration_id = a.registration_id
    WHERE r.given_opportunity_id IS NULL
),
deal AS MATERIALIZED (
    SELECT k.account, k.country, k.family, o.opportunity_id, o.created_date, o.open_until
    FROM offered_key AS k
    SEMI JOIN asked AS a
        ON a.account = k.account AND a.country = k.country AND a.family = k.family
    JOIN opportunity_state AS o ON o.opportunity_id = k.object_id
    WHERE k.object_kind = 'opportunity' AND o.created_date IS NOT NULL
),
earliest_of_day AS (
    SELECT account, country, family, created_date, min(opportunity_id) AS opportunity_id
    FROM deal
    GROUP BY ALL
),
first_from_window AS (
    SELECT
        a.registration_id,
        min({'created_date': d.created_date, 'opportunity_id': d.opportunity_id}) AS deal,
        any_value(a.last_day) AS last_day
    FROM asked AS a
    ASOF JOIN earliest_of_day AS d
        ON d.account = a.account AND d.country = a.country AND d.family = a.family
        AND a.first_day <= d.created_date
    GROUP BY a.registration_id
),
longest_open AS (
    SELECT DISTINCT
        account,
        country,
        family,
        created_date,
        max({
            'open_until': open_until,
            'created_date': created_date,
            'opportunity_id': opportunity_id
        }) OVER (
            PARTITION BY account, country, family ORDER BY created_date
            RANGE BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW
        ) AS deal
    FROM deal
    WHERE open_until IS NOT NULL
),
open_before_window AS (
    SELECT a.registration_id, max(d.deal) AS deal
    FROM asked AS a
    ASOF JOIN longest_open AS d
        ON d.account = a.account AND d.country = a.country AND d.family = a.family
        AND a.first_day > d.created_date
    WHERE d.deal.open_until >= a.submitted_day
    GROUP BY a.registration_id
),
-- Where the policy lets a registration source more than one deal: all of its window. A renewal
-- needs its own registration, so it is never a further deal.
further AS (
    SELECT DISTINCT a.registration_id, d.opportunity_id
    FROM asked AS a
    JOIN basis AS b ON NOT b.one_opportunity_per_registration
    JOIN deal AS d
        ON d.account = a.account AND d.country = a.country AND d.family = a.family
        AND d.created_date BETWEEN a.first_day AND a.last_day
    JOIN opportunity_state AS o ON o.opportunity_id = d.opportunity_id
    WHERE o.type <> 'renewal'
),
linked AS (
    SELECT registration_id, opportunity_id, relation FROM by_id
    UNION ALL
    SELECT
        registration_id,
        deal.opportunity_id,
        CASE WHEN deal.created_date <= last_day THEN 'inside' ELSE 'expired' END
    FROM first_from_window
    UNION ALL
    SELECT registration_id, deal.opportunity_id, 'late'
    FROM open_before_window
    WHERE registration_id NOT IN (SELECT registration_id FROM first_from_window)
    UNION ALL
    SELECT f.registration_id, f.opportunity_id, 'inside'
    FROM further AS f
    LEFT JOIN first_from_window AS w ON w.registration_id = f.registration_id
    WHERE f.opportunity_id IS DISTINCT FROM w.deal.opportunity_id
)
SELECT registration_id, opportunity_id, relation FROM linked
UNION ALL
-- A partial win: what was won of a lost deal stands as its child, and is the same deal.
SELECT l.registration_id, child.opportunity_id, l.relation
FROM linked AS l
JOIN opportunity_state AS parent ON parent.opportunity_id = l.opportunity_id
JOIN opportunity_state AS child ON child.parent_opportunity_id = parent.opportunity_id
WHERE l.relation = 'inside'
    AND parent.closed
    AND NOT parent.won
    AND child.won
    AND child.type <> 'renewal'
    AND NOT EXISTS (
        SELECT 1
        FROM linked AS known
        WHERE known.registration_id = l.registration_id
            AND known.opportunity_id = child.opportunity_id
    );

-- The one deal that is shown beside a registration, where it speaks of several.
CREATE OR REPLACE VIEW registration_deal AS
SELECT registration_id, min(opportunity_id) AS opportunity_id
FROM registration_link
GROUP BY registration_id;
