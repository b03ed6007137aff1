-- taxonomy, level 2: what agreed shares leave goes to the pools by the policy's weights
-- (domain model, section 4). A contribution settled by an agreed share has left its pool.
--
-- An empty sourced or co_sell pool's weight goes to the other of the two; an empty influenced
-- pool's goes to both in proportion to their weights, which is the same as leaving it out.
-- Influenced never gets another pool's weight; what no pool can take is DIRECT.

-- Inside its pool a partner weighs 1 (sourced, co_sell) or the sum of the weights of its
-- distinct kinds of touches: ten meetings count once. An influence role has no weight of its own.
CREATE OR REPLACE TEMP TABLE pool_member AS
WITH
open_step AS (
    SELECT line_no, category_rank, partner_id, kind, step_no, kind_weight
    FROM step
    WHERE kind_weight > 0 AND agreed_ppm IS NULL
    UNION ALL
    SELECT line_no, category_rank, partner_id, kind, step_no, kind_weight
    FROM step
    ANTI JOIN agreed_line USING (line_no)
    WHERE kind_weight > 0 AND agreed_ppm IS NOT NULL
),
member AS (
    SELECT
        line_no, category_rank, partner_id, min(step_no) AS step_no, max(kind_weight) AS weight,
        count(*) > 1 AS several
    FROM open_step
    GROUP BY line_no, category_rank, partner_id
),
kind_of_touch AS (
    SELECT line_no, category_rank, partner_id, kind, max(kind_weight) AS kind_weight
    FROM open_step
    SEMI JOIN (FROM member WHERE several) USING (line_no, category_rank, partner_id)
    GROUP BY line_no, category_rank, partner_id, kind
),
kinds_together AS (
    SELECT line_no, category_rank, partner_id, CAST(sum(kind_weight) AS BIGINT) AS weight
    FROM kind_of_touch
    GROUP BY line_no, category_rank, partner_id
)
SELECT line_no, category_rank, partner_id, step_no, weight FROM member WHERE NOT several
UNION ALL
SELECT m.line_no, m.category_rank, m.partner_id, m.step_no, k.weight
FROM member AS m
JOIN kinds_together AS k USING (line_no, category_rank, partner_id)
WHERE m.several;

