-- Qualified: past the stages that no forecast counts, by the deal's history or where it stands.
WITH qualified AS (
    SELECT c.opportunity_id, min(local_day(c.changed_at)) AS day
    FROM stage_change AS c
    JOIN policy_stage AS s ON s.name = c.stage AND s.forecast <> 'omitted' AND NOT s.is_closed
    GROUP BY c.opportunity_id
),
judged AS (
    SELECT
        t.*,
        CASE
            WHEN t.milestone = 'registration_approved' THEN CASE
                WHEN g.registration_id IS NULL THEN 'no registration of the partner is named that is known'
                WHEN NOT g.approved THEN 'registration ' || shown(g.registration_id) || ' is not approved'
                WHEN local_day(r.decided_at) > t.occurred_on
                THEN 'registration ' || shown(g.registration_id) || ' was approved on '
                    || local_day(r.decided_at)
            END
            WHEN o.opportunity_id IS NULL THEN 'no deal is named that is known'
            WHEN t.milestone = 'opportunity_qualified' THEN CASE
                WHEN q.day > t.occurred_on THEN shown(o.opportunity_id) || ' was qualified on ' || q.day
                WHEN q.day IS NULL AND NOT coalesce(s.forecast <> 'omitted' AND (NOT s.is_closed OR s.is_won), false)
                THEN shown(o.opportunity_id) || ' is at stage ' || coalesce(shown(d.stage), 'unknown')
            END
            WHEN NOT o.won THEN shown(o.opportunity_id) || ' is not won'
            WHEN t.milestone = 'closed_won' AND coalesce(o.close_date > t.occurred_on, true)
            THEN shown(o.opportunity_id) || ' closed on ' || coalesce(CAST(o.close_date AS VARCHAR), 'no day')
            WHEN t.milestone = 'go_live' AND d.go_live_date IS NULL
            THEN shown(o.opportunity_id) || ' has no day of going live'
            WHEN t.milestone = 'go_live' AND d.go_live_date > t.occurred_on
            THEN shown(o.opportunity_id) || ' goes live on ' || d.go_live_date
        END AS breach
    FROM spif_known AS t
    LEFT JOIN registration_state AS g
        ON g.registration_id = t.registration_id AND g.partner_id = t.partner_id
    LEFT JOIN deal_registration AS r ON r.registration_id = g.registration_id
    LEFT JOIN opportunity_state AS o ON o.opportunity_id = t.deal_id
    LEFT JOIN opportunity AS d ON d.opportunity_id = o.opportunity_id
    LEFT JOIN policy_stage AS s ON s.name = d.stage
    LEFT JOIN qualified AS q ON q.opportunity_id = o.opportunity_id
    WHERE t.state IN ('accrued', 'approved', 'paid')
)
SELECT
    transaction_id AS object_id,
    deal_id AS opportunity_id,
    'milestone' AS field,
    t.milestone || ' on ' || t.occurred_on || ': ' || t.breach AS message,
    source_file,
    source_row,
    ledger_at
FROM judged AS t
WHERE breach IS NOT NULL
