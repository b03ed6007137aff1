-- Requests by activity, with what the order of money says against them. With partners: those of
-- each on funds of its own.
SELECT r.*, coalesce(p.name, '') AS partner_name, v.message AS violation,
    r.partner_id AS of_partner
FROM mdf_request_figure AS r
LEFT JOIN mdf_fund AS f USING (fund_id)
LEFT JOIN partner AS p ON p.partner_id = r.partner_id
LEFT JOIN (
    SELECT object_id, string_agg(message, '; ' ORDER BY message) AS message
    FROM mdf_violation
    WHERE object_kind = 'mdf_request'
    GROUP BY object_id
) AS v ON v.object_id = r.request_id
WHERE $partners IS NULL OR (list_contains($partners, r.partner_id) AND f.partner_id = r.partner_id)
ORDER BY r.activity_start, r.request_id
