-- Movements that were posted by as_of, in their fund's own currency. A fund with an allocation
-- among them is booked: all its movements are postings. Any other fund's follow from its records,
-- a posted movement standing in for the one it states.
--
-- A request on another partner's fund, or a claim on another partner's request, is no part of any
-- figure, nor is a movement that names it (REF-UNKNOWN, and mdf_violation, name them).
CREATE OR REPLACE TEMP TABLE mdf_foreign AS
WITH request AS (
    SELECT r.request_id
    FROM mdf_request AS r
    JOIN mdf_fund AS f ON f.fund_id = r.fund_id
    WHERE f.partner_id <> r.partner_id
)
SELECT request_id, CAST(NULL AS VARCHAR) AS claim_id FROM request
UNION ALL
SELECT NULL, c.claim_id
FROM mdf_claim AS c
JOIN mdf_request AS r ON r.request_id = c.request_id
WHERE r.partner_id <> c.partner_id OR r.request_id IN (SELECT request_id FROM request);

CREATE OR REPLACE TEMP TABLE mdf_posting AS
SELECT
    t.transaction_id,
    t.fund_id,
    t.request_id,
    t.claim_id,
    t.kind,
    t.amount,
    local_day(t.posted_at) AS moved_day,
    t.reason,
    bool_or(t.kind = 'allocate') OVER (PARTITION BY t.fund_id) AS is_booked
FROM mdf_transaction AS t
JOIN mdf_fund AS f ON f.fund_id = t.fund_id AND f.currency = t.currency
CROSS JOIN basis AS b
WHERE t.posted_at <= b.as_of
    AND NOT EXISTS (
        SELECT 1
        FROM mdf_foreign AS x
        WHERE x.request_id = t.request_id OR x.claim_id = t.claim_id
    )
