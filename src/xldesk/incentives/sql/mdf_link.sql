-- Which credit an activity may call its own: the partner's credit on every deal that a touch
-- citing the activity links to it, from the activity's start to attribution_days after its end.
-- A deal's credit is converted once into the fund's currency (at the approved rates of the deal's
-- period) and split equally over the partner's linked activities, leftover units to the earliest.
CREATE OR REPLACE TEMP TABLE mdf_link AS
WITH linked AS (
    SELECT DISTINCT r.request_id, r.partner_id, r.currency, r.activity_end, t.opportunity_id
    FROM touch_link AS t
    JOIN mdf_request_figure AS r
        ON r.request_id = t.mdf_request_id AND r.partner_id = t.partner_id
    CROSS JOIN mdf_rule AS m
    WHERE r.approved > 0
        AND t.occurred_day BETWEEN r.activity_start
            AND r.activity_end + CAST(m.attribution_days AS INTEGER)
        AND NOT EXISTS (
            SELECT 1
            FROM blocked_contribution AS x
            WHERE x.object_kind = 'touch'
                AND x.object_id = t.event_id
                AND coalesce(x.opportunity_id, t.opportunity_id) = t.opportunity_id
        )
),
earned AS (
    SELECT
        opportunity_id,
        partner_id,
        product_family,
        currency,
        is_won,
        close_quarter,
        CAST(sum(credit) AS BIGINT) AS credit
    FROM credit
    GROUP BY ALL
),
-- Units of the reporting currency for one unit, in 10 decimals.
rated AS (
    SELECT period, currency, CAST(rate * 10000000000 AS HUGEINT) AS rate FROM policy_rate
    UNION ALL
    SELECT DISTINCT r.period, b.reporting_currency, CAST(10000000000 AS HUGEINT)
    FROM policy_rate AS r
    CROSS JOIN basis AS b
    WHERE NOT EXISTS (
        SELECT 1 FROM policy_rate AS x
        WHERE x.period = r.period AND x.currency = b.reporting_currency
    )
),
converted AS (
    SELECT
        l.request_id,
        l.partner_id,
        l.activity_end,
        l.opportunity_id,
        e.product_family,
        e.is_won,
        e.currency AS deal_currency,
        e.credit AS deal_credit,
        l.currency,
        CASE
            WHEN e.currency = l.currency THEN e.credit
            ELSE CAST(
                (
                    2 * CAST(e.credit AS HUGEINT) * given.rate * ten_to(coalesce(xl.exponent, 2))
                    + wanted.rate * ten_to(coalesce(xe.exponent, 2))
                ) // (2 * wanted.rate * ten_to(coalesce(xe.exponent, 2))) AS BIGINT
            )
        END AS credit
    FROM linked AS l
    CROSS JOIN basis AS b
    JOIN earned AS e ON e.opportunity_id = l.opportunity_id AND e.partner_id = l.partner_id
    LEFT JOIN rated AS given
        ON given.currency = e.currency
        AND given.period = CASE WHEN e.is_won THEN e.close_quarter ELSE b.as_of_quarter END
    LEFT JOIN rated AS wanted ON wanted.currency = l.currency AND wanted.period = given.period
    LEFT JOIN known_currency AS xe ON xe.code = e.currency
    LEFT JOIN known_currency AS xl ON xl.code = l.currency
),
shared AS (
    SELECT
        *,
        count(*) OVER deal AS activities,
        row_number() OVER (deal ORDER BY activity_end, request_id) AS nth
    FROM converted
    WINDOW deal AS (PARTITION BY partner_id, opportunity_id, product_family, currency)
)
SELECT
    s.request_id,
    s.partner_id,
    s.opportunity_id,
    s.product_family,
    s.is_won,
    s.deal_currency,
    s.deal_credit,
    s.currency,
    s.credit AS converted_credit,
    s.activities,
    -- Without an approved rate the credit cannot be stated in this currency: NULL, not a guess.
    s.credit // s.activities + CAST(s.nth <= s.credit % s.activities AS BIGINT) AS credit,
    coalesce(g.margin_ppm, m.default_margin_ppm) AS margin_ppm
FROM shared AS s
CROSS JOIN mdf_rule AS m
LEFT JOIN mdf_margin AS g ON g.family = s.product_family
