-- Which credit of which deal counts for which activity. With partners: their own activities.
SELECT
    l.request_id,
    l.partner_id,
    l.opportunity_id,
    l.product_family,
    CASE WHEN l.is_won THEN 'won' ELSE 'open' END AS state,
    l.deal_currency,
    l.deal_credit,
    l.activities,
    l.credit,
    l.currency,
    l.margin_ppm,
    r.partner_id AS of_partner
FROM mdf_link AS l
JOIN mdf_request_figure AS r USING (request_id)
LEFT JOIN mdf_fund AS f ON f.fund_id = r.fund_id
WHERE $partners IS NULL OR (list_contains($partners, r.partner_id) AND f.partner_id = r.partner_id)
ORDER BY l.request_id, l.opportunity_id, l.product_family, l.deal_currency
