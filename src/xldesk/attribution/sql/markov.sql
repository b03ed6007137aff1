-- markov: a deal is shared by its distinct partners in proportion to their removal effects in the
-- chain of its close quarter (domain model, section 4). removal_effect holds them, rounded once to
-- whole parts per million. A deal that is open, or has no quarter, takes the latest quarter that
-- ended before the time asked for and has closed deals with partners. Where nobody on the deal has
-- an effect, they share equally. A partner of several categories has one line, under the highest.
CREATE OR REPLACE TEMP TABLE weighted AS
WITH
latest AS (
    SELECT arg_max(f.fit, q.last_day) AS fit
    FROM (SELECT DISTINCT fit FROM removal_effect) AS f
    JOIN fiscal_quarter AS q ON q.period = f.fit
    CROSS JOIN attribution_setting AS s
    WHERE q.last_day < s.as_of_day
),
line_fit AS (
    SELECT
        l.line_no,
        CASE WHEN l.is_closed AND l.close_quarter IS NOT NULL THEN l.close_quarter ELSE latest.fit END
            AS fit
    FROM split_line AS l
    CROSS JOIN latest
),
member AS (
    SELECT
        s.line_no, f.fit, s.partner_id,
        min(s.category_rank) AS category_rank, min(s.step_no) AS step_no
    FROM step AS s
    JOIN line_fit AS f USING (line_no)
    GROUP BY s.line_no, f.fit, s.partner_id
),
effective AS (
    SELECT m.*, coalesce(e.ppm, 0) AS ppm
    FROM member AS m
    LEFT JOIN removal_effect AS e ON e.fit = m.fit AND e.partner_id = m.partner_id
)
SELECT
    line_no, category_rank, partner_id, step_no,
    CASE WHEN any_effect.ppm > 0 THEN effective.ppm ELSE 1 END AS weight
FROM effective
JOIN (SELECT line_no, max(ppm) AS ppm FROM effective GROUP BY line_no) AS any_effect
    USING (line_no);
