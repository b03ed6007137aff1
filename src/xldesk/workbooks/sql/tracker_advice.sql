-- Reallocation advice in order of urgency. It names other partners: none of them gets to see it.
SELECT
    a.rank, a.from_fund, a.from_partner, a.currency, a.behind, a.available, a.amount,
    a.to_fund, a.to_partner, a.to_roi,
    coalesce(g.name, '') AS from_name,
    w.name AS to_name
FROM mdf_advice AS a
LEFT JOIN partner AS g ON g.partner_id = a.from_partner
LEFT JOIN partner AS w ON w.partner_id = a.to_partner
ORDER BY a.rank
