-- Returns of approved activities by their end. With a partner: its own, on its own funds.
SELECT r.*, coalesce(p.name, '') AS partner_name
FROM mdf_roi AS r
LEFT JOIN mdf_fund AS f USING (fund_id)
LEFT JOIN partner AS p ON p.partner_id = r.partner_id
WHERE $partner IS NULL OR (r.partner_id = $partner AND f.partner_id = $partner)
ORDER BY r.activity_end, r.request_id
