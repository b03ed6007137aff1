-- Per claim: inside its window, within the approval, within the reimbursable invoice, with proof.
-- An undecided claim is checked by the amount claimed, a decided one by the amount approved.
CREATE OR REPLACE TEMP TABLE mdf_claim_figure AS
WITH looked AS (
    SELECT
        c.*,
        r.activity_kind,
        r.activity_start,
        r.claim_due_day,
        r.approved AS request_approved,
        CASE c.status
            WHEN 'submitted' THEN c.claimed
            WHEN 'rejected' THEN 0
            ELSE c.approved
        END AS checked_amount
    FROM mdf_claim_state AS c
    JOIN mdf_request_figure AS r USING (request_id)
),
summed AS (
    SELECT
        l.*,
        CAST(sum(l.checked_amount) OVER (
            PARTITION BY l.request_id
            ORDER BY l.submitted_at, l.claim_id
            ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW
        ) AS BIGINT) AS checked_so_far,
        CAST(
            CAST(l.invoice_amount AS HUGEINT) * m.reimbursement_ppm // 1000000 AS BIGINT
        ) AS invoice_limit
    FROM looked AS l
    CROSS JOIN mdf_rule AS m
),
-- A file name such as attendee_list-March.pdf proves "attendee list".
given AS (
    SELECT
        claim_id,
        regexp_replace(lower(unnest(evidence)), '[^a-z0-9]+', ' ', 'g') AS words
    FROM summed
),
missing AS (
    SELECT
        s.claim_id,
        string_agg(p.evidence, ', ' ORDER BY p.ord) AS proof_missing
    FROM summed AS s
    JOIN mdf_proof AS p ON p.activity_kind = s.activity_kind
    WHERE NOT (p.words = 'invoice' AND coalesce(trim(s.invoice_number), '') <> '')
        AND NOT EXISTS (
            SELECT 1 FROM given AS g WHERE g.claim_id = s.claim_id AND contains(g.words, p.words)
        )
    GROUP BY s.claim_id
)
SELECT
    s.claim_id,
    s.request_id,
    s.fund_id,
    s.partner_id,
    s.activity_kind,
    s.status,
    s.currency,
    s.invoice_number,
    s.invoice_amount,
    s.invoice_limit,
    s.claimed,
    s.approved,
    s.paid,
    s.checked_amount,
    s.submitted_day,
    s.claim_due_day,
    s.decided_day,
    s.paid_day,
    s.evidence,
    s.distinct_service,
    s.fair_value,
    s.submitted_day BETWEEN s.activity_start AND s.claim_due_day AS is_in_window,
    s.checked_so_far <= s.request_approved AS is_within_approval,
    coalesce(s.checked_amount <= s.invoice_limit, false) AS is_within_invoice,
    CASE
        WHEN a.activity_kind IS NULL THEN 'activity kind ' || s.activity_kind || ' in the policy'
        ELSE coalesce(x.proof_missing, '')
    END AS proof_missing,
    a.activity_kind IS NOT NULL AND x.proof_missing IS NULL AS has_proof
FROM summed AS s
LEFT JOIN missing AS x USING (claim_id)
LEFT JOIN (SELECT DISTINCT activity_kind FROM mdf_activity) AS a
    ON a.activity_kind = s.activity_kind
