-- Journeys: what counted on every deal, won, lost or open, in the order in which it happened.
-- A deal of several lines is one journey: a contribution to several of its lines is one step.
CREATE OR REPLACE TEMP VIEW journey AS
SELECT
    l.opportunity_id, l.close_quarter, l.is_won, l.is_closed,
    min(c.contribution_no) AS step_no,
    epoch_us(c.occurred_at) AS moment,
    c.partner_id
FROM contribution AS c
JOIN attributed_line AS l USING (line_no)
WHERE c.counts
GROUP BY
    l.opportunity_id, l.close_quarter, l.is_won, l.is_closed,
    c.occurred_at, c.partner_id, c.object_kind, c.object_id;
