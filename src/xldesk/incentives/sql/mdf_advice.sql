-- Running funds behind straight-line use offer what they lag, at most max_share of what they have
-- available, those furthest behind first; it goes to partners whose mature activities earned a
-- positive return, best first, none receiving more than max_share of their own fund.
-- Donors and receivers stand on one line each per currency; where they overlap, money moves.
CREATE OR REPLACE TEMP TABLE mdf_advice AS
WITH returned AS (
    SELECT
        partner_id,
        currency,
        exact_ratio(
            sum(margin_on_won) - CAST(sum(claims_approved) AS HUGEINT) * 1000000,
            CAST(sum(claims_approved) AS HUGEINT) * 1000000
        ) AS roi
    FROM mdf_roi
    WHERE state = 'actual'
    GROUP BY partner_id, currency
),
lagging AS (
    SELECT
        f.fund_id,
        f.partner_id,
        f.currency,
        f.behind,
        f.available,
        least(
            CAST(CAST(f.base AS HUGEINT) * CAST(f.behind * 1000000 AS HUGEINT) // 1000000 AS BIGINT),
            CAST(CAST(f.available AS HUGEINT) * m.max_share_ppm // 1000000 AS BIGINT)
        ) AS offer
    FROM mdf_fund_figure AS f
    CROSS JOIN mdf_rule AS m
    WHERE f.is_running AND f.behind * 1000000 > m.behind_ppm AND f.available > 0
),
offered AS (
    SELECT *, row_number() OVER (PARTITION BY currency ORDER BY behind DESC, fund_id) AS place
    FROM lagging
    WHERE offer > 0
),
wanted AS (
    SELECT
        f.fund_id,
        f.partner_id,
        f.currency,
        r.roi,
        CAST(CAST(f.base AS HUGEINT) * m.max_share_ppm // 1000000 AS BIGINT) AS room,
        row_number() OVER (
            PARTITION BY f.currency ORDER BY r.roi DESC, f.partner_id, f.expiry, f.fund_id
        ) AS place
    FROM mdf_fund_figure AS f
    JOIN returned AS r USING (partner_id, currency)
    CROSS JOIN mdf_rule AS m
    WHERE f.is_running
        AND r.roi > 0
        AND NOT EXISTS (
            SELECT 1 FROM offered AS o
            WHERE o.partner_id = f.partner_id AND o.currency = f.currency
        )
),
donor AS (
    SELECT
        *,
        CAST(sum(offer) OVER (PARTITION BY currency ORDER BY place) AS BIGINT) AS upper_end
    FROM offered
),
receiver AS (
    SELECT
        *,
        CAST(sum(room) OVER (PARTITION BY currency ORDER BY place) AS BIGINT) AS upper_end
    FROM wanted
    WHERE room > 0
),
placed AS (
    SELECT
        d.fund_id AS from_fund,
        w.fund_id AS to_fund,
        w.partner_id AS to_partner,
        w.roi AS to_roi,
        least(d.upper_end, w.upper_end)
            - greatest(d.upper_end - d.offer, w.upper_end - w.room) AS amount
    FROM donor AS d
    JOIN receiver AS w
        ON w.currency = d.currency
        AND least(d.upper_end, w.upper_end)
            > greatest(d.upper_end - d.offer, w.upper_end - w.room)
),
rest AS (
    SELECT
        d.fund_id AS from_fund,
        CAST(NULL AS VARCHAR) AS to_fund,
        CAST(NULL AS VARCHAR) AS to_partner,
        CAST(NULL AS DECIMAL(36, 6)) AS to_roi,
        CAST(d.offer - coalesce(sum(p.amount), 0) AS BIGINT) AS amount
    FROM donor AS d
    LEFT JOIN placed AS p ON p.from_fund = d.fund_id
    GROUP BY d.fund_id, d.offer
    HAVING d.offer > coalesce(sum(p.amount), 0)
),
advised AS (
    SELECT * FROM placed
    UNION ALL
    SELECT * FROM rest
)
SELECT
    row_number() OVER (
        ORDER BY d.behind DESC, d.fund_id, a.to_roi DESC NULLS LAST, a.to_partner, a.to_fund
    ) AS rank,
    d.fund_id AS from_fund,
    d.partner_id AS from_partner,
    d.currency,
    d.behind,
    d.available,
    d.offer,
    a.to_fund,
    a.to_partner,
    a.to_roi,
    a.amount
FROM advised AS a
JOIN donor AS d ON d.fund_id = a.from_fund
