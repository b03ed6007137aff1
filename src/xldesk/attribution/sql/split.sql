-- Exact split of whole numbers by largest remainder (architecture, decision 7).
--
-- In:  :source, one row a part: (line_no, pool) is the group that is split; amount (minor units),
--      units (parts per million), weights (the sum of the parts' weights) and first_no (their
--      least step_no) are the group's, the same on each of its rows; weight >= 0 is the part's;
--      step_no is its place in the total order, those of a group less than 2^32 apart. All other
--      columns are carried.
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
checked AS (
    SELECT
        * EXCLUDE (weights),
        CASE
            WHEN weights BETWEEN 1 AND 2000000000 THEN weights
            ELSE error('the weights of one split must add up to 1 to 2,000,000,000')
        END AS weights
    FROM :source
),
divided AS (
    SELECT
        *,
        (abs(amount) // weights) * weight + ((abs(amount) % weights) * weight) // weights
            AS credit_floor,
        (units // weights) * weight + ((units % weights) * weight) // weights AS share_floor,
        ((abs(amount) % weights) * weight) % weights AS credit_rest,
        ((units % weights) * weight) % weights AS share_rest
    FROM checked
),
-- A part's place among the remainders as one number: the largest first, then the total order.
placed AS (
    SELECT
        *,
        (weights - credit_rest) * 4294967296 + (step_no - first_no) AS credit_place,
        (weights - share_rest) * 4294967296 + (step_no - first_no) AS share_place
    FROM divided
),
-- The remainders of a group add up to a whole number of W: the units left to give. The last place
-- that still gets one is found in the sorted list; NULL where nothing is left.
last_place AS (
    SELECT
        line_no, pool,
        list_sort(list(credit_place))[CAST(sum(credit_rest) // any_value(weights) AS BIGINT)]
            AS credit_last,
        list_sort(list(share_place))[CAST(sum(share_rest) // any_value(weights) AS BIGINT)]
            AS share_last
    FROM placed
    WHERE credit_rest > 0 OR share_rest > 0
    GROUP BY line_no, pool
)
SELECT
    p.* EXCLUDE (
        amount, units, weights, first_no, credit_floor, credit_rest, share_floor, share_rest,
        credit_place, share_place
    ),
    (p.credit_floor + CAST(coalesce(p.credit_place <= l.credit_last, FALSE) AS BIGINT))
        * CASE WHEN p.amount < 0 THEN -1 ELSE 1 END AS credit,
    p.share_floor + CAST(coalesce(p.share_place <= l.share_last, FALSE) AS BIGINT) AS share
FROM placed AS p
LEFT JOIN last_place AS l USING (line_no, pool);
