-- Every movement of a fund's money, posted or following from its records. Of a booked fund only
-- postings count. Of any other, a posting counts where it stands in for the movement of a record
-- of that fund, and where only a posting can say it: reallocation, reclaim, expiry.
CREATE OR REPLACE TEMP TABLE mdf_movement AS
WITH booked AS (
    SELECT fund_id, bool_or(is_booked) AS is_booked FROM mdf_posting GROUP BY fund_id
),
followed AS (
    SELECT f.fund_id, 'allocate' AS kind, f.budget AS amount,
        CAST(NULL AS VARCHAR) AS request_id, CAST(NULL AS VARCHAR) AS claim_id,
        coalesce(d.first_day, CAST(NULL AS DATE)) AS moved_day
    FROM mdf_fund AS f
    LEFT JOIN mdf_period AS d USING (period)
    UNION ALL
    SELECT r.fund_id, 'commit', r.approved, r.request_id, NULL,
        coalesce(r.decided_day, r.submitted_day)
    FROM mdf_request_figure AS r WHERE r.approved <> 0 AND NOT r.is_commit_posted
    UNION ALL
    SELECT r.fund_id, 'release', r.released, r.request_id, NULL,
        -- A request does not say when it was cancelled, or given up before its time.
        CASE WHEN r.status <> 'cancelled' AND r.claim_due_day < b.as_of_day
            THEN r.claim_due_day + 1
        END
    FROM mdf_request_figure AS r
    CROSS JOIN basis AS b
    WHERE r.released <> 0 AND NOT r.is_release_posted
    UNION ALL
    SELECT c.fund_id, 'claim', c.approved, c.request_id, c.claim_id,
        coalesce(c.decided_day, c.submitted_day)
    FROM mdf_claim_state AS c WHERE c.approved <> 0 AND NOT c.is_claim_posted
    UNION ALL
    SELECT c.fund_id, 'pay', c.paid, c.request_id, c.claim_id,
        coalesce(c.paid_day, c.decided_day, c.submitted_day)
    FROM mdf_claim_state AS c WHERE c.paid <> 0 AND NOT c.is_pay_posted
),
moved AS (
    SELECT p.fund_id, p.kind, p.amount, p.request_id, p.claim_id, p.moved_day,
        p.transaction_id, p.reason
    FROM mdf_posting AS p
    LEFT JOIN mdf_request_state AS r ON r.request_id = p.request_id AND r.fund_id = p.fund_id
    LEFT JOIN mdf_claim_state AS c ON c.claim_id = p.claim_id AND c.fund_id = p.fund_id
    WHERE p.is_booked
        OR p.kind IN ('reallocate', 'reclaim', 'expire')
        OR (p.kind IN ('commit', 'release') AND r.request_id IS NOT NULL)
        OR (p.kind IN ('claim', 'pay') AND c.claim_id IS NOT NULL)
    UNION ALL
    SELECT w.*, NULL, NULL
    FROM followed AS w
    JOIN mdf_fund AS f USING (fund_id)
    LEFT JOIN mdf_request_state AS r ON r.request_id = w.request_id
    LEFT JOIN booked AS k USING (fund_id)
    WHERE NOT coalesce(k.is_booked, false) AND coalesce(r.currency = f.currency, true)
),
-- What a fund's end leaves unspent expires, once its open commitments are known.
unspent AS (
    SELECT
        m.fund_id,
        CAST(sum(CASE
            WHEN m.kind IN ('allocate', 'reallocate', 'release') THEN m.amount
            WHEN m.kind IN ('commit', 'reclaim') THEN -m.amount
            ELSE 0
        END) AS BIGINT) AS amount,
        bool_or(m.kind = 'expire') AS is_posted
    FROM moved AS m
    GROUP BY m.fund_id
)
SELECT * FROM moved
UNION ALL
SELECT u.fund_id, 'expire', u.amount, NULL, NULL, f.expiry + 1, NULL, NULL
FROM unspent AS u
JOIN mdf_fund AS f USING (fund_id)
CROSS JOIN basis AS b
LEFT JOIN booked AS k USING (fund_id)
WHERE u.amount > 0
    AND NOT u.is_posted
    AND NOT coalesce(k.is_booked, false)
    AND b.as_of_day > f.expiry
