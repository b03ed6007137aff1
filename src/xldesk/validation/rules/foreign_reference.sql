-- References that lead to something known which is somebody else's: a registration that names the
-- deal of another customer, a claim or request of one partner on what another partner has.
-- Equal domains are one customer whatever the names; names decide where a side has no domain.
CREATE OR REPLACE TABLE foreign_reference AS
WITH named AS (
    SELECT
        r.registration_id,
        o.opportunity_id,
        CASE
            WHEN o.domain <> r.domain
            THEN 'of another account (' || o.domain || ', not ' || r.domain || ')'
            WHEN coalesce(o.domain <> r.domain, true) AND o.name <> r.name
            THEN 'of another account (' || shown(deal.account_name) || ', not '
                || shown(given.customer_name) || ')'
            WHEN o.country <> r.country
            THEN 'in another country (' || o.country || ', not ' || r.country || ')'
        END AS difference,
        r.source_file,
        r.source_row,
        r.ledger_at
    FROM registration_state AS r
    JOIN opportunity_state AS o ON o.opportunity_id = r.given_opportunity_id
    JOIN deal_registration AS given ON given.registration_id = r.registration_id
    JOIN opportunity AS deal ON deal.opportunity_id = o.opportunity_id
    WHERE r.live
)
SELECT
    'deal_registration' AS object_kind,
    registration_id AS object_id,
    opportunity_id,
    'opportunity_id' AS field,
    'contribution' AS scope,
    'opportunity ' || shown(opportunity_id) || ' is ' || difference AS message,
    source_file,
    source_row,
    ledger_at
FROM named
WHERE difference IS NOT NULL
UNION ALL
SELECT
    'mdf_request', r.request_id, NULL, 'fund_id', 'payout',
    'fund ' || shown(f.fund_id) || ' is of partner ' || shown(f.partner_id),
    r.source_file, r.source_row, r.ledger_at
FROM mdf_request AS r
JOIN mdf_fund AS f ON f.fund_id = r.fund_id
WHERE f.partner_id <> r.partner_id
UNION ALL
SELECT
    'mdf_claim', c.claim_id, NULL, 'request_id', 'payout',
    'request ' || shown(r.request_id) || ' is of partner ' || shown(r.partner_id),
    c.source_file, c.source_row, c.ledger_at
FROM mdf_claim AS c
JOIN mdf_request AS r ON r.request_id = c.request_id
WHERE r.partner_id <> c.partner_id;
