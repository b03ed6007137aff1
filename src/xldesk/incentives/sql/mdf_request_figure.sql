-- Per request: what was approved, claimed, paid and released, and what it should bring.
CREATE OR REPLACE TEMP TABLE mdf_request_figure AS
WITH claimed AS (
    SELECT
        c.request_id,
        CAST(coalesce(sum(c.claimed) FILTER (c.status <> 'rejected'), 0) AS BIGINT) AS claimed,
        CAST(sum(c.approved) AS BIGINT) AS claims_approved,
        CAST(sum(c.paid) AS BIGINT) AS paid,
        -- A claim that came in time holds its part of the commitment until it is decided.
        CAST(coalesce(sum(c.pending) FILTER (c.submitted_day <= r.claim_due_day), 0) AS BIGINT)
            AS pending
    FROM mdf_claim_state AS c
    JOIN mdf_request_state AS r USING (request_id)
    GROUP BY c.request_id
),
posted AS (
    SELECT
        request_id,
        fund_id,
        CAST(sum(amount) FILTER (kind = 'commit') AS BIGINT) AS committed,
        CAST(sum(amount) FILTER (kind = 'release') AS BIGINT) AS released
    FROM mdf_posting
    WHERE request_id IS NOT NULL AND kind IN ('commit', 'release')
    GROUP BY request_id, fund_id
),
moved AS (
    SELECT
        r.* EXCLUDE (approved),
        CASE
            WHEN p.committed IS NOT NULL THEN p.committed
            WHEN r.is_booked THEN 0
            ELSE r.approved
        END AS approved,
        coalesce(c.claimed, 0) AS claimed,
        coalesce(c.claims_approved, 0) AS claims_approved,
        coalesce(c.pending, 0) AS pending,
        coalesce(c.paid, 0) AS paid,
        p.released AS posted_release,
        p.committed IS NOT NULL AS is_commit_posted
    FROM mdf_request_state AS r
    LEFT JOIN claimed AS c USING (request_id)
    LEFT JOIN posted AS p USING (request_id, fund_id)
),
released AS (
    SELECT
        *,
        CASE
            WHEN posted_release IS NOT NULL THEN posted_release
            WHEN is_booked OR NOT is_lapsed THEN 0
            ELSE greatest(0, approved - claims_approved - pending)
        END AS released
    FROM moved
)
SELECT
    x.request_id,
    x.fund_id,
    x.partner_id,
    x.name,
    x.activity_kind,
    x.place,
    x.activity_start,
    x.activity_end,
    x.claim_due_day,
    x.submitted_day,
    x.decided_day,
    x.status,
    x.currency,
    x.planned_spend,
    x.expected_leads,
    x.expected_pipeline,
    x.expected_close_rate,
    x.product_family,
    coalesce(g.margin_ppm, m.default_margin_ppm) AS margin_ppm,
    x.approved,
    x.claimed,
    x.claims_approved,
    x.paid,
    x.released,
    x.approved - x.released - x.paid AS open_commitment,
    x.is_commit_posted,
    x.posted_release IS NOT NULL AS is_release_posted,
    -- (expected pipeline x expected close rate x margin - planned spend) / planned spend
    exact_ratio(
        CAST(x.expected_pipeline AS HUGEINT)
            * CAST(x.expected_close_rate * 1000000 AS BIGINT)
            * coalesce(g.margin_ppm, m.default_margin_ppm) // 1000000
            - CAST(x.planned_spend AS HUGEINT) * 1000000,
        CAST(x.planned_spend AS HUGEINT) * 1000000
    ) AS projected_roi,
    x.activity_start >= l.earliest_start AS is_submitted_in_time,
    CASE WHEN x.approved > 0 AND x.decided_day IS NOT NULL
        THEN x.decided_day <= x.activity_start
    END AS is_approved_in_time,
    CASE WHEN x.approved > 0 AND x.currency = m.limits_currency
        THEN x.approved <= m.second_approver_above
            OR (
                coalesce(trim(x.second_approver), '') <> ''
                AND lower(trim(x.second_approver)) IS DISTINCT FROM lower(trim(x.decided_by))
            )
    END AS has_approvers
FROM released AS x
CROSS JOIN mdf_rule AS m
LEFT JOIN mdf_margin AS g ON g.family = x.product_family
LEFT JOIN mdf_lead_time AS l ON l.submitted_day = x.submitted_day
