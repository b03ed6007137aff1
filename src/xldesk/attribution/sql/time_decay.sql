-- time_decay: a step weighs 2^(-days before close / half-life) (domain model, section 4).
--
-- Only proportions matter, so days are counted from the line's latest step: however long ago
-- all of them are, the latest weighs 1. decay(days, parts) holds that weight in 10^18 parts,
-- made once from the policy's half-life in decimal arithmetic, never in an engine's floating
-- point. With n steps on the line one step weighs at most 10^9 / n, rounded half up, so the
-- weights of a line stay near 10^9 and far below the 2 * 10^9 that the exact split takes.
CREATE OR REPLACE TEMP TABLE weighted AS
WITH
line_steps AS (
    SELECT line_no, min(days_before) AS latest, count(*) AS steps
    FROM step
    GROUP BY line_no
)
SELECT
    s.line_no, s.category_rank, s.partner_id, min(s.step_no) AS step_no,
    CAST(sum((d.parts + n.steps * 500000000) // (n.steps * 1000000000)) AS BIGINT) AS weight
FROM step AS s
JOIN line_steps AS n USING (line_no)
JOIN decay AS d ON d.days = s.days_before - n.latest
GROUP BY s.line_no, s.category_rank, s.partner_id;
