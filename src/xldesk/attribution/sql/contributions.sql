-- Contributions: everything a partner did that could earn credit on a line, counted or not.
--
-- Sourced: claims by registration or referral (claims.sql). Co-sell: co_sell roles. Influenced:
-- influence roles with an agreed share, and touches.
-- counts is false where a blocking finding or a rule of the taxonomy takes the contribution
-- out; why then says which (domain model, sections 1 and 3). Fulfilment and delivery roles are
-- no contributions: paper is not sourcing.
CREATE OR REPLACE TABLE contribution AS
WITH
act AS (
    SELECT
        r.opportunity_id, r.partner_id,
        CASE WHEN r.role = 'co_sell' THEN 'co_sell' ELSE 'influenced' END AS category,
        r.role,
        coalesce(
            r.reason_code,
            CASE
                WHEN r.role = 'influence' THEN 'INF-ROLE'
                WHEN r.agreed_share IS NOT NULL THEN 'COS-AGREED-SHARE'
                ELSE 'COS-ACCEPTED'
            END
        ) AS reason_code,
        r.role AS kind,
        'partner_role' AS object_kind,
        r.opportunity_id || '/' || r.partner_id || '/' || r.role AS object_id,
        coalesce(greatest(r.accepted_by_partner_at, r.accepted_by_us_at), r.recorded_at)
            AS occurred_at,
        CAST(NULL AS DATE) AS occurred_day,
        CAST(r.agreed_share * 1000000 AS BIGINT) AS agreed_ppm,
        -- An influence role earns its agreed share; a pool's weight comes from touches alone.
        CASE WHEN r.role = 'co_sell' THEN 1 ELSE 0 END AS weight,
        CASE
            WHEN r.role = 'influence' AND r.agreed_share IS NULL
                THEN 'an influence role without agreed share counts by its touches'
        END AS taken_out
    FROM partner_role AS r
    CROSS JOIN attribution_setting AS s
    WHERE r.role IN ('co_sell', 'influence') AND coalesce(r.recorded_at <= s.as_of, TRUE)
    UNION ALL
    SELECT
        t.opportunity_id, t.partner_id, 'influenced', 'influence',
        CASE WHEN t.mdf_request_id IS NULL THEN 'INF-TOUCH' ELSE 'INF-MDF' END,
        t.kind, 'touch', t.event_id, t.occurred_at, t.occurred_day,
        NULL, coalesce(t.weight, 0),
        CASE
            WHEN NOT coalesce(t.in_window, FALSE) THEN 'TOUCH-WINDOW'
            WHEN coalesce(t.weight, 0) <= 0 THEN 'this kind of touch does not qualify'
        END
    FROM touch_link AS t
),
-- What blocks an object on one deal, by deal, and what blocks it on every deal.
blocked_object AS (
    SELECT
        object_kind, object_id,
        map_from_entries(
            list((opportunity_id, codes)) FILTER (opportunity_id IS NOT NULL)
        ) AS here,
        any_value(codes) FILTER (opportunity_id IS NULL) AS everywhere
    FROM blocked_act
    GROUP BY object_kind, object_id
),
judged AS (
    SELECT
        l.line_no, a.opportunity_id, l.product_family, l.reference_day,
        a.partner_id, a.category, a.role, a.reason_code, a.kind, a.object_kind, a.object_id,
        coalesce(a.occurred_at, CAST(l.created_date AS TIMESTAMP), s.as_of) AS occurred_at,
        coalesce(
            a.occurred_day,
            CAST(timezone(s.time_zone, timezone('UTC', a.occurred_at)) AS DATE),
            l.created_date,
            s.as_of_day
        ) AS occurred_day,
        a.agreed_ppm, a.weight,
        coalesce(b.here[a.opportunity_id], b.everywhere) AS finding_codes,
        coalesce(
            finding_codes,
            a.taken_out,
            CASE WHEN a.occurred_at > s.as_of THEN 'after the time that is asked for' END
        ) AS why
    FROM act AS a
    JOIN attributed_line AS l USING (opportunity_id)
    CROSS JOIN attribution_setting AS s
    LEFT JOIN blocked_object AS b
        ON b.object_kind = a.object_kind AND b.object_id = a.object_id
    UNION ALL
    SELECT
        line_no, opportunity_id, product_family, reference_day,
        partner_id, 'sourced', role, reason_code, role, object_kind, object_id,
        occurred_at, occurred_day, agreed_ppm, 1, finding_codes, why
    FROM claim
)
SELECT
    row_number() OVER () AS contribution_no,
    *
FROM (
    SELECT
        line_no, opportunity_id, product_family, partner_id, category, role, reason_code, kind,
        object_kind, object_id, occurred_at, occurred_day,
        CAST(greatest(reference_day - occurred_day, 0) AS BIGINT) AS days_before,
        agreed_ppm,
        CAST(weight AS BIGINT) AS weight,
        why IS NULL AS counts,
        finding_codes IS NOT NULL AS blocked,
        why
    FROM judged
    -- The total order: by line, category precedence, time, partner, event.
    ORDER BY
        line_no,
        CASE category WHEN 'sourced' THEN 1 WHEN 'co_sell' THEN 2 ELSE 3 END,
        occurred_at, partner_id, object_kind, object_id
);
