-- Requests and claims that were submitted and wait for a decision.
WITH asked AS (
    SELECT
        'request' AS kind,
        r.request_id AS object_id,
        r.partner_id,
        coalesce(r.name, r.activity_kind) AS activity,
        r.planned_spend AS asked,
        r.currency,
        r.submitted_day AS submitted,
        q.submitted_at
    FROM mdf_request_figure AS r
    JOIN mdf_request AS q USING (request_id)
    WHERE r.status = 'submitted'
    UNION ALL
    SELECT
        'claim',
        c.claim_id,
        c.partner_id,
        coalesce(r.name, r.activity_kind),
        c.claimed,
        c.currency,
        c.submitted_day,
        q.submitted_at
    FROM mdf_claim_figure AS c
    JOIN mdf_claim AS q USING (claim_id)
    JOIN mdf_request_figure AS r ON r.request_id = c.request_id
    WHERE c.status = 'submitted'
)
SELECT a.*, coalesce(p.name, '') AS partner_name
FROM asked AS a
LEFT JOIN partner AS p USING (partner_id)
ORDER BY a.kind, a.object_id
