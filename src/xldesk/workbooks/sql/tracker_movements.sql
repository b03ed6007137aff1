-- Movements of the funds. A partner sees no reasons, which may name others, and of requests and
-- claims only its own.
SELECT
    m.fund_id,
    m.moved_day,
    m.kind,
    m.amount,
    f.currency,
    CASE WHEN $partners IS NULL OR r.request_id IS NOT NULL THEN m.request_id END AS request_id,
    CASE WHEN $partners IS NULL OR c.claim_id IS NOT NULL THEN m.claim_id END AS claim_id,
    m.transaction_id,
    CASE WHEN $partners IS NULL THEN m.reason END AS reason,
    f.partner_id AS of_partner
FROM mdf_movement AS m
JOIN mdf_fund AS f USING (fund_id)
LEFT JOIN mdf_request AS r ON r.request_id = m.request_id AND r.partner_id = f.partner_id
LEFT JOIN mdf_claim AS c ON c.claim_id = m.claim_id AND c.partner_id = f.partner_id
WHERE $partners IS NULL OR list_contains($partners, f.partner_id)
ORDER BY
    m.fund_id,
    m.moved_day IS NULL AND m.kind <> 'allocate',
    m.moved_day NULLS FIRST,
    CASE m.kind
        WHEN 'allocate' THEN 1 WHEN 'reallocate' THEN 2 WHEN 'commit' THEN 3 WHEN 'claim' THEN 4
        WHEN 'pay' THEN 5 WHEN 'release' THEN 6 WHEN 'reclaim' THEN 7 ELSE 8
    END,
    m.request_id NULLS FIRST,
    m.claim_id NULLS FIRST,
    m.transaction_id NULLS FIRST
