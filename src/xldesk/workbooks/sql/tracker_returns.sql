-- Returns of approved activities by their end. With partners: their own, each on its own funds.
SELECT r.*, coalesce(p.name, '') AS partner_name, r.partner_id AS of_partner
FROM mdf_roi AS r
LEFT JOIN mdf_fund AS f USING (fund_id)
LEFT JOIN partner AS p ON p.partner_id = r.partner_id
WHERE $partners IS NULL OR (list_contains($partners, r.partner_id) AND f.partner_id = r.partner_id)
ORDER BY r.activity_end, r.request_id
