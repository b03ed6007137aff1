-- taxonomy, level 2: what agreed shares leave goes to the pools by the policy's weights
-- (domain model, section 4). A contribution settled by an agreed share has left its pool.
--
-- An empty sourced or co_sell pool's weight goes to the other of the two; an empty influenced
-- pool's goes to both in proportion to their weights, which is the same as leaving it out.
-- Influenced never gets another pool's weight; what no pool can take is DIRECT.

-- Inside its pool a partner weighs 1 (sourced, co_sell) or the sum of the weights of its
-- distinct kinds of touches: ten meetings count once. An influence role has no weight of its own.
CREATE OR REPLACE TEMP TABLE pool_member AS
WITH kind_of_touch AS (
    SELECT
        s.line_no, s.category_rank, s.partner_id, s.kind,
        min(s.step_no) AS step_no, max(s.kind_weight) AS kind_weight
    FROM step AS s
    LEFT JOIN agreed_line AS a USING (line_no)
    WHERE s.kind_weight > 0 AND (s.agreed_ppm IS NULL OR a.line_no IS NULL)
    GROUP BY s.line_no, s.category_rank, s.partner_id, s.kind
)
SELECT
    line_no, category_rank, partner_id,
    min(step_no) AS step_no, CAST(sum(kind_weight) AS BIGINT) AS weight
FROM kind_of_touch
GROUP BY line_no, category_rank, partner_id;

CREATE OR REPLACE TEMP TABLE to_split AS
WITH
filled AS (
    SELECT
        line_no,
        coalesce(bool_or(category_rank = 1), FALSE) AS sourced,
        coalesce(bool_or(category_rank = 2), FALSE) AS co_sell,
        coalesce(bool_or(category_rank = 3), FALSE) AS influenced
    FROM pool_member
    GROUP BY line_no
    UNION ALL
    SELECT DISTINCT line_no, FALSE, FALSE, FALSE
    FROM step
    WHERE line_no NOT IN (SELECT line_no FROM pool_member)
),
pool_weight AS (
    SELECT
        f.line_no,
        f.sourced AS has_sourced, f.co_sell AS has_co_sell, f.influenced AS has_influenced,
        CASE WHEN NOT f.sourced THEN 0
             WHEN f.co_sell THEN p.pool_sourced
             ELSE p.pool_sourced + p.pool_co_sell END AS sourced,
        CASE WHEN NOT f.co_sell THEN 0
             WHEN f.sourced THEN p.pool_co_sell
             ELSE p.pool_sourced + p.pool_co_sell END AS co_sell,
        CASE WHEN f.influenced THEN p.pool_influenced ELSE 0 END AS influenced,
        CASE WHEN f.sourced OR f.co_sell THEN 0
             ELSE p.pool_sourced + p.pool_co_sell END AS direct
    FROM filled AS f
    CROSS JOIN attribution_setting AS p
),
pool AS (
    SELECT line_no, 1 AS category_rank, sourced AS weight FROM pool_weight WHERE has_sourced
    UNION ALL
    SELECT line_no, 2, co_sell FROM pool_weight WHERE has_co_sell
    UNION ALL
    SELECT line_no, 3, influenced FROM pool_weight WHERE has_influenced
    UNION ALL
    -- A policy may give every filled pool the weight 0: then DIRECT has it all.
    SELECT line_no, 4, CASE WHEN sourced + co_sell + influenced = 0 THEN 1 ELSE direct END
    FROM pool_weight
    WHERE direct > 0 OR sourced + co_sell + influenced = 0
)
SELECT
    pool.line_no, pool.category_rank, CAST(pool.weight AS BIGINT) AS weight,
    0 AS pool, pool.category_rank AS step_no,
    coalesce(rest.credit, l.amount) AS amount,
    coalesce(rest.share, 1000000) AS units
FROM pool
JOIN split_line AS l USING (line_no)
LEFT JOIN agreed_part AS rest ON rest.line_no = pool.line_no AND rest.category_rank = 9;
