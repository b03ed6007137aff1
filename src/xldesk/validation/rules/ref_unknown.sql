SELECT
    u.object_kind,
    u.object_id,
    u.key_id,
    u.opportunity_id,
    u.field AS part,
    u.field,
    -- A wrong MDF request spoils the figures of the fund, not the partner's credit on the deal.
    CASE WHEN u.target = 'MDF request' THEN 'payout' ELSE u.scope END AS scope,
    u.target || ' ' || shown(u.value) || ' is not known'
        || coalesce('; nearest is ' || shown(p.nearest), '') AS message,
    CASE
        WHEN p.nearest IS NULL AND u.target = 'product family'
        THEN 'correct it, or add the product to the policy'
        WHEN p.nearest IS NOT NULL
        THEN 'map it: [values.' || u.field || '] ' || shown(u.value) || ' = ' || shown(p.nearest)
            || ', or correct it in the source'
    END AS remedy,
    u.source_file,
    u.source_row,
    u.ledger_at
FROM unknown_reference AS u
LEFT JOIN proposal AS p ON p.target = u.target AND p.value = u.value
UNION ALL
SELECT
    object_kind,
    object_id,
    key_part(object_id),
    opportunity_id,
    field,
    field,
    scope,
    message,
    'refer to one of its own, or correct the ' || CASE
        WHEN scope = 'contribution' THEN 'account'
        ELSE 'partner'
    END || ' on either side',
    source_file,
    source_row,
    ledger_at
FROM foreign_reference
