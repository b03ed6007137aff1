-- Per fund: what its movements come to (domain model, section 6) and how well it is used.
CREATE OR REPLACE TEMP TABLE mdf_fund_figure AS
WITH moved AS (
    SELECT
        fund_id,
        CAST(coalesce(sum(amount) FILTER (kind = 'allocate'), 0) AS BIGINT) AS allocated,
        CAST(coalesce(sum(amount) FILTER (kind = 'reallocate'), 0) AS BIGINT) AS reallocated,
        CAST(coalesce(sum(amount) FILTER (kind = 'reclaim'), 0) AS BIGINT) AS reclaimed,
        CAST(coalesce(sum(amount) FILTER (kind = 'expire'), 0) AS BIGINT) AS expired,
        CAST(coalesce(sum(amount) FILTER (kind = 'commit'), 0) AS BIGINT) AS approved_requests,
        CAST(coalesce(sum(amount) FILTER (kind = 'release'), 0) AS BIGINT) AS released,
        CAST(coalesce(sum(amount) FILTER (kind = 'claim'), 0) AS BIGINT) AS approved_claims,
        CAST(coalesce(sum(amount) FILTER (kind = 'pay'), 0) AS BIGINT) AS paid
    FROM mdf_movement
    GROUP BY fund_id
),
placed AS (
    SELECT
        f.fund_id,
        f.partner_id,
        f.name,
        f.period,
        d.first_day,
        f.expiry,
        f.currency,
        m.* EXCLUDE (fund_id),
        m.allocated + m.reallocated AS base,
        m.approved_requests - m.released - m.paid AS committed,
        b.as_of_day
    FROM mdf_fund AS f
    JOIN moved AS m USING (fund_id)
    CROSS JOIN basis AS b
    LEFT JOIN mdf_period AS d ON d.period = f.period
),
timed AS (
    SELECT
        *,
        base - reclaimed - expired - committed - paid AS available,
        exact_ratio(
            least(greatest(as_of_day - first_day + 1, 0), expiry - first_day + 1),
            expiry - first_day + 1
        ) AS straight_line
    FROM placed
)
SELECT
    fund_id,
    partner_id,
    name,
    period,
    first_day,
    expiry,
    currency,
    allocated,
    reallocated,
    base,
    reclaimed,
    expired,
    approved_requests,
    released,
    committed,
    approved_claims,
    paid,
    available,
    exact_ratio(paid, base) AS utilisation,
    exact_ratio(committed + paid, base) AS commitment,
    straight_line,
    straight_line - exact_ratio(committed + paid, base) AS behind,
    as_of_day <= expiry AND coalesce(as_of_day >= first_day, true) AS is_running
FROM timed
