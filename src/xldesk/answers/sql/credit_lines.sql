-- Credit lines of the deals asked for, in the order asked; of a deal in the order of credit lines.
WITH asked AS (
    SELECT unnest($ids) AS opportunity_id, generate_subscripts($ids, 1) AS nth
)
SELECT
    a.opportunity_id, o.opportunity_id IS NOT NULL AS is_known,
    c.partner_id, c.headline_category, c.line_category, c.reason_code, c.share, c.credit,
    c.currency, c.status
FROM asked AS a
LEFT JOIN opportunity AS o USING (opportunity_id)
LEFT JOIN credit AS c USING (opportunity_id)
ORDER BY
    a.nth, c.product_family,
    list_position(['sourced', 'co_sell', 'influenced', 'direct'], c.line_category), c.partner_id;