-- The pools of a line stand in one row, so that their split needs no grouping: the arithmetic is
-- that of split.sql over four parts, in the order sourced, co_sell, influenced, DIRECT.
CREATE OR REPLACE TEMP TABLE pool_split AS
WITH
filled AS (
    SELECT
        line_no,
        bool_or(category_rank = 1) AS sourced,
        bool_or(category_rank = 2) AS co_sell,
        bool_or(category_rank = 3) AS influenced,
        -- What split.sql wants of each pool.
        CAST(sum(weight) FILTER (category_rank = 1) AS BIGINT) AS weights_1,
        CAST(sum(weight) FILTER (category_rank = 2) AS BIGINT) AS weights_2,
        CAST(sum(weight) FILTER (category_rank = 3) AS BIGINT) AS weights_3,
        min(step_no) FILTER (category_rank = 1) AS first_1,
        min(step_no) FILTER (category_rank = 2) AS first_2,
        min(step_no) FILTER (category_rank = 3) AS first_3
    FROM pool_member
    GROUP BY line_no
    UNION ALL
    -- Every step of these lines is settled by an agreed share, or has no weight of its own.
    SELECT line_no, FALSE, FALSE, FALSE, NULL, NULL, NULL, NULL, NULL, NULL
    FROM (SELECT DISTINCT line_no FROM step WHERE agreed_ppm IS NOT NULL OR kind_weight = 0)
    ANTI JOIN pool_member USING (line_no)
),
pool_weight AS (
    SELECT
        f.*,
        CASE WHEN NOT f.sourced THEN 0
             WHEN f.co_sell THEN p.pool_sourced
             ELSE p.pool_sourced + p.pool_co_sell END AS w1,
        CASE WHEN NOT f.co_sell THEN 0
             WHEN f.sourced THEN p.pool_co_sell
             ELSE p.pool_sourced + p.pool_co_sell END AS w2,
        CASE WHEN f.influenced THEN p.pool_influenced ELSE 0 END AS w3,
        -- A policy may give every filled pool the weight 0: then DIRECT has it all.
        CASE WHEN f.sourced OR f.co_sell THEN CASE WHEN w1 + w2 + w3 = 0 THEN 1 ELSE 0 END
             ELSE greatest(p.pool_sourced + p.pool_co_sell, CASE WHEN w3 = 0 THEN 1 ELSE 0 END)
        END AS w4,
        w1 + w2 + w3 + w4 AS weights
    FROM filled AS f
    CROSS JOIN attribution_setting AS p
),
whole AS (
    SELECT
        w.*,
        sign(coalesce(rest.credit, l.amount)) AS sign,
        abs(coalesce(rest.credit, l.amount)) AS amount,
        coalesce(rest.share, 1000000) AS units
    FROM pool_weight AS w
    JOIN split_line AS l USING (line_no)
    LEFT JOIN (FROM agreed_part WHERE category_rank = 9) AS rest ON rest.line_no = w.line_no
),
remainder AS (
    SELECT
        *,
        (amount % weights) * w1 % weights AS c1,
        (amount % weights) * w2 % weights AS c2,
        (amount % weights) * w3 % weights AS c3,
        (amount % weights) * w4 % weights AS c4,
        (c1 + c2 + c3 + c4) // weights AS credit_left,
        (units % weights) * w1 % weights AS s1,
        (units % weights) * w2 % weights AS s2,
        (units % weights) * w3 % weights AS s3,
        (units % weights) * w4 % weights AS s4,
        (s1 + s2 + s3 + s4) // weights AS share_left
    FROM whole
)
-- A pool gets a unit that is left where fewer remainders stand before its own than there are units.
SELECT
    line_no, sourced, co_sell, influenced, w1, w2, w3, w4,
    weights_1, weights_2, weights_3, first_1, first_2, first_3,
    sign * (amount // weights * w1 + (amount % weights) * w1 // weights
        + CAST((c2 > c1)::INT + (c3 > c1)::INT + (c4 > c1)::INT < credit_left AS INT)) AS credit_1,
    sign * (amount // weights * w2 + (amount % weights) * w2 // weights
        + CAST((c1 >= c2)::INT + (c3 > c2)::INT + (c4 > c2)::INT < credit_left AS INT)) AS credit_2,
    sign * (amount // weights * w3 + (amount % weights) * w3 // weights
        + CAST((c1 >= c3)::INT + (c2 >= c3)::INT + (c4 > c3)::INT < credit_left AS INT))
        AS credit_3,
    sign * (amount // weights * w4 + (amount % weights) * w4 // weights
        + CAST((c1 >= c4)::INT + (c2 >= c4)::INT + (c3 >= c4)::INT < credit_left AS INT))
        AS credit_4,
    units // weights * w1 + (units % weights) * w1 // weights
        + CAST((s2 > s1)::INT + (s3 > s1)::INT + (s4 > s1)::INT < share_left AS INT) AS share_1,
    units // weights * w2 + (units % weights) * w2 // weights
        + CAST((s1 >= s2)::INT + (s3 > s2)::INT + (s4 > s2)::INT < share_left AS INT) AS share_2,
    units // weights * w3 + (units % weights) * w3 // weights
        + CAST((s1 >= s3)::INT + (s2 >= s3)::INT + (s4 > s3)::INT < share_left AS INT) AS share_3,
    units // weights * w4 + (units % weights) * w4 // weights
        + CAST((s1 >= s4)::INT + (s2 >= s4)::INT + (s3 >= s4)::INT < share_left AS INT) AS share_4
FROM remainder;

-- The same, one row a pool that somebody is in, and one of DIRECT where it has a weight.
CREATE OR REPLACE TEMP VIEW pool_part AS
SELECT line_no, 1 AS category_rank, w1 AS weight, credit_1 AS credit, share_1 AS share
FROM pool_split
WHERE sourced
UNION ALL
SELECT line_no, 2, w2, credit_2, share_2 FROM pool_split WHERE co_sell
UNION ALL
SELECT line_no, 3, w3, credit_3, share_3 FROM pool_split WHERE influenced
UNION ALL
SELECT line_no, 4, w4, credit_4, share_4 FROM pool_split WHERE w4 > 0;
