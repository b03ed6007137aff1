-- All findings in one order: what blocks first, then by rule and object.
CREATE OR REPLACE TABLE finding AS
SELECT
    f.key,
    f.code,
    f.severity,
    f.scope,
    f.object_kind,
    f.object_id,
    f.opportunity_id,
    f.field,
    f.source_file,
    f.source_row,
    f.message,
    f.remedy,
    f.owner_role,
    d.due_at,
    f.resolution
FROM raised AS f
LEFT JOIN finding_due AS d ON d.severity = f.severity AND d.start_at = f.ledger_at
ORDER BY
    CASE f.severity WHEN 'block' THEN 0 WHEN 'warn' THEN 1 ELSE 2 END,
    f.code,
    f.key;
