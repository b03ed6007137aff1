-- Movements that were posted by as_of, in their fund's own currency. A fund with an allocation
-- among them is booked: all its movements are postings. Any other fund's follow from its records,
-- a posted movement standing in for the one it states.
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
