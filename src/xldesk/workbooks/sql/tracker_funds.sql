-- Funds by partner and end; with partners, only theirs. of_partner is whose tracker a row is in.
SELECT f.*, coalesce(p.name, '') AS partner_name, f.partner_id AS of_partner
FROM mdf_fund_figure AS f
LEFT JOIN partner AS p USING (partner_id)
WHERE $partners IS NULL OR list_contains($partners, f.partner_id)
ORDER BY f.partner_id, f.expiry, f.fund_id
