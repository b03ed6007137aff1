-- Requests as they stood at as_of: a later decision has not been taken yet.
CREATE OR REPLACE TEMP TABLE mdf_request_state AS
SELECT
    r.request_id,
    r.fund_id,
    r.partner_id,
    r.name,
    r.activity_kind,
    r.place,
    r.activity_start,
    r.activity_end,
    r.currency,
    r.planned_spend,
    r.expected_leads,
    r.expected_pipeline,
    r.expected_close_rate,
    r.product_family,
    r.submitted_by,
    local_day(r.submitted_at) AS submitted_day,
    CASE WHEN r.decided_at > b.as_of THEN 'submitted' ELSE r.status END AS status,
    CASE WHEN r.decided_at <= b.as_of THEN local_day(r.decided_at) END AS decided_day,
    CASE WHEN r.decided_at <= b.as_of THEN r.decided_by END AS decided_by,
    CASE WHEN r.decided_at <= b.as_of THEN r.second_approver END AS second_approver,
    -- A request that was cancelled or lapsed after its approval keeps the amount approved then.
    CASE
        WHEN r.decided_at > b.as_of THEN 0
        WHEN r.status = 'approved' THEN coalesce(r.approved_amount, r.planned_spend)
        WHEN r.status IN ('cancelled', 'expired') THEN coalesce(r.approved_amount, 0)
        ELSE 0
    END AS approved,
    r.activity_end + CAST(m.claim_days AS INTEGER) AS claim_due_day,
    b.as_of_day > r.activity_end + CAST(m.claim_days AS INTEGER)
        OR (r.status IN ('cancelled', 'expired') AND coalesce(r.decided_at <= b.as_of, true))
        AS is_lapsed,
    coalesce(k.is_booked, false) AS is_booked
FROM mdf_request AS r
CROSS JOIN basis AS b
CROSS JOIN mdf_rule AS m
LEFT JOIN (SELECT fund_id, bool_or(is_booked) AS is_booked FROM mdf_posting GROUP BY fund_id) AS k
    ON k.fund_id = r.fund_id
WHERE r.submitted_at <= b.as_of
    AND NOT EXISTS (SELECT 1 FROM mdf_foreign AS x WHERE x.request_id = r.request_id);

-- Claims as they stood at as_of, in their request's currency.
CREATE OR REPLACE TEMP TABLE mdf_claim_state AS
WITH told AS (
    SELECT
        c.claim_id,
        c.request_id,
        r.fund_id,
        c.partner_id,
        c.currency,
        c.invoice_number,
        c.invoice_amount,
        c.claimed_amount AS claimed,
        coalesce(c.evidence, []) AS evidence,
        c.submitted_at,
        local_day(c.submitted_at) AS submitted_day,
        CASE
            WHEN c.decided_at > b.as_of THEN 'submitted'
            WHEN c.status = 'paid' AND c.paid_at > b.as_of_day THEN 'approved'
            ELSE c.status
        END AS status,
        CASE WHEN c.decided_at <= b.as_of THEN local_day(c.decided_at) END AS decided_day,
        CASE WHEN c.paid_at <= b.as_of_day THEN c.paid_at END AS paid_day,
        CASE
            WHEN c.paid_at > b.as_of_day THEN 0
            WHEN c.status = 'paid'
                THEN coalesce(c.paid_amount, c.approved_amount, c.claimed_amount)
            WHEN c.paid_at IS NOT NULL THEN coalesce(c.paid_amount, 0)
            ELSE 0
        END AS recorded_paid,
        c.approved_amount,
        c.distinct_service,
        c.fair_value,
        r.is_booked
    FROM mdf_claim AS c
    JOIN mdf_request_state AS r ON r.request_id = c.request_id AND r.currency = c.currency
    CROSS JOIN basis AS b
    WHERE c.submitted_at <= b.as_of
        AND NOT EXISTS (SELECT 1 FROM mdf_foreign AS x WHERE x.claim_id = c.claim_id)
),
posted AS (
    SELECT
        claim_id,
        fund_id,
        CAST(sum(amount) FILTER (kind = 'claim') AS BIGINT) AS approved,
        CAST(sum(amount) FILTER (kind = 'pay') AS BIGINT) AS paid
    FROM mdf_posting
    WHERE claim_id IS NOT NULL AND kind IN ('claim', 'pay')
    GROUP BY claim_id, fund_id
)
SELECT
    t.* EXCLUDE (recorded_paid, approved_amount, is_booked),
    CASE
        WHEN p.approved IS NOT NULL THEN p.approved
        WHEN t.is_booked THEN 0
        WHEN t.status IN ('approved', 'paid') THEN coalesce(t.approved_amount, t.claimed)
        ELSE 0
    END AS approved,
    CASE
        WHEN p.paid IS NOT NULL THEN p.paid
        WHEN t.is_booked THEN 0
        ELSE t.recorded_paid
    END AS paid,
    CASE WHEN t.status = 'submitted' THEN t.claimed ELSE 0 END AS pending,
    p.approved IS NOT NULL AS is_claim_posted,
    p.paid IS NOT NULL AS is_pay_posted
FROM told AS t
LEFT JOIN posted AS p USING (claim_id, fund_id)
