-- Adjustments after lock: what each cause moves, to the cent (domain model, section 3).
--
-- In:  the tables of adjustment_causes.sql, locked_line, outcome_line, posted_adjustment.
-- Out: adjustment and adjustment_problem, both in the order of their causes.
--
-- The deal's total T (locked total and all deltas so far) is split by the credit locked, w:
-- floor(|T| * w / W) each, W the sum of w, and one unit more for the largest remainders; equal
-- ones by category precedence, product family and partner. A cause moves the difference between
-- the split after it and the split before it. T = W gives back w, T = 0 gives nothing to anyone.
-- |T| * w passes 64 bits, hence HUGEINT (128 bits).

-- Causes of a deal in order: those posted already as they were posted, the others by day.
-- weights_no is the step whose lines are the weights: 0 the lock, later the latest outcome.
CREATE OR REPLACE TEMP TABLE adjustment_step AS
WITH
taken AS (
    SELECT DISTINCT
        c.cause, c.caused_by, c.opportunity_id, c.caused_on, c.kind, c.amount_delta,
        c.source_file, c.source_row, p.posting
    FROM cause AS c
    LEFT JOIN posted_adjustment AS p USING (caused_by, caused_on)
    ANTI JOIN problem AS b
        ON b.cause = c.cause AND b.caused_by = c.caused_by AND b.caused_on = c.caused_on
            AND b.opportunity_id = c.opportunity_id
),
numbered AS (
    SELECT
        *,
        row_number() OVER (
            PARTITION BY opportunity_id ORDER BY posting NULLS LAST, caused_on, cause, caused_by
        ) AS step_no
    FROM taken
)
SELECT
    opportunity_id, 0 AS step_no, 0 AS weights_no, total, NULL AS cause, NULL AS caused_by,
    NULL AS caused_on, NULL AS kind, 0 AS amount_delta, NULL AS source_file, NULL AS source_row
FROM locked_deal
SEMI JOIN numbered USING (opportunity_id)
UNION ALL
SELECT
    n.opportunity_id, n.step_no,
    coalesce(max(CASE WHEN n.cause = 'dispute' THEN n.step_no END) OVER so_far, 0),
    d.total + CAST(sum(n.amount_delta) OVER so_far AS HUGEINT),
    n.cause, n.caused_by, n.caused_on, n.kind, n.amount_delta, n.source_file, n.source_row
FROM numbered AS n
JOIN locked_deal AS d USING (opportunity_id)
WINDOW so_far AS (
    PARTITION BY n.opportunity_id ORDER BY n.step_no
    ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW
);

-- The lines by which a total is split. Where their credit adds up to nothing, it stays with
-- whoever has it (kept), and shares are the weights. W is made positive, so that the floor and the
-- remainder mean the same for a deal that was locked below zero.
CREATE OR REPLACE TEMP TABLE adjustment_weight AS
WITH
line AS (
    SELECT
        opportunity_id, 0 AS weights_no, product_family, partner_id, line_category,
        headline_category, sum(credit) AS credit, sum(share) AS share
    FROM locked_line
    SEMI JOIN adjustment_step USING (opportunity_id)
    GROUP BY ALL
    UNION ALL
    SELECT
        o.opportunity_id, s.step_no, o.product_family, o.partner_id, o.line_category,
        o.headline_category, sum(o.credit), sum(o.share)
    FROM outcome_line AS o
    JOIN adjustment_step AS s
        ON s.cause = 'dispute' AND s.caused_by = o.dispute_id AND s.caused_on = o.decided_on
            AND s.opportunity_id = o.opportunity_id
    GROUP BY ALL
),
summed AS (
    SELECT
        *,
        sum(credit) OVER deal AS credits,
        sum(share) OVER deal AS shares
    FROM line
    WINDOW deal AS (PARTITION BY opportunity_id, weights_no)
)
SELECT
    * EXCLUDE (credit, share, credits, shares),
    CASE line_category
        WHEN 'sourced' THEN 1 WHEN 'co_sell' THEN 2 WHEN 'influenced' THEN 3 ELSE 4
    END AS category_rank,
    CASE WHEN credits = 0 THEN credit ELSE 0 END AS kept,
    CASE WHEN credits = 0 THEN share ELSE credit * sign(credits)::HUGEINT END AS weight,
    CASE WHEN credits = 0 THEN shares ELSE abs(credits) END AS weights
FROM summed;

