-- What stands at each place: the amounts of all steps of one partner on paths of one length, the
-- first and the last step apart. Every position model is a sum over these few rows, so they are
-- made once, by the first model that asks.
CREATE OR REPLACE TEMP TABLE path_place AS
SELECT
    partner_id, steps, place = 1 AS is_first, place = steps AS is_last, sum(amount) AS amount
FROM (
    SELECT
        unnest(partners) AS partner_id, generate_subscripts(partners, 1) AS place,
        len(partners) AS steps, amount
    FROM walk
)
GROUP BY partner_id, steps, is_first, is_last;
