-- Everything that was done on one deal, in time order, with what is said of it on each of its lines.
-- Beside the contributions stand the acts that can be none: registrations that are not approved,
-- and roles that earn no credit. Parameter: opportunity_id.
WITH
contributed AS (
    SELECT
        c.object_kind, c.object_id, c.partner_id, c.category, c.role, c.kind,
        min(c.occurred_at) AS occurred_at,
        min(c.days_before) AS days_before,
        max(c.weight) AS weight,
        max(c.agreed_ppm) AS agreed_ppm,
        min(c.reason_code) AS reason_code,
        bool_or(c.counts) AS counts,
        bool_or(c.blocked) AND NOT bool_or(c.counts) AS blocked,
        min(c.why) FILTER (NOT c.counts) AS why,
        count(*) > count(*) FILTER (c.counts) AND bool_or(c.counts) AS in_part,
        list(c.product_family ORDER BY c.product_family) FILTER (c.counts) AS counts_on
    FROM contribution AS c
    WHERE c.opportunity_id = $opportunity_id
    GROUP BY ALL
),
unapproved AS (
    SELECT
        'deal_registration' AS object_kind, r.registration_id AS object_id, r.partner_id,
        'sourced' AS category, 'registration' AS role, 'registration' AS kind,
        r.submitted_at AS occurred_at,
        CASE r.known_status
            WHEN 'submitted' THEN 'not decided yet'
            WHEN 'rejected' THEN 'rejected' || coalesce(': ' || given.reject_reason, '')
            ELSE r.known_status
        END AS why
    FROM registration_state AS r
    JOIN deal_registration AS given USING (registration_id)
    JOIN opportunity_state AS o ON o.opportunity_id = $opportunity_id
    WHERE NOT r.approved
        AND CASE
            WHEN r.given_opportunity_id IS NOT NULL
                THEN r.given_opportunity_id = $opportunity_id
            WHEN r.live THEN r.registration_id IN (
                SELECT registration_id FROM registration_link WHERE opportunity_id = $opportunity_id
            )
            -- One that was turned down is linked with no deal: the account tells.
            ELSE coalesce(r.domain = o.domain, r.name = o.name)
                AND r.submitted_day <= o.open_until
        END
),
idle_role AS (
    SELECT
        'partner_role' AS object_kind,
        opportunity_id || '/' || partner_id || '/' || role AS object_id,
        partner_id,
        'direct' AS category, role, role AS kind,
        coalesce(accepted_by_us_at, accepted_by_partner_at, recorded_at) AS occurred_at,
        CASE role
            WHEN 'fulfilment' THEN 'earns no credit: paper is not sourcing'
            WHEN 'referral' THEN 'not accepted by us in time'
            ELSE 'earns no credit'
        END AS why
    FROM partner_role AS p
    CROSS JOIN basis AS b
    WHERE p.opportunity_id = $opportunity_id
        AND coalesce(p.recorded_at <= b.as_of, true)
        AND (
            p.role IN ('fulfilment', 'delivery')
            OR (
                p.role = 'referral'
                AND NOT EXISTS (
                    SELECT 1
                    FROM source_claim AS c
                    WHERE c.object_kind = 'partner_role'
                        AND c.object_id = p.opportunity_id || '/' || p.partner_id || '/' || p.role
                )
            )
        )
),
act AS (
    SELECT * FROM contributed
    UNION ALL BY NAME
    SELECT *, false AS counts, false AS blocked, false AS in_part FROM unapproved
    UNION ALL BY NAME
    SELECT *, false AS counts, false AS blocked, false AS in_part FROM idle_role
),
-- What findings say of an act: of those that block, the message; of those released, by whom.
said AS (
    SELECT
        f.object_kind, f.object_id,
        string_agg(DISTINCT f.code || ': ' || f.message, '; ' ORDER BY f.code || ': ' || f.message)
            FILTER (f.resolution IS NULL AND f.severity = 'block') AS blocking,
        string_agg(DISTINCT f.message, '; ' ORDER BY f.message)
            FILTER (f.code = 'TOUCH-WINDOW') AS outside,
        string_agg(
            DISTINCT f.code || ' ' || f.resolution || ' by ' || r.actor || ' and ' || r.approver
                || coalesce(' until ' || r.until, '') || ': ' || r.reason, '; '
        ) FILTER (f.resolution IS NOT NULL) AS released,
        list(DISTINCT f.code ORDER BY f.code) AS codes
    FROM finding AS f
    LEFT JOIN finding_resolution AS r ON r.finding_key = f.key
    WHERE coalesce(f.opportunity_id, $opportunity_id) = $opportunity_id
    GROUP BY f.object_kind, f.object_id
),
placed AS (
    SELECT 'deal_registration' AS object_kind, registration_id AS object_id, source_file, source_row,
        ledger_position, extended, CAST(NULL AS VARCHAR) AS accepted_at_stage,
        CAST(NULL AS VARCHAR) AS evidence
    FROM deal_registration
    UNION ALL
    SELECT 'touch', event_id, source_file, source_row, ledger_position, NULL, NULL, NULL FROM touch
    UNION ALL
    SELECT 'partner_role', opportunity_id || '/' || partner_id || '/' || role, source_file,
        source_row, ledger_position, NULL, accepted_at_stage, evidence
    FROM partner_role
    WHERE opportunity_id = $opportunity_id
)
SELECT
    a.occurred_at, a.partner_id, n.name AS partner_name, a.category, a.role, a.kind,
    a.object_kind, a.object_id, coalesce(a.counts, false) AS counts,
    coalesce(a.blocked, false) AS blocked, coalesce(a.in_part, false) AS in_part,
    coalesce(a.counts_on, []) AS counts_on, a.why, a.days_before, a.weight, a.agreed_ppm,
    a.reason_code, s.blocking, s.outside, s.released, coalesce(s.codes, []) AS codes,
    p.source_file || coalesce(':' || p.source_row, '') AS source, p.ledger_position,
    o.created_date, local_day(a.occurred_at) AS occurred_day, p.accepted_at_stage,
    b.influence_days, b.window_days, b.grace_days,
    coalesce(o.is_closed OR o.is_won, false) AS is_closed
FROM act AS a
CROSS JOIN basis AS b
LEFT JOIN opportunity AS o ON o.opportunity_id = $opportunity_id
LEFT JOIN partner AS n ON n.partner_id = a.partner_id
LEFT JOIN said AS s ON s.object_kind = a.object_kind AND s.object_id = a.object_id
LEFT JOIN placed AS p ON p.object_kind = a.object_kind AND p.object_id = a.object_id
ORDER BY
    a.occurred_at NULLS FIRST,
    list_position(['sourced', 'co_sell', 'influenced', 'direct'], a.category),
    a.partner_id, a.object_kind, a.object_id
