-- Touches with the deals they speak of, and whether they fall inside the influence window: before
-- the close, or before as_of while the deal is open. A touch known only by domain speaks of the
-- deals of that account open on its day, and of those only that it could count for: nobody said
-- that it was for another. Without a time of receipt it was received as it occurred.
CREATE OR REPLACE TABLE touch_link AS
WITH known AS (
    SELECT
        t.event_id,
        t.partner_id,
        t.opportunity_id,
        t.kind,
        t.mdf_request_id,
        t.occurred_at,
        local_day(t.occurred_at) AS occurred_day,
        coalesce(t.received_at, t.occurred_at) AS received_at,
        local_day(coalesce(t.received_at, t.occurred_at)) AS received_day,
        domain_key(t.account_domain) AS domain
    FROM touch AS t
    CROSS JOIN basis AS b
    WHERE t.occurred_at <= b.as_of
        AND coalesce(t.received_at <= b.as_of, true)
),
linked AS (
    SELECT k.event_id, o.opportunity_id, o.reference_day
    FROM known AS k
    JOIN opportunity_state AS o ON o.opportunity_id = k.opportunity_id
    UNION ALL
    SELECT k.event_id, o.opportunity_id, o.reference_day
    FROM known AS k
    JOIN opportunity_state AS o ON o.domain = k.domain
    CROSS JOIN basis AS b
    WHERE k.opportunity_id IS NULL
        AND k.occurred_day BETWEEN o.created_date AND o.open_until
        AND k.occurred_day >= o.reference_day - b.influence_days
)
SELECT
    k.event_id,
    k.partner_id,
    l.opportunity_id,
    k.kind,
    k.mdf_request_id,
    k.occurred_at,
    k.occurred_day,
    k.received_at,
    k.received_day,
    CAST(l.reference_day - k.occurred_day AS BIGINT) AS days_before_close,
    coalesce(days_before_close BETWEEN 0 AND b.influence_days, false) AS in_window,
    coalesce(w.weight, 0) AS weight
FROM linked AS l
JOIN known AS k ON k.event_id = l.event_id
LEFT JOIN policy_kind_weight AS w ON w.kind = k.kind
CROSS JOIN basis AS b;
