-- Position models: first, registration, creation, close, last, and all other steps as the rest
-- (domain model, section 4). position_weight holds the weights, 0 for what is no position.
--
-- Steps stand in time; at the same time in the total order. One step may have several positions
-- and their weights together. A position that no step has is left out, which shares its weight
-- among the others in proportion. With n steps in the rest a position weighs n times its weight
-- and each of the rest the rest's own: whole numbers, however many they are.
CREATE OR REPLACE TEMP TABLE weighted AS
WITH
placed AS (
    SELECT
        s.line_no,
        count(*) AS steps,
        arg_min(s.step_no, {'moment': s.moment, 'step_no': s.step_no}) AS first_no,
        min(s.step_no) FILTER (s.category_rank = 1) AS registration_no,
        arg_max(s.step_no, {'moment': s.moment, 'step_no': s.step_no})
            FILTER (s.occurred_day <= l.created_date) AS creation_no,
        arg_max(s.step_no, {'moment': s.moment, 'step_no': s.step_no})
            FILTER (s.occurred_day <= l.reference_day) AS close_no,
        arg_max(s.step_no, {'moment': s.moment, 'step_no': s.step_no}) AS last_no
    FROM step AS s
    JOIN split_line AS l USING (line_no)
    GROUP BY s.line_no
),
held AS (
    SELECT
        p.line_no,
        unnest([p.first_no, p.registration_no, p.creation_no, p.close_no, p.last_no]) AS step_no,
        unnest([w.first, w.registration, w.creation, w.close, w.last]) AS weight
    FROM placed AS p
    CROSS JOIN position_weight AS w
),
holder AS (
    SELECT line_no, step_no, CAST(sum(weight) AS BIGINT) AS weight
    FROM held
    WHERE step_no IS NOT NULL AND weight > 0
    GROUP BY line_no, step_no
),
line_rest AS (
    SELECT
        p.line_no,
        CASE WHEN w.rest = 0 THEN 1 ELSE greatest(p.steps - coalesce(h.holders, 0), 1) END AS in_rest
    FROM placed AS p
    CROSS JOIN position_weight AS w
    LEFT JOIN (SELECT line_no, count(*) AS holders FROM holder GROUP BY line_no) AS h
        USING (line_no)
)
SELECT
    s.line_no, s.category_rank, s.partner_id, min(s.step_no) AS step_no,
    sum(coalesce(h.weight * r.in_rest, w.rest)) AS weight
FROM step AS s
JOIN line_rest AS r USING (line_no)
CROSS JOIN position_weight AS w
LEFT JOIN holder AS h ON h.line_no = s.line_no AND h.step_no = s.step_no
GROUP BY s.line_no, s.category_rank, s.partner_id;
