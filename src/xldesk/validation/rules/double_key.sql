-- Deals that could be one, by account and by cell: deals of one cell are within the days and the
-- amount that the policy allows, and those that are within them lie in the same cell or the next.
-- Of each cell so many deals are offered; each deal is compared with those of nine cells.
CREATE OR REPLACE TABLE double_deal AS
WITH RECURSIVE above AS (
    SELECT opportunity_id, opportunity_id AS ancestor_id
    FROM opportunity_state
    WHERE parent_opportunity_id IS NOT NULL
    UNION
    SELECT a.opportunity_id, o.parent_opportunity_id
    FROM above AS a
    JOIN opportunity_state AS o ON o.opportunity_id = a.ancestor_id
    WHERE o.parent_opportunity_id IS NOT NULL
),
-- The ancestor without a parent; where parents go round in a circle, the first of it by id.
root AS (
    SELECT
        a.opportunity_id,
        coalesce(min(a.ancestor_id) FILTER (o.parent_opportunity_id IS NULL), min(a.ancestor_id))
            AS root_id
    FROM above AS a
    LEFT JOIN opportunity_state AS o ON o.opportunity_id = a.ancestor_id
    GROUP BY a.opportunity_id
)
SELECT
    s.opportunity_id,
    coalesce(r.root_id, s.opportunity_id) AS root_id,
    nullif(trim(o.account_id), '') AS account_id,
    s.domain,
    s.name,
    s.country,
    s.type,
    nullif(trim(o.contract_id), '') AS contract_id,
    o.term_months,
    o.amount,
    s.close_date,
    concat_ws(' ', s.type, s.currency, coalesce(family_key(s.product_family), '?')) AS kind,
    CAST(floor((s.close_date - DATE '1970-01-01') / (b.double_days + 1)) AS BIGINT) AS day_cell,
    CASE
        WHEN b.double_amount = 0 THEN o.amount
        WHEN b.double_amount = 1 THEN 0
        ELSE CAST(floor(ln(o.amount) / -ln(1 - CAST(b.double_amount AS DOUBLE))) AS BIGINT)
    END AS amount_cell
FROM opportunity_state AS s
JOIN opportunity AS o ON o.opportunity_id = s.opportunity_id
CROSS JOIN basis AS b
LEFT JOIN root AS r ON r.opportunity_id = s.opportunity_id
WHERE b.double_days IS NOT NULL
    AND o.amount > 0
    AND s.close_date IS NOT NULL
    AND s.currency IS NOT NULL
    AND (s.won OR NOT s.closed);

CREATE OR REPLACE TABLE double_offered AS
WITH keyed AS (
    SELECT
        unnest(list_filter(
            [
                {'sign': 'id', 'account': account_id},
                {'sign': 'domain', 'account': domain},
                {'sign': 'name', 'account': name}
            ],
            lambda key: key.account IS NOT NULL
        ), recursive := true),
        *
    FROM double_deal
),
ranked AS (
    SELECT
        *,
        row_number() OVER (
            PARTITION BY sign, account, kind, day_cell, amount_cell, root_id ORDER BY opportunity_id
        ) AS of_root
    FROM keyed
)
SELECT ranked.* EXCLUDE (of_root)
FROM ranked
CROSS JOIN basis AS b
QUALIFY row_number() OVER (
    PARTITION BY sign, account, kind, day_cell, amount_cell ORDER BY of_root, opportunity_id
) <= b.deals_compared;

-- A deal that is the only one of its account is not asked about.
CREATE OR REPLACE TABLE double_asked AS
WITH several AS (
    SELECT sign, account, kind FROM double_offered GROUP BY ALL HAVING count(*) > 1
),
own AS (
    SELECT 'id' AS sign, account_id AS account, * FROM double_deal
    UNION ALL
    SELECT 'domain', domain, * FROM double_deal
    UNION ALL
    SELECT 'name', name, * FROM double_deal
),
keyed AS (
    SELECT o.*
    FROM own AS o
    SEMI JOIN several AS s ON s.sign = o.sign AND s.account = o.account AND s.kind = o.kind
    UNION ALL
    SELECT 'name', n.other_name, d.*
    FROM double_deal AS d
    JOIN near_name AS n ON n.name = d.name
    CROSS JOIN basis AS b
    WHERE n.likeness >= b.block_likeness
)
SELECT
    k.* EXCLUDE (day_cell, amount_cell),
    k.day_cell + d.step AS day_cell,
    k.amount_cell + a.step AS amount_cell
FROM keyed AS k
CROSS JOIN (VALUES (-1), (0), (1)) AS d(step)
CROSS JOIN (VALUES (-1), (0), (1)) AS a(step);
