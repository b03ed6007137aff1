-- Acts that could earn credit, each with its day. The days of the agreement decide; where an
-- inactive partner has no last day, what the desk learnt only then or later is in doubt.
WITH act AS (
    SELECT
        'deal_registration' AS object_kind,
        r.registration_id AS object_id,
        key_part(r.registration_id) AS key_id,
        r.partner_id,
        (
            SELECT d.opportunity_id
            FROM registration_deal AS d
            WHERE d.registration_id = r.registration_id
        ) AS opportunity_id,
        r.submitted_day AS act_day,
        'registration submitted' AS what,
        'submitted_at' AS field,
        r.source_file,
        r.source_row,
        r.ledger_at
    FROM registration_state AS r
    WHERE r.live
    UNION ALL
    SELECT
        'partner_role',
        p.opportunity_id || '/' || p.partner_id || '/' || p.role,
        id_part(p.opportunity_id) || '/' || id_part(p.partner_id) || '/' || p.role,
        p.partner_id,
        p.opportunity_id,
        local_day(CASE
            WHEN p.role = 'referral' THEN least(p.accepted_by_us_at, p.recorded_at)
            ELSE coalesce(greatest(p.accepted_by_partner_at, p.accepted_by_us_at), p.recorded_at)
        END),
        p.role || ' role agreed',
        CASE WHEN p.accepted_by_us_at IS NULL THEN 'recorded_at' ELSE 'accepted_by_us_at' END,
        p.source_file,
        p.source_row,
        p.ledger_at
    FROM partner_role AS p
    CROSS JOIN basis AS b
    WHERE (p.role IN ('referral', 'co_sell') OR p.agreed_share IS NOT NULL)
        AND coalesce(p.recorded_at <= b.as_of, true)
    UNION ALL
    SELECT
        'touch',
        l.event_id,
        key_part(l.event_id),
        l.partner_id,
        min(l.opportunity_id),
        any_value(l.occurred_day),
        any_value(l.kind),
        'occurred_at',
        any_value(t.source_file),
        any_value(t.source_row),
        any_value(t.ledger_at)
    FROM touch_link AS l
    JOIN touch AS t ON t.event_id = l.event_id
    WHERE l.weight > 0 AND l.in_window
    GROUP BY l.event_id, l.partner_id
),
judged AS (
    SELECT
        a.*,
        CASE
            WHEN a.act_day < p.agreement_start
            THEN 'before its agreement begins on ' || p.agreement_start
            WHEN a.act_day > p.agreement_end
            THEN 'after its agreement ended on ' || p.agreement_end
            WHEN p.status = 'inactive'
                AND p.agreement_end IS NULL
                AND (a.ledger_at >= p.ledger_at OR a.act_day > local_day(p.ledger_at))
            THEN 'and it is inactive; nobody says since when'
        END AS breach
    FROM act AS a
    JOIN partner AS p ON p.partner_id = a.partner_id
)
SELECT
    object_kind,
    object_id,
    key_id,
    opportunity_id,
    field,
    what || coalesce(' on ' || act_day, '') || ' by partner ' || shown(partner_id) || ', ' || breach
        AS message,
    source_file,
    source_row,
    ledger_at
FROM judged
WHERE breach IS NOT NULL
