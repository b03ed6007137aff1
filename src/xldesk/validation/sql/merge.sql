-- Findings under several policies (validation/merge.py). policy_no 0 is the policy of as_of.
-- A finding about a deal is kept from the policy that governs the deal. One about no single deal
-- is the present policy's business, unless it keeps somebody's contribution out under an earlier
-- policy alone: then that one is said too.
CREATE OR REPLACE TABLE finding AS
SELECT f.* EXCLUDE (policy_no)
FROM each_finding AS f
LEFT JOIN each_governed_opportunity AS g USING (opportunity_id)
WHERE CASE
    WHEN f.opportunity_id IS NULL OR g.opportunity_id IS NULL
        THEN f.policy_no = 0 OR (f.severity = 'block' AND f.scope = 'contribution')
    ELSE f.policy_no = g.policy_no
END
QUALIFY row_number() OVER (PARTITION BY f.key ORDER BY f.policy_no) = 1
ORDER BY
    CASE f.severity WHEN 'block' THEN 0 WHEN 'warn' THEN 1 ELSE 2 END,
    f.code,
    f.key;

-- A row for each act on each deal: it is kept from its deal's own policy.
CREATE OR REPLACE TABLE source_claim AS
SELECT c.* EXCLUDE (policy_no)
FROM each_source_claim AS c
SEMI JOIN each_governed_opportunity AS g USING (policy_no, opportunity_id)
ORDER BY ALL;

CREATE OR REPLACE TABLE touch_link AS
SELECT t.* EXCLUDE (policy_no)
FROM each_touch_link AS t
SEMI JOIN each_governed_opportunity AS g USING (policy_no, opportunity_id)
ORDER BY ALL;

CREATE OR REPLACE TABLE blocked_opportunity AS
SELECT b.* EXCLUDE (policy_no)
FROM each_blocked_opportunity AS b
SEMI JOIN each_governed_opportunity AS g USING (policy_no, opportunity_id)
ORDER BY ALL;

-- What keeps an act out everywhere under one policy keeps it out of the deals which that policy
-- governs: one row for each of them.
CREATE OR REPLACE TABLE blocked_contribution AS
WITH act AS (
    SELECT DISTINCT object_kind, object_id, opportunity_id FROM source_claim
    UNION
    SELECT 'touch', event_id, opportunity_id FROM touch_link
    UNION
    SELECT 'partner_role', opportunity_id || '/' || partner_id || '/' || role, opportunity_id
    FROM partner_role
)
SELECT DISTINCT b.object_kind, b.object_id, g.opportunity_id, b.code
FROM each_blocked_contribution AS b
JOIN act AS a
    ON a.object_kind = b.object_kind
    AND a.object_id = b.object_id
    AND a.opportunity_id = coalesce(b.opportunity_id, a.opportunity_id)
JOIN each_governed_opportunity AS g
    ON g.opportunity_id = a.opportunity_id AND g.policy_no = b.policy_no
ORDER BY ALL;

DROP VIEW temp.each_finding;
DROP VIEW temp.each_source_claim;
DROP VIEW temp.each_touch_link;
DROP VIEW temp.each_blocked_opportunity;
DROP VIEW temp.each_blocked_contribution;
DROP VIEW temp.each_governed_opportunity;
