-- The credit lines of the deals won in the period, with every field that a column may show: those
-- of all deals, or from one deal to another where a sheet does not hold them all.
SELECT
    k.*,
    k.headline_category AS headline,
    k.line_category AS line,
    o.close_date,
    CASE k.partner_id WHEN 'DIRECT' THEN 'no partner' ELSE coalesce(p.name, '') END AS partner_name,
    CASE k.line_category
        WHEN 'sourced' THEN 1 WHEN 'co_sell' THEN 2 WHEN 'influenced' THEN 3 ELSE 4
    END AS line_rank
FROM credit AS k
JOIN opportunity AS o USING (opportunity_id)
LEFT JOIN partner AS p ON p.partner_id = k.partner_id
WHERE o.is_won
    AND ($first IS NULL OR o.close_date BETWEEN $first AND $last)
    AND ($first_deal IS NULL OR k.opportunity_id BETWEEN $first_deal AND $last_deal)
