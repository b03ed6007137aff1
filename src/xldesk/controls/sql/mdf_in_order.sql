-- Every fund and every approved request: money keeps its order, and approvals came in time.
WITH late AS (
    SELECT
        'mdf_request' AS object_kind,
        request_id AS object_id,
        CASE
            WHEN NOT is_approved_in_time THEN 'approved after the activity had begun'
            ELSE 'submitted too close to the activity'
        END AS message,
        approved AS amount,
        currency
    FROM mdf_request_figure
    WHERE approved > 0 AND NOT (coalesce(is_approved_in_time, true) AND coalesce(is_submitted_in_time, true))
),
wrong AS (
    SELECT object_kind, object_id, message, amount, currency FROM mdf_violation
    UNION ALL
    SELECT object_kind, object_id, message, amount, currency FROM late
),
said AS (
    SELECT
        object_kind,
        object_id,
        string_agg(DISTINCT message, '; ' ORDER BY message) AS message,
        max(amount) AS amount,
        min(currency) AS currency
    FROM wrong
    GROUP BY object_kind, object_id
),
looked AS (
    SELECT 'mdf_fund' AS object_kind, fund_id AS object_id FROM mdf_fund_figure
    UNION
    SELECT 'mdf_request', request_id FROM mdf_request_figure WHERE approved > 0
    UNION
    SELECT object_kind, object_id FROM said
)
SELECT
    l.object_kind,
    l.object_id,
    CAST(NULL AS VARCHAR) AS opportunity_id,
    s.message,
    s.amount,
    s.currency
FROM looked AS l
LEFT JOIN said AS s USING (object_kind, object_id)
