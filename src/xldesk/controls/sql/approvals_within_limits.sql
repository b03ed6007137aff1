-- Every MDF request approved in the period in the currency of the limits: above the second limit
-- it needs two different approvers.
SELECT
    'mdf_request' AS object_kind,
    r.request_id AS object_id,
    CAST(NULL AS VARCHAR) AS opportunity_id,
    CASE WHEN NOT r.has_approvers
        THEN 'above the limit of one approver, and nobody else approved it'
    END AS message,
    r.approved AS amount,
    r.currency
FROM mdf_request_figure AS r
CROSS JOIN scope_day AS s
WHERE r.has_approvers IS NOT NULL
    AND coalesce(r.decided_day, r.submitted_day) BETWEEN s.first_day AND s.last_day
