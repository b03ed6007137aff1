-- Bookings and credits of the deals won in the period, per currency and headline category.
-- Bookings come from the opportunities themselves, credits from the credit lines.
WITH won AS (
    SELECT o.opportunity_id, o.currency, o.amount, min(d.headline_category) AS headline
    FROM opportunity AS o
    JOIN deal AS d USING (opportunity_id)
    WHERE o.is_won AND ($first IS NULL OR o.close_date BETWEEN $first AND $last)
    GROUP BY o.opportunity_id, o.currency, o.amount
),
earned AS (
    SELECT
        k.currency,
        k.headline_category AS headline,
        sum(k.credit) AS credits,
        sum(k.credit) FILTER (WHERE k.line_category = 'direct') AS direct
    FROM credit AS k
    SEMI JOIN won USING (opportunity_id)
    GROUP BY k.currency, k.headline_category
),
booked AS (
    SELECT currency, headline, count(*) AS deals, sum(amount) AS amount
    FROM won
    GROUP BY currency, headline
)
SELECT
    currency,
    headline,
    coalesce(b.deals, 0) AS deals,
    CAST(coalesce(b.amount, 0) AS BIGINT) AS bookings,
    CAST(coalesce(e.credits, 0) AS BIGINT) AS credits,
    CAST(coalesce(e.direct, 0) AS BIGINT) AS direct
FROM booked AS b
FULL JOIN earned AS e USING (currency, headline)
