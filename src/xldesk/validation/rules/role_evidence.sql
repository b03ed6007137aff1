WITH role AS (
    SELECT
        p.*,
        coalesce(
            nullif(trim(p.reason_code), ''),
            CASE
                WHEN p.role = 'referral' THEN 'SRC-REFERRAL'
                WHEN p.role = 'co_sell' AND p.agreed_share IS NOT NULL THEN 'COS-AGREED-SHARE'
                WHEN p.role = 'co_sell' THEN 'COS-ACCEPTED'
                WHEN p.role = 'influence' THEN 'INF-ROLE'
            END
        ) AS code
    FROM partner_role AS p
    CROSS JOIN basis AS b
    WHERE coalesce(p.recorded_at <= b.as_of, true)
)
SELECT
    r.opportunity_id || '/' || r.partner_id || '/' || r.role AS object_id,
    id_part(r.opportunity_id) || '/' || id_part(r.partner_id) || '/' || r.role AS key_id,
    r.opportunity_id,
    'evidence' AS field,
    r.role || ' of partner ' || shown(r.partner_id) || ' without evidence; reason code ' || c.code
        || ' requires it' AS message,
    r.source_file,
    r.source_row,
    r.ledger_at
FROM role AS r
JOIN reason_code AS c ON c.code = r.code
WHERE c.evidence_required AND nullif(trim(r.evidence), '') IS NULL
