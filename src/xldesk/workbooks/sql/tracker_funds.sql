-- Funds by partner and end; with a partner, only that partner's.
SELECT f.*, coalesce(p.name, '') AS partner_name
FROM mdf_fund_figure AS f
LEFT JOIN partner AS p USING (partner_id)
WHERE $partner IS NULL OR f.partner_id = $partner
ORDER BY f.partner_id, f.expiry, f.fund_id
