-- Who claims to have created a deal (domain model, sections 1 and 3). Claims outside their window
-- stand here too: the findings REG-LATE and REG-EXPIRED block them in sight of everyone.
CREATE OR REPLACE TABLE source_claim AS
WITH RECURSIVE root AS (
    SELECT opportunity_id, parent_opportunity_id AS original_id
    FROM opportunity_state
    WHERE type = 'renewal' AND parent_opportunity_id IS NOT NULL
    UNION
    SELECT r.opportunity_id, o.parent_opportunity_id
    FROM root AS r
    JOIN opportunity_state AS o ON o.opportunity_id = r.original_id
    WHERE o.parent_opportunity_id IS NOT NULL
),
registered AS (
    SELECT l.opportunity_id, l.relation, r.*, o.created_date, o.close_date, o.won
    FROM registration_link AS l
    JOIN registration_state AS r ON r.registration_id = l.registration_id
    JOIN opportunity_state AS o ON o.opportunity_id = l.opportunity_id
    WHERE r.approved
),
claim AS (
    SELECT
        'deal_registration' AS object_kind,
        registration_id AS object_id,
        partner_id,
        opportunity_id,
        product_family,
        submitted_at AS claimed_at,
        CASE
            WHEN created_date > ordinary_last_day THEN 'SRC-EXTENDED' ELSE 'SRC-REG'
        END AS reason_code
    FROM registered
    UNION ALL
    -- The original registration sources a renewal only for the term that the policy gives.
    SELECT
        'deal_registration',
        r.registration_id,
        r.partner_id,
        renewal.opportunity_id,
        r.product_family,
        r.submitted_at,
        'SRC-RENEWAL-TERM'
    FROM root
    JOIN opportunity_state AS renewal ON renewal.opportunity_id = root.opportunity_id
    JOIN registered AS r ON r.opportunity_id = root.original_id
    CROSS JOIN basis AS b
    WHERE r.relation = 'inside'
        AND r.won
        AND r.opportunity_id <> renewal.opportunity_id
        AND renewal.created_date <= r.close_date + to_months(b.renewal_term_months)
        AND b.renewal_term_months > 0
    UNION ALL
    -- A referral is claimed when it was recorded, and counts if we accepted it in time.
    SELECT
        'partner_role',
        p.opportunity_id || '/' || p.partner_id || '/' || p.role,
        p.partner_id,
        p.opportunity_id,
        NULL,
        least(p.accepted_by_us_at, p.recorded_at),
        'SRC-REFERRAL'
    FROM partner_role AS p
    JOIN opportunity_state AS o ON o.opportunity_id = p.opportunity_id
    CROSS JOIN basis AS b
    WHERE p.role = 'referral'
        AND p.accepted_by_us_at <= b.as_of
        AND coalesce(p.recorded_at <= b.as_of, true)
        AND local_day(p.accepted_by_us_at) <= o.created_date + b.grace_days
)
SELECT
    object_kind,
    object_id,
    partner_id,
    opportunity_id,
    product_family,
    claimed_at,
    local_day(claimed_at) AS claimed_day,
    reason_code
FROM claim
QUALIFY row_number() OVER (
    PARTITION BY object_kind, object_id, opportunity_id ORDER BY reason_code
) = 1
ORDER BY opportunity_id, claimed_at, partner_id, object_kind, object_id;
