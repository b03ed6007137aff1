-- Turn the breaches of one rule into findings: its own values where a breach gives none.
INSERT INTO raised
WITH finding AS (
    SELECT
        concat_ws(
            '|',
            $code,
            coalesce(b.object_kind, $object_kind),
            coalesce(b.key_id, key_part(b.object_id)),
            CASE WHEN $about_pair THEN key_part(b.opportunity_id) END,
            b.part
        ) AS key,
        b.*
    FROM breach AS b
)
SELECT
    f.key,
    $code,
    coalesce(f.severity, $severity),
    coalesce(f.scope, $scope),
    coalesce(f.object_kind, $object_kind),
    f.object_id,
    f.opportunity_id,
    $about_pair,
    f.field,
    f.source_file,
    f.source_row,
    f.message,
    coalesce(f.remedy, $remedy),
    $owner_role,
    f.ledger_at,
    r.outcome
FROM finding AS f
LEFT JOIN release AS r ON r.key = f.key;
