-- The units of attribution: a deal's lines, or the whole deal as one line.
CREATE OR REPLACE TABLE deal_line AS
SELECT o.opportunity_id, l.product_family
FROM opportunity_state AS o
JOIN opportunity_line AS l ON l.opportunity_id = o.opportunity_id
UNION ALL
SELECT o.opportunity_id, o.product_family
FROM opportunity_state AS o
WHERE NOT EXISTS (
    SELECT 1 FROM opportunity_line AS l WHERE l.opportunity_id = o.opportunity_id
);
