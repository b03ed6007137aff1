-- Every act that earns credit on a won deal and whose reason code asks for evidence.
WITH act AS (
    SELECT DISTINCT c.opportunity_id, c.partner_id, c.object_kind, c.object_id, c.reason_code
    FROM contribution AS c
    JOIN scope_opportunity AS o USING (opportunity_id)
    JOIN reason_code AS x ON x.code = c.reason_code AND x.evidence_required
    WHERE c.counts AND c.object_kind IN ('deal_registration', 'partner_role')
)
SELECT
    a.object_kind,
    a.object_id,
    a.opportunity_id,
    CASE WHEN NOT coalesce(
        CASE a.object_kind
            WHEN 'deal_registration' THEN len(list_filter(r.evidence, lambda e: trim(e) <> '')) > 0
            ELSE trim(p.evidence) <> ''
        END, false
    ) THEN 'reason ' || a.reason_code || ' asks for evidence, and there is none' END AS message,
    o.amount,
    o.currency
FROM act AS a
JOIN scope_opportunity AS o USING (opportunity_id)
LEFT JOIN deal_registration AS r
    ON a.object_kind = 'deal_registration' AND r.registration_id = a.object_id
LEFT JOIN partner_role AS p
    ON a.object_kind = 'partner_role'
    AND p.opportunity_id = a.opportunity_id
    AND p.opportunity_id || '/' || p.partner_id || '/' || p.role = a.object_id
