-- Credit of deals won in a period (by close date), by partner, line category, status and currency.
SELECT
    c.partner_id, c.line_category, c.status, c.currency,
    CAST(coalesce(sum(c.credit), 0) AS BIGINT) AS credit,
    min(concat(c.deal_currency, ' in ', coalesce(c.period, 'no quarter')))
        FILTER (c.credit IS NULL) AS without_rate
FROM :source AS c
JOIN deal AS d USING (opportunity_id, product_family)
WHERE d.is_won AND d.close_date BETWEEN $first AND $last
GROUP BY ALL;
