-- Influence overlay, a soft figure beside credit: the whole amount of every deal that a partner
-- influenced, won and open apart (domain model, section 1). A deal that two partners influenced
-- stands with both, so nothing may add this up across partners.
CREATE OR REPLACE TABLE influence_overlay AS
WITH
influenced AS (
    SELECT DISTINCT partner_id, opportunity_id
    FROM contribution
    WHERE counts AND category = 'influenced'
),
whole AS (
    SELECT opportunity_id, currency, is_won, CAST(sum(amount) AS BIGINT) AS amount
    FROM deal
    GROUP BY opportunity_id, currency, is_won
)
SELECT
    i.partner_id, w.currency, w.is_won,
    count(*) AS deals, CAST(sum(w.amount) AS BIGINT) AS amount
FROM influenced AS i
JOIN whole AS w USING (opportunity_id)
GROUP BY i.partner_id, w.currency, w.is_won
ORDER BY i.partner_id, w.currency, w.is_won DESC;
