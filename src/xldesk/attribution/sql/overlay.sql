-- Influence overlay, a soft figure beside credit: the whole amount of every deal that a partner
-- influenced, won and open apart (domain model, section 1). A deal that two partners influenced
-- stands with both, so nothing may add this up across partners. A view: few ask for it.
CREATE OR REPLACE VIEW influence_overlay AS
WITH
influenced AS (
    SELECT DISTINCT partner_id, line_no
    FROM contribution
    WHERE counts AND category = 'influenced'
)
SELECT
    i.partner_id, d.currency, d.is_won,
    count(*) FILTER (d.is_first) AS deals, CAST(sum(d.amount) AS BIGINT) AS amount
FROM influenced AS i
JOIN deal AS d USING (line_no)
GROUP BY i.partner_id, d.currency, d.is_won
ORDER BY i.partner_id, d.currency, d.is_won DESC;
