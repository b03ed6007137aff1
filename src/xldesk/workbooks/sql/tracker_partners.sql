-- The partners that have a fund, a request or a claim, each with what its tracker says of whose it
-- is.
SELECT partner_id, concat(partner_id, ' ', name) AS scope
FROM partner
WHERE partner_id IN (
    SELECT partner_id FROM mdf_fund
    UNION SELECT partner_id FROM mdf_request
    UNION SELECT partner_id FROM mdf_claim
)
ORDER BY partner_id
