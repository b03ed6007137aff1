WITH flagged AS (
    SELECT
        'opportunity' AS object_kind,
        o.opportunity_id AS object_id,
        trim(unnest(o.compliance_flags)) AS flag,
        o.source_file,
        o.source_row,
        o.ledger_at
    FROM opportunity AS o
    UNION ALL
    SELECT
        'partner', p.partner_id, trim(unnest(p.compliance_flags)), p.source_file, p.source_row,
        p.ledger_at
    FROM partner AS p
),
flag AS (
    SELECT f.*, lower(f.flag) IN (SELECT flag FROM policy_compliance_flag) AS holds
    FROM flagged AS f
    WHERE f.flag <> ''
),
-- Whoever could earn a part of a deal holds it back with a flag of its own.
taking_part AS (
    SELECT opportunity_id, partner_id FROM source_claim
    UNION
    SELECT opportunity_id, partner_id FROM touch_link WHERE weight > 0 AND in_window
    UNION
    SELECT p.opportunity_id, p.partner_id
    FROM partner_role AS p
    CROSS JOIN basis AS b
    WHERE coalesce(p.recorded_at <= b.as_of, true)
),
decided AS (
    SELECT
        'deal_registration' AS object_kind,
        r.registration_id AS object_id,
        l.opportunity_id,
        r.submitted_by,
        r.decided_by,
        r.source_file,
        r.source_row,
        r.ledger_at
    FROM deal_registration AS r
    JOIN registration_state AS s ON s.registration_id = r.registration_id AND s.approved
    LEFT JOIN registration_deal AS l ON l.registration_id = r.registration_id
    UNION ALL
    SELECT
        'mdf_request', request_id, NULL, submitted_by, decided_by, source_file, source_row, ledger_at
    FROM mdf_request_known
    WHERE status = 'approved'
    UNION ALL
    SELECT
        'mdf_claim', claim_id, NULL, submitted_by, decided_by, source_file, source_row, ledger_at
    FROM mdf_claim_known
    WHERE status IN ('approved', 'paid')
),
related AS (
    SELECT
        d.*,
        CASE
            WHEN s.person = a.person
            THEN 'submitted and approved by one person, ' || shown(trim(d.decided_by))
            WHEN contains(s.person, '@')
                AND contains(a.person, '@')
                AND split_part(s.person, '@', 2) = split_part(a.person, '@', 2)
                AND split_part(s.person, '@', 2) NOT IN (SELECT domain FROM free_mail)
            THEN 'submitted and approved from one company, ' || split_part(s.person, '@', 2)
        END AS relation
    FROM decided AS d
    JOIN person AS s ON s.name = d.submitted_by
    JOIN person AS a ON a.name = d.decided_by
)
SELECT
    f.object_kind,
    f.object_id,
    CASE WHEN f.object_kind = 'opportunity' THEN f.object_id END AS opportunity_id,
    lower(f.flag) AS part,
    'compliance_flags' AS field,
    CASE WHEN f.holds THEN 'block' ELSE 'warn' END AS severity,
    CASE
        WHEN NOT f.holds THEN 'none'
        WHEN f.object_kind = 'partner' THEN 'payout'
        ELSE 'opportunity'
    END AS scope,
    CASE
        WHEN f.holds THEN 'flagged: ' || f.flag
        ELSE 'compliance flag ' || shown(f.flag) || ' is not in the policy, so it holds nothing'
    END AS message,
    CASE WHEN NOT f.holds THEN 'correct the flag, or add it to [compliance] of the policy' END AS remedy,
    f.source_file,
    f.source_row,
    f.ledger_at
FROM flag AS f
UNION ALL
SELECT
    'opportunity',
    o.opportunity_id,
    o.opportunity_id,
    'partner ' || key_part(t.partner_id),
    'compliance_flags',
    'block',
    'opportunity',
    'partner ' || shown(t.partner_id) || ' is flagged: ' || string_agg(DISTINCT f.flag, ', ' ORDER BY f.flag),
    NULL,
    any_value(o.source_file),
    any_value(o.source_row),
    any_value(o.ledger_at)
FROM flag AS f
JOIN taking_part AS t ON t.partner_id = f.object_id
JOIN opportunity_state AS o ON o.opportunity_id = t.opportunity_id
WHERE f.object_kind = 'partner' AND f.holds
GROUP BY o.opportunity_id, t.partner_id
UNION ALL
SELECT
    r.object_kind,
    r.object_id,
    r.opportunity_id,
    NULL,
    'decided_by',
    'block',
    CASE WHEN r.opportunity_id IS NULL THEN 'payout' ELSE 'opportunity' END,
    r.relation,
    'have somebody else decide it, and legal look at how it came about',
    r.source_file,
    r.source_row,
    r.ledger_at
FROM related AS r
WHERE r.relation IS NOT NULL
