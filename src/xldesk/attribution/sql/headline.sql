-- Headline: a deal's highest category over all its lines, by precedence sourced, co_sell,
-- influenced, direct (domain model, sections 1 and 4). Only contributions that count raise it.
CREATE OR REPLACE TEMP TABLE headline AS
SELECT
    opportunity_id,
    CASE min(CASE category WHEN 'sourced' THEN 1 WHEN 'co_sell' THEN 2 ELSE 3 END)
        WHEN 1 THEN 'sourced' WHEN 2 THEN 'co_sell' ELSE 'influenced'
    END AS headline_category
FROM contribution
WHERE counts
GROUP BY opportunity_id;

CREATE OR REPLACE TABLE deal AS
SELECT
    l.line_no, l.opportunity_id, l.product_family, l.amount, l.currency, l.is_won, l.is_closed,
    l.created_date, l.close_date, l.close_quarter, l.reference_day, l.is_first,
    coalesce(h.headline_category, 'direct') AS headline_category
FROM attributed_line AS l
LEFT JOIN headline AS h USING (opportunity_id)
WHERE l.is_credited
ORDER BY l.line_no;
