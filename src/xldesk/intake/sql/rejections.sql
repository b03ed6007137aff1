-- Rejected rows to append: those of this file that the ledger does not hold yet, and those it
-- holds that are in order now, because the same row of the same source, or the object's key, was
-- accepted, or because the source was read again and a row without a key stands there no more.
WITH present AS (
    SELECT
        $source AS source,
        row,
        $kind AS target_kind,
        object_key,
        reason_code,
        field,
        message,
        content
    FROM intake.refused
),
read_row AS (
    SELECT row FROM intake.staged
    WHERE row NOT IN (SELECT row FROM intake.refused)
),
accepted_key AS (
    SELECT {key_text} AS object_key FROM intake.accepted AS accepted
),
cleared AS (
    SELECT kept.* EXCLUDE (ledger_position, ledger_at)
    FROM rejected_row AS kept
    WHERE NOT kept.cleared
      AND NOT (kept.source = $source AND kept.row IN (SELECT row FROM present))
      AND (
          (kept.source = $source AND kept.row IN (SELECT row FROM read_row))
          OR (kept.source = $source AND kept.object_key IS NULL)
          OR (
              kept.target_kind = $kind
              AND kept.object_key IN (SELECT object_key FROM accepted_key)
          )
      )
)
SELECT
    present.source,
    present.row,
    '{empty}' AS external_ids,
    present.target_kind,
    present.object_key,
    present.reason_code,
    present.field,
    present.message,
    present.content,
    false AS cleared,
    present.source AS source_file,
    present.row AS source_row
FROM present
LEFT JOIN rejected_row AS kept ON kept.source = present.source AND kept.row = present.row
WHERE kept.ledger_position IS NULL
   OR kept.cleared
   OR (kept.target_kind, kept.object_key, kept.reason_code, kept.field, kept.message, kept.content)
      IS DISTINCT FROM
      (present.target_kind, present.object_key, present.reason_code, present.field,
       present.message, present.content)
UNION ALL BY NAME
SELECT * REPLACE (true AS cleared) FROM cleared
