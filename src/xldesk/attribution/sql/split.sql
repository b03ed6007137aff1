-- Exact split of whole numbers by largest remainder (architecture, decision 7).
--
-- In:  :source, one row a part: (line_no, pool) is the group that is split; amount (minor units)
--      and units (parts per million) are the group's, the same on each of its rows; weight >= 0
--      is the part's; step_no is its place in the total order. All other columns are carried.
-- Out: :target, the same rows with the part's own credit and share instead. They add up to the
--      group's amount and units exactly.
--
-- With W the sum of the weights, q = amount // W and r = amount % W, a part first gets
--     q * weight + (r * weight) // W
-- and what is then left, fewer units than there are parts, goes one unit each to the largest
-- remainders (r * weight) % W. Equal remainders: the total order.
-- r * weight < W * W, so W <= 2 * 10^9 keeps every step inside 64-bit integers.
-- A negative amount is split by its absolute value; every part gets the sign back.
CREATE OR REPLACE TEMP TABLE :target AS
WITH
total AS (
    SELECT line_no, pool, CAST(sum(weight) AS BIGINT) AS weights
    FROM :source
    GROUP BY line_no, pool
),
checked AS (
    SELECT
        line_no, pool,
        CASE
            WHEN weights BETWEEN 1 AND 2000000000 THEN weights
            ELSE error('the weights of one split must add up to 1 to 2,000,000,000')
        END AS weights
    FROM total
),
divided AS (
    SELECT
        s.*,
        t.weights,
        (abs(s.amount) // t.weights) * s.weight
            + ((abs(s.amount) % t.weights) * s.weight) // t.weights AS credit_floor,
        ((abs(s.amount) % t.weights) * s.weight) % t.weights AS credit_rest,
        (s.units // t.weights) * s.weight
            + ((s.units % t.weights) * s.weight) // t.weights AS share_floor,
        ((s.units % t.weights) * s.weight) % t.weights AS share_rest
    FROM :source AS s
    JOIN checked AS t USING (line_no, pool)
),
-- The remainders of a group add up to a whole number of W: the units left to give.
-- A part without remainder never gets one of them, so only the others need a place.
placed AS (
    SELECT
        *,
        CAST(sum(credit_rest) OVER grp AS BIGINT) // weights AS credit_left,
        CAST(sum(share_rest) OVER grp AS BIGINT) // weights AS share_left,
        row_number() OVER (grp ORDER BY credit_rest DESC, step_no) AS credit_place,
        row_number() OVER (grp ORDER BY share_rest DESC, step_no) AS share_place
    FROM divided
    WHERE credit_rest > 0 OR share_rest > 0
    WINDOW grp AS (PARTITION BY line_no, pool)
)
SELECT
    * EXCLUDE (
        amount, units, weights, credit_floor, credit_rest, share_floor, share_rest,
        credit_left, share_left, credit_place, share_place
    ),
    (credit_floor + CASE WHEN credit_place <= credit_left THEN 1 ELSE 0 END)
        * CASE WHEN amount < 0 THEN -1 ELSE 1 END AS credit,
    share_floor + CASE WHEN share_place <= share_left THEN 1 ELSE 0 END AS share
FROM placed
UNION ALL
SELECT
    * EXCLUDE (amount, units, weights, credit_floor, credit_rest, share_floor, share_rest),
    credit_floor * CASE WHEN amount < 0 THEN -1 ELSE 1 END AS credit,
    share_floor AS share
FROM divided
WHERE credit_rest = 0 AND share_rest = 0;
