-- Where the money of a fund does not keep the order that section 6 of the domain model demands:
-- paid <= approved claims <= approved requests - released <= allocated and reallocated.
CREATE OR REPLACE TEMP TABLE mdf_violation AS
WITH held AS (
    SELECT *, approved_requests - released AS approved_net FROM mdf_fund_figure
),
found AS (
    SELECT
        'mdf_fund' AS object_kind, fund_id AS object_id, partner_id, 'available' AS rule,
        'more is committed, paid, expired and reclaimed than the fund has' AS message,
        -available AS amount, currency
    FROM held WHERE available < 0
    UNION ALL
    SELECT 'mdf_fund', fund_id, partner_id, 'paid',
        'more is paid than claims were approved', paid - approved_claims, currency
    FROM held WHERE paid > approved_claims
    UNION ALL
    SELECT 'mdf_fund', fund_id, partner_id, 'claims',
        'more claims are approved than requests were, net of releases',
        approved_claims - approved_net, currency
    FROM held WHERE approved_claims > approved_net
    UNION ALL
    SELECT 'mdf_fund', fund_id, partner_id, 'approvals',
        'more is approved, net of releases, than allocated and reallocated',
        approved_net - base, currency
    FROM held WHERE approved_net > base
    UNION ALL
    SELECT 'mdf_request', request_id, partner_id, 'claims',
        'more claims are approved than the request', claims_approved - approved, currency
    FROM mdf_request_figure WHERE claims_approved > approved
    UNION ALL
    SELECT 'mdf_claim', claim_id, partner_id, 'paid',
        'more is paid than was approved', paid - approved, currency
    FROM mdf_claim_figure WHERE paid > approved
    UNION ALL
    SELECT 'mdf_fund', min(fund_id), NULL, 'reallocation',
        'reallocations in ' || currency || ' do not add up to zero',
        CAST(abs(sum(reallocated)) AS BIGINT), currency
    FROM held GROUP BY currency HAVING sum(reallocated) <> 0
    UNION ALL
    SELECT 'mdf_request', r.request_id, r.partner_id, 'fund',
        CASE
            WHEN f.fund_id IS NULL THEN 'its fund ' || r.fund_id || ' is not known'
            ELSE 'it is in ' || r.currency || ', its fund ' || r.fund_id || ' in ' || f.currency
        END,
        r.approved, r.currency
    FROM mdf_request_figure AS r
    LEFT JOIN mdf_fund AS f USING (fund_id)
    WHERE f.fund_id IS NULL OR f.currency <> r.currency
    UNION ALL
    SELECT 'mdf_request', r.request_id, r.partner_id, 'partner',
        'it is of partner ' || r.partner_id || ', its fund of ' || f.partner_id,
        coalesce(r.approved_amount, r.planned_spend), r.currency
    FROM mdf_request AS r
    JOIN mdf_fund AS f USING (fund_id)
    CROSS JOIN basis AS b
    WHERE f.partner_id <> r.partner_id AND r.submitted_at <= b.as_of
    UNION ALL
    SELECT 'mdf_claim', c.claim_id, c.partner_id, 'request',
        CASE
            WHEN r.request_id IS NULL THEN 'its request ' || c.request_id || ' is not known'
            WHEN r.currency <> c.currency
                THEN 'it is in ' || c.currency || ', its request in ' || r.currency
            ELSE 'it is of partner ' || c.partner_id || ', its request of ' || r.partner_id
        END,
        c.claimed_amount, c.currency
    FROM mdf_claim AS c
    CROSS JOIN basis AS b
    LEFT JOIN mdf_request AS r ON r.request_id = c.request_id AND r.submitted_at <= b.as_of
    WHERE c.submitted_at <= b.as_of
        AND (
            r.request_id IS NULL
            OR r.currency <> c.currency
            OR r.partner_id <> c.partner_id
        )
    UNION ALL
    SELECT 'mdf_transaction', t.transaction_id, f.partner_id, 'movement',
        CASE
            WHEN f.fund_id IS NULL THEN 'its fund ' || t.fund_id || ' is not known'
            WHEN f.currency <> t.currency
                THEN 'it is in ' || t.currency || ', its fund in ' || f.currency
            WHEN t.kind <> 'reallocate' AND t.amount < 0
                THEN 'a negative ' || t.kind || '; only a reallocation has a sign'
            ELSE 'a ' || t.kind || ' that names no '
                || CASE WHEN t.kind IN ('commit', 'release') THEN 'request' ELSE 'claim' END
                || ' of its fund'
        END,
        abs(t.amount), t.currency
    FROM mdf_transaction AS t
    CROSS JOIN basis AS b
    LEFT JOIN mdf_fund AS f ON f.fund_id = t.fund_id
    LEFT JOIN mdf_request_figure AS r ON r.request_id = t.request_id AND r.fund_id = t.fund_id
    LEFT JOIN mdf_claim_state AS c ON c.claim_id = t.claim_id AND c.fund_id = t.fund_id
    WHERE t.posted_at <= b.as_of
        AND (
            f.fund_id IS NULL
            OR f.currency <> t.currency
            OR (t.kind <> 'reallocate' AND t.amount < 0)
            OR (t.kind IN ('commit', 'release') AND r.request_id IS NULL)
            OR (t.kind IN ('claim', 'pay') AND c.claim_id IS NULL)
        )
)
SELECT * FROM found
