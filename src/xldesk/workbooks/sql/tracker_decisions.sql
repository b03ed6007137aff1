-- Requests and claims that were submitted and wait for a decision. With a partner: its own.
WITH asked AS (
    SELECT
        'request' AS kind,
        r.request_id AS object_id,
        r.partner_id,
        coalesce(r.name, r.activity_kind) AS activity,
        r.planned_spend AS asked,
        r.currency,
        r.submitted_day AS submitted,
        q.submitted_at,
        f.partner_id AS fund_partner_id
    FROM mdf_request_figure AS r
    JOIN mdf_request AS q USING (request_id)
    LEFT JOIN mdf_fund AS f ON f.fund_id = r.fund_id
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
        q.submitted_at,
        CASE WHEN r.partner_id = c.partner_id THEN f.partner_id END
    FROM mdf_claim_figure AS c
    JOIN mdf_claim AS q USING (claim_id)
    JOIN mdf_request_figure AS r ON r.request_id = c.request_id
    LEFT JOIN mdf_fund AS f ON f.fund_id = r.fund_id
    WHERE c.status = 'submitted'
)
SELECT a.* EXCLUDE (fund_partner_id), coalesce(p.name, '') AS partner_name
FROM asked AS a
LEFT JOIN partner AS p USING (partner_id)
WHERE $partner IS NULL OR (a.partner_id = $partner AND a.fund_partner_id = $partner)
ORDER BY a.kind, a.object_id
