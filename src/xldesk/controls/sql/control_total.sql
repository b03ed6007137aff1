-- Each control total beside what the desk holds of its measure, currency and period, by close date:
-- bookings are the amounts of won deals, pipeline those of open ones. total_period has the days of
-- every period that a total names, NULL where it is no period of the policy.
WITH held AS (
    SELECT
        currency,
        close_date,
        coalesce(sum(amount) FILTER (coalesce(is_won, false)), 0) AS bookings,
        coalesce(sum(amount) FILTER (NOT coalesce(is_closed, false)), 0) AS pipeline
    FROM opportunity
    WHERE close_date IS NOT NULL
    GROUP BY currency, close_date
)
SELECT
    t.source,
    t.period,
    t.currency,
    t.measure,
    p.first_day,
    p.last_day,
    t.amount AS stated,
    CASE lower(trim(t.measure))
        WHEN 'bookings' THEN coalesce(sum(h.bookings), 0)
        WHEN 'pipeline' THEN coalesce(sum(h.pipeline), 0)
    END AS desk
FROM control_total AS t
JOIN total_period AS p ON p.period = t.period
LEFT JOIN held AS h
    ON h.currency = t.currency AND h.close_date BETWEEN p.first_day AND p.last_day
GROUP BY t.source, t.period, t.currency, t.measure, p.first_day, p.last_day, t.amount
ORDER BY t.source, t.period, t.currency, t.measure
