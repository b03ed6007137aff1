-- The stage of acceptance is what the role says, else what the deal's history says.
WITH role AS (
    SELECT
        p.*,
        CASE WHEN p.accepted_by_partner_at <= b.as_of THEN p.accepted_by_partner_at END AS by_partner,
        CASE WHEN p.accepted_by_us_at <= b.as_of THEN p.accepted_by_us_at END AS by_us,
        CASE
            WHEN by_partner IS NOT NULL AND by_us IS NOT NULL THEN greatest(by_partner, by_us)
        END AS accepted_at
    FROM partner_role AS p
    CROSS JOIN basis AS b
    WHERE p.role = 'co_sell' AND coalesce(p.recorded_at <= b.as_of, true)
),
staged AS (
    SELECT r.*, coalesce(own.name, history.stage) AS stage
    FROM role AS r
    LEFT JOIN policy_stage AS own ON own.name = r.accepted_at_stage
    ASOF LEFT JOIN stage_change AS history
        ON history.opportunity_id = r.opportunity_id AND r.accepted_at >= history.changed_at
),
judged AS (
    SELECT
        s.*,
        CASE
            WHEN s.by_partner IS NULL AND s.by_us IS NULL THEN 'neither side has accepted the role'
            WHEN s.by_partner IS NULL THEN 'the partner has not accepted the role'
            WHEN s.by_us IS NULL THEN 'we have not accepted the role'
            WHEN stage.ord > b.latest_stage_ord
            THEN 'accepted at stage ' || shown(s.stage) || ', after ' || shown(b.latest_stage)
            WHEN o.closed AND local_day(s.accepted_at) > o.close_date
            THEN 'accepted on ' || local_day(s.accepted_at) || ', after the deal closed on '
                || o.close_date
        END AS breach
    FROM staged AS s
    CROSS JOIN basis AS b
    LEFT JOIN policy_stage AS stage ON stage.name = s.stage
    LEFT JOIN opportunity_state AS o ON o.opportunity_id = s.opportunity_id
)
SELECT
    opportunity_id || '/' || partner_id || '/' || role AS object_id,
    id_part(opportunity_id) || '/' || id_part(partner_id) || '/' || role AS key_id,
    opportunity_id,
    CASE
        WHEN by_partner IS NULL THEN 'accepted_by_partner_at'
        WHEN by_us IS NULL THEN 'accepted_by_us_at'
        ELSE 'accepted_at_stage'
    END AS field,
    'co-sell of partner ' || shown(partner_id) || ': ' || breach AS message,
    CASE
        WHEN accepted_at IS NOT NULL
        THEN 'show evidence of an earlier agreement and resolve, or take the role off the deal'
    END AS remedy,
    source_file,
    source_row,
    ledger_at
FROM judged
WHERE breach IS NOT NULL
