-- Deals from one id up to another, their headline and what each partner has of them by line
-- category, in the wanted currency; a deal that nothing is credited of has one row without partner.
WITH credited AS (
    SELECT
        opportunity_id, headline_category, partner_id, line_category, currency, deal_currency,
        period,
        CAST(sum(credit) AS BIGINT) AS credit,
        bool_or(credit IS NULL) AS lacks_rate
    FROM :source
    WHERE opportunity_id >= $first AND ($beyond IS NULL OR opportunity_id < $beyond)
    GROUP BY ALL
)
SELECT
    o.opportunity_id, c.headline_category, c.partner_id, c.line_category, c.currency,
    c.deal_currency, c.period, CASE WHEN NOT c.lacks_rate THEN c.credit END AS credit
FROM opportunity AS o
LEFT JOIN credited AS c USING (opportunity_id)
WHERE o.opportunity_id >= $first AND ($beyond IS NULL OR o.opportunity_id < $beyond);
