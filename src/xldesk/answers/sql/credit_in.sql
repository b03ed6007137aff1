-- Credit lines in another currency than their own: credit_in(target), or in their own: credit_own.
--
-- A deal is converted once, whole, at the approved rate of its period (won: the quarter of its
-- close; open: that of as_of), then split (domain model, section 2): over its credit lines in
-- proportion to them, leftover units by largest remainder in the total order of credit lines. So
-- the lines of a deal add up to the converted deal. Without an approved rate the credit cannot be
-- stated: NULL, not a guess.
CREATE OR REPLACE TEMP MACRO credit_in(target) AS TABLE
WITH
-- Units of the reporting currency for one unit, in 10 decimals.
rated AS (
    SELECT period, currency, CAST(rate * 10000000000 AS HUGEINT) AS rate FROM policy_rate
    UNION ALL
    SELECT DISTINCT r.period, b.reporting_currency, CAST(10000000000 AS HUGEINT)
    FROM policy_rate AS r
    CROSS JOIN basis AS b
    WHERE b.reporting_currency IS NOT NULL
        AND NOT EXISTS (
            SELECT 1 FROM policy_rate AS x
            WHERE x.period = r.period AND x.currency = b.reporting_currency
        )
),
-- Minor units of one whole unit. A power would leave whole numbers.
unit AS (
    SELECT
        code,
        CAST(
            CASE exponent
                WHEN 0 THEN 1 WHEN 1 THEN 10 WHEN 2 THEN 100 WHEN 3 THEN 1000 ELSE 10000
            END AS HUGEINT
        ) AS size
    FROM known_currency
),
line AS (
    SELECT
        c.*,
        CAST(sum(c.credit) OVER (PARTITION BY c.opportunity_id) AS HUGEINT) AS whole,
        target AS wanted,
        CASE WHEN c.is_won THEN c.close_quarter ELSE b.as_of_quarter END AS period
    FROM credit AS c
    CROSS JOIN basis AS b
),
-- What the whole deal is in the wanted currency, rounded half away from zero.
converted AS (
    SELECT
        l.*,
        CASE
            WHEN l.currency = l.wanted THEN l.whole
            ELSE sign(l.whole) * (
                (2 * abs(l.whole) * g.rate * xw.size + w.rate * xg.size)
                // (2 * w.rate * xg.size)
            )
        END AS whole_wanted
    FROM line AS l
    LEFT JOIN rated AS g ON g.currency = l.currency AND g.period = l.period
    LEFT JOIN rated AS w ON w.currency = l.wanted AND w.period = l.period
    LEFT JOIN unit AS xg ON xg.code = l.currency
    LEFT JOIN unit AS xw ON xw.code = l.wanted
),
-- Each line's part of the whole, floored, and what is left of it.
parted AS (
    SELECT
        *,
        abs(whole_wanted) * credit AS product,
        (abs(whole_wanted) * credit % abs(whole) + abs(whole)) % abs(whole) AS remainder
    FROM converted
    WHERE whole <> 0
),
floored AS (
    SELECT
        *,
        (product - remainder) // abs(whole) AS part,
        row_number() OVER (
            PARTITION BY opportunity_id
            ORDER BY
                remainder DESC,
                list_position(['sourced', 'co_sell', 'influenced', 'direct'], line_category),
                partner_id,
                product_family
        ) AS nth
    FROM parted
),
split AS (
    SELECT
        *,
        part + CASE
            WHEN nth <= whole_wanted - sum(part) OVER (PARTITION BY opportunity_id) THEN 1
            ELSE 0
        END AS credit_wanted
    FROM floored
    UNION ALL BY NAME
    SELECT *, CASE WHEN credit = 0 OR currency = wanted THEN credit END AS credit_wanted
    FROM converted
    WHERE whole = 0
)
SELECT
    opportunity_id, product_family, partner_id, headline_category, line_category, role,
    reason_code, model, share, CAST(credit_wanted AS BIGINT) AS credit, wanted AS currency,
    currency AS deal_currency, period, status, is_won
FROM split;

CREATE OR REPLACE TEMP VIEW credit_own AS
SELECT *, currency AS deal_currency, CAST(NULL AS VARCHAR) AS period FROM credit;
