-- Claims by submission. With a partner: its own, on its own requests and funds.
SELECT
    c.*,
    r.activity_start AS first_day,
    coalesce(p.name, '') AS partner_name,
    coalesce(p.is_customer, false) AS is_customer
FROM mdf_claim_figure AS c
JOIN mdf_request_figure AS r USING (request_id)
LEFT JOIN mdf_fund AS f ON f.fund_id = r.fund_id
LEFT JOIN partner AS p ON p.partner_id = c.partner_id
WHERE $partner IS NULL
    OR (c.partner_id = $partner AND r.partner_id = $partner AND f.partner_id = $partner)
ORDER BY c.submitted_day, c.claim_id