CREATE OR REPLACE TEMP TABLE adjustment_position AS
WITH
product AS (
    SELECT
        s.opportunity_id, s.step_no, s.total, w.* EXCLUDE (opportunity_id, weights_no),
        CAST(abs(s.total) AS HUGEINT) * CAST(w.weight AS HUGEINT) AS product
    FROM adjustment_step AS s
    JOIN adjustment_weight AS w USING (opportunity_id, weights_no)
    WHERE w.weights <> 0
),
remainder AS (
    -- A remainder is from 0 to W - 1, also of a negative product.
    SELECT *, ((product % weights) + weights) % weights AS rest
    FROM product
),
placed AS (
    SELECT
        *,
        (product - rest) // weights AS floor,
        sum(rest) OVER step // weights AS left_over,
        row_number() OVER (
            step ORDER BY rest DESC, category_rank, product_family, partner_id, headline_category
        ) AS place
    FROM remainder
    WINDOW step AS (PARTITION BY opportunity_id, step_no)
)
SELECT
    opportunity_id, step_no, product_family, partner_id, line_category, category_rank,
    headline_category,
    kept + (floor + CASE WHEN place <= left_over THEN 1 ELSE 0 END)
        * CASE WHEN total < 0 THEN -1 ELSE 1 END AS amount
FROM placed;

-- None of a deal's causes is adjusted where one of them cannot be.
CREATE OR REPLACE TEMP TABLE stuck_deal AS
SELECT
    opportunity_id, 'no_weights' AS code, 'its lines have neither credit nor shares' AS message,
    'give the lines their shares' AS remedy
FROM adjustment_step AS s
ANTI JOIN adjustment_position AS p USING (opportunity_id, step_no)
UNION
SELECT
    opportunity_id, 'too_large', 'a line would pass 15 digits of minor units',
    'correct the amounts of its events'
FROM adjustment_position
WHERE abs(amount) > 999999999999999;

INSERT INTO problem BY NAME
SELECT
    k.code, s.cause, s.caused_by, s.caused_on, s.opportunity_id, 'amount_delta' AS field,
    'deal ' || s.opportunity_id || ' cannot be split: ' || k.message AS message, k.remedy,
    FALSE AS counted, s.source_file, s.source_row
FROM stuck_deal AS k
JOIN adjustment_step AS s USING (opportunity_id)
WHERE s.step_no > 0;

-- What is adjusted as it was given, although it may not be what was meant.
INSERT INTO problem BY NAME
WITH
signed AS (
    SELECT
        s.*,
        CASE WHEN d.total < 0 THEN -1 ELSE 1 END * s.total AS rest,
        CASE WHEN d.total < 0 THEN -1 ELSE 1 END * s.amount_delta AS raised
    FROM adjustment_step AS s
    JOIN locked_deal AS d USING (opportunity_id)
    WHERE s.cause = 'booking_event'
),
odd AS (
    SELECT
        *,
        CASE
            WHEN kind = 'cancellation' AND rest <> 0 THEN 'cancellation_leaves_rest'
            WHEN kind = 'refund' AND raised > 0 THEN 'refund_raises'
            WHEN kind = 'reinstatement' AND raised < 0 THEN 'reinstatement_lowers'
            WHEN rest < 0 THEN 'below_zero'
        END AS code
    FROM signed
)
SELECT
    code, cause, caused_by, caused_on, opportunity_id, 'amount_delta' AS field,
    'the booking of deal ' || opportunity_id || ' then is ' || CAST(total AS VARCHAR)
        || ' minor units, after a ' || replace(kind, '_', ' ') || ' of '
        || CAST(amount_delta AS VARCHAR) AS message,
    'compare kind and amount with the source document' AS remedy,
    TRUE AS counted, source_file, source_row
FROM odd
ANTI JOIN stuck_deal USING (opportunity_id)
WHERE code IS NOT NULL;

CREATE OR REPLACE TABLE adjustment AS
WITH
change AS (
    SELECT * FROM adjustment_position
    UNION ALL
    SELECT * REPLACE (step_no + 1 AS step_no, -amount AS amount) FROM adjustment_position
)
SELECT
    c.opportunity_id, c.product_family, c.partner_id, c.line_category, c.headline_category,
    CAST(sum(c.amount) AS BIGINT) AS credit,
    d.currency, s.cause, s.caused_by, s.caused_on
FROM change AS c
JOIN adjustment_step AS s ON s.opportunity_id = c.opportunity_id AND s.step_no = c.step_no
JOIN locked_deal AS d ON d.opportunity_id = c.opportunity_id
ANTI JOIN stuck_deal AS k ON k.opportunity_id = c.opportunity_id
WHERE s.step_no > 0
GROUP BY
    c.opportunity_id, c.product_family, c.partner_id, c.line_category, c.headline_category,
    c.category_rank, d.currency, s.cause, s.caused_by, s.caused_on
-- A difference of nothing is not posted.
HAVING sum(c.amount) <> 0
ORDER BY
    s.caused_on, s.cause, s.caused_by, c.opportunity_id, c.category_rank, c.product_family,
    c.partner_id, c.headline_category;

CREATE OR REPLACE TABLE adjustment_problem AS
SELECT * FROM problem ORDER BY caused_on, cause, caused_by, opportunity_id, code, field, message;

DROP TABLE temp.problem;
DROP TABLE temp.stuck_deal;
DROP TABLE temp.adjustment_position;
DROP TABLE temp.adjustment_weight;
DROP TABLE temp.adjustment_step;
DROP TABLE temp.cause;
DROP TABLE temp.locked_deal;
