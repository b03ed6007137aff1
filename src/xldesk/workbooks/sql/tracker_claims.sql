-- Claims by submission. With partners: their own, each on its own requests and funds.
SELECT
    c.*,
    r.activity_start AS first_day,
    coalesce(p.name, '') AS partner_name,
    coalesce(p.is_customer, false) AS is_customer,
    c.partner_id AS of_partner
FROM mdf_claim_figure AS c
JOIN mdf_request_figure AS r USING (request_id)
LEFT JOIN mdf_fund AS f ON f.fund_id = r.fund_id
LEFT JOIN partner AS p ON p.partner_id = c.partner_id
WHERE $partners IS NULL
    OR (
        list_contains($partners, c.partner_id)
        AND r.partner_id = c.partner_id
        AND f.partner_id = c.partner_id
    )
ORDER BY c.submitted_day, c.claim_id
