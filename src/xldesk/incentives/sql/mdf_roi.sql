-- Per approved activity: what it should bring, what it brought (domain model, section 6).
-- margin_on_won is in millionths of a minor unit, so that no rounding comes before the ratio.
CREATE OR REPLACE TEMP TABLE mdf_roi AS
WITH brought AS (
    SELECT
        request_id,
        count(DISTINCT opportunity_id) AS deals,
        CAST(coalesce(sum(credit) FILTER (is_won), 0) AS BIGINT) AS won_credit,
        CAST(coalesce(sum(credit) FILTER (NOT is_won), 0) AS BIGINT) AS open_credit,
        coalesce(sum(CAST(credit AS HUGEINT) * margin_ppm) FILTER (is_won), 0) AS margin_on_won,
        count(*) FILTER (credit IS NULL) AS lines_without_rate
    FROM mdf_link
    GROUP BY request_id
),
stated AS (
    SELECT
        r.request_id,
        r.fund_id,
        r.partner_id,
        r.name,
        r.activity_kind,
        r.activity_end,
        r.currency,
        r.planned_spend,
        r.expected_pipeline,
        r.expected_close_rate,
        r.margin_ppm,
        r.projected_roi,
        r.claims_approved,
        coalesce(x.deals, 0) AS deals,
        coalesce(x.open_credit, 0) AS open_credit,
        coalesce(x.won_credit, 0) AS won_credit,
        coalesce(x.margin_on_won, 0) AS margin_on_won,
        coalesce(x.lines_without_rate, 0) AS lines_without_rate,
        b.as_of_day >= r.activity_end + CAST(m.median_days AS INTEGER) AS is_mature
    FROM mdf_request_figure AS r
    CROSS JOIN basis AS b
    CROSS JOIN mdf_rule AS m
    LEFT JOIN brought AS x USING (request_id)
    WHERE r.approved > 0
)
SELECT
    *,
    exact_ratio(open_credit + won_credit, claims_approved) AS pipeline_ratio,
    CASE WHEN is_mature THEN exact_ratio(
        margin_on_won - CAST(claims_approved AS HUGEINT) * 1000000,
        CAST(claims_approved AS HUGEINT) * 1000000
    ) END AS actual_roi,
    CASE
        WHEN NOT is_mature THEN 'immature'
        WHEN claims_approved = 0 THEN 'no spend'
        ELSE 'actual'
    END AS state
FROM stated
