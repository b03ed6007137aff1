-- What the credit lines of one sheet come to, per currency and headline category.
SELECT
    k.currency,
    k.headline_category AS headline,
    CAST(sum(k.credit) AS BIGINT) AS credits,
    CAST(coalesce(sum(k.credit) FILTER (WHERE k.line_category = 'direct'), 0) AS BIGINT) AS direct
FROM credit AS k
JOIN opportunity AS o USING (opportunity_id)
WHERE o.is_won
    AND ($first IS NULL OR o.close_date BETWEEN $first AND $last)
    AND k.opportunity_id BETWEEN $first_deal AND $last_deal
GROUP BY k.currency, k.headline_category
