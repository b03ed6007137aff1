-- The lines to attribute: one a deal, or one a product family where the deal has lines.
--
-- Won and open deals with an amount are credited; lost deals count nothing (domain model, section
-- 2). With uncredited 'lost', for a model that learns from lost deals too, these are lines that are
-- never split; with 'all', deals without an amount are such lines as well.
-- Product lines are used where they are in the deal's currency and add up to its amount;
-- otherwise the deal is one line, so that credit always reconciles to bookings.
-- Days are counted to reference_day: the close date, or the day of as_of while open.
-- line_no is the line's place in the order of opportunity_id and product_family; is_first marks a
-- deal's first.
CREATE OR REPLACE TEMP TABLE attributed_line AS
WITH
attributed AS (
    SELECT
        opportunity_id, product_family, amount, currency, created_date, close_date,
        coalesce(is_won, FALSE) AS is_won,
        coalesce(is_closed, FALSE) OR coalesce(is_won, FALSE) AS is_closed,
        coalesce(is_closed, FALSE) AND NOT coalesce(is_won, FALSE) AS is_lost,
        amount IS NOT NULL AND NOT is_lost AS is_credited
    FROM governed_opportunity
    CROSS JOIN attribution_setting AS s
    WHERE is_credited OR s.uncredited = 'all' OR (is_lost AND s.uncredited = 'lost')
),
lined AS (
    SELECT l.opportunity_id
    FROM opportunity_line AS l
    JOIN attributed AS o USING (opportunity_id)
    WHERE o.is_credited
    GROUP BY l.opportunity_id
    HAVING sum(l.amount) = max(o.amount) AND bool_and(l.currency = o.currency)
),
line AS (
    SELECT
        opportunity_id, coalesce(product_family, '') AS product_family, amount, currency,
        is_won, is_closed, is_credited, created_date, close_date, TRUE AS is_first
    FROM attributed
    WHERE opportunity_id NOT IN (SELECT opportunity_id FROM lined)
    UNION ALL
    SELECT
        o.opportunity_id, l.product_family, l.amount, l.currency,
        o.is_won, o.is_closed, o.is_credited, o.created_date, o.close_date,
        row_number() OVER (PARTITION BY o.opportunity_id ORDER BY l.product_family) = 1
    FROM attributed AS o
    JOIN lined USING (opportunity_id)
    JOIN opportunity_line AS l USING (opportunity_id)
),
closing_quarter AS (
    SELECT d.close_date, q.period
    FROM (SELECT DISTINCT close_date FROM line) AS d
    JOIN fiscal_quarter AS q ON d.close_date BETWEEN q.first_day AND q.last_day
)
SELECT
    row_number() OVER (ORDER BY l.opportunity_id, l.product_family) AS line_no,
    l.*,
    q.period AS close_quarter,
    CASE WHEN l.is_closed THEN coalesce(l.close_date, s.as_of_day) ELSE s.as_of_day END
        AS reference_day
FROM line AS l
CROSS JOIN attribution_setting AS s
LEFT JOIN closing_quarter AS q ON q.close_date = l.close_date;
