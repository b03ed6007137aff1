-- Requests and claims known at as_of; a decision or payment that came later has not been taken yet.
CREATE OR REPLACE TABLE mdf_request_known AS
SELECT
    r.* REPLACE (
        CASE WHEN r.decided_at > b.as_of THEN 'submitted' ELSE r.status END AS status,
        CASE WHEN r.decided_at <= b.as_of THEN r.decided_at END AS decided_at,
        CASE WHEN coalesce(r.decided_at <= b.as_of, true) THEN r.decided_by END AS decided_by,
        CASE WHEN coalesce(r.decided_at <= b.as_of, true) THEN r.second_approver END AS second_approver,
        CASE
            WHEN r.decided_at > b.as_of THEN 0
            WHEN r.status = 'approved' THEN coalesce(r.approved_amount, r.planned_spend)
            WHEN r.status IN ('cancelled', 'expired') THEN coalesce(r.approved_amount, 0)
            ELSE 0
        END AS approved_amount
    ),
    local_day(r.submitted_at) AS submitted_day,
    CASE WHEN r.decided_at <= b.as_of THEN local_day(r.decided_at) END AS decided_day
FROM mdf_request AS r
CROSS JOIN basis AS b
WHERE r.submitted_at <= b.as_of;

CREATE OR REPLACE TABLE mdf_claim_known AS
WITH known AS (
    SELECT
        c.* REPLACE (
            CASE
                WHEN c.decided_at > b.as_of THEN 'submitted'
                WHEN c.status = 'paid' AND c.paid_at > b.as_of_day THEN 'approved'
                ELSE c.status
            END AS status,
            CASE WHEN c.paid_at <= b.as_of_day THEN c.paid_at END AS paid_at
        ),
        local_day(c.submitted_at) AS submitted_day
    FROM mdf_claim AS c
    CROSS JOIN basis AS b
    WHERE c.submitted_at <= b.as_of
)
SELECT
    *,
    CASE
        WHEN status IN ('approved', 'paid') THEN coalesce(approved_amount, claimed_amount)
        ELSE 0
    END AS approved,
    CASE status
        WHEN 'submitted' THEN claimed_amount
        WHEN 'rejected' THEN 0
        ELSE coalesce(approved_amount, claimed_amount)
    END AS asked,
    CASE
        WHEN status = 'paid' THEN coalesce(paid_amount, approved_amount, claimed_amount)
        WHEN paid_at IS NOT NULL THEN coalesce(paid_amount, 0)
        ELSE 0
    END AS paid
FROM known;
