-- Every decision of the period whose submitter and decider are both named.
WITH decision AS (
    SELECT
        'deal_registration' AS object_kind, registration_id AS object_id, opportunity_id,
        submitted_by, decided_by, decided_at, amount, currency
    FROM deal_registration
    UNION ALL
    SELECT
        'mdf_request', request_id, NULL, submitted_by, decided_by, decided_at,
        coalesce(approved_amount, planned_spend), currency
    FROM mdf_request
    UNION ALL
    SELECT
        'mdf_claim', claim_id, NULL, submitted_by, decided_by, decided_at,
        coalesce(approved_amount, claimed_amount), currency
    FROM mdf_claim
)
SELECT
    d.object_kind,
    d.object_id,
    d.opportunity_id,
    CASE WHEN lower(trim(d.submitted_by)) = lower(trim(d.decided_by))
        THEN d.decided_by || ' submitted it and decided on it'
    END AS message,
    d.amount,
    d.currency
FROM decision AS d
CROSS JOIN basis AS b
CROSS JOIN scope_day AS s
WHERE d.decided_at <= b.as_of
    AND local_day(d.decided_at) BETWEEN s.first_day AND s.last_day
    AND trim(d.submitted_by) <> ''
    AND trim(d.decided_by) <> ''
