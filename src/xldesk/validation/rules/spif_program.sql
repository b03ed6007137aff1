SELECT
    t.transaction_id AS object_id,
    t.deal_id AS opportunity_id,
    CASE
        WHEN t.version IS NULL THEN 'program_id'
        WHEN t.milestone <> t.program_milestone THEN 'milestone'
        ELSE 'currency'
    END AS field,
    'program ' || shown(t.program_id) || CASE
        WHEN NOT t.program_known THEN ' is not known'
        WHEN t.version IS NULL THEN ' was not signed on ' || t.occurred_on
        WHEN t.milestone <> t.program_milestone
        THEN ' pays for ' || t.program_milestone || ', not for ' || t.milestone
        ELSE ' pays in ' || t.program_currency || ', not in ' || t.currency
    END AS message,
    t.source_file,
    t.source_row,
    t.ledger_at
FROM spif_known AS t
WHERE t.state <> 'clawed_back'
    AND (
        t.version IS NULL
        OR t.milestone <> t.program_milestone
        OR t.currency <> t.program_currency
    )
