SELECT
    o.opportunity_id AS object_id,
    o.opportunity_id,
    'stage' AS field,
    CASE
        WHEN s.name IS NULL
        THEN 'stage ' || coalesce(shown(o.stage), 'is missing') || ' is not in the policy'
            || coalesce('; nearest is ' || shown(p.nearest), '')
        ELSE 'stage ' || shown(o.stage) || ' means '
            || CASE WHEN s.is_won THEN 'won' WHEN s.is_closed THEN 'lost' ELSE 'open' END
            || ', the deal says '
            || CASE WHEN o.is_won THEN 'won' WHEN o.is_closed THEN 'lost' ELSE 'open' END
    END AS message,
    CASE
        WHEN s.name IS NOT NULL THEN 'correct the stage or the flags in the CRM'
        WHEN p.nearest IS NOT NULL
        THEN 'map it: [values.stage] ' || shown(o.stage) || ' = ' || shown(p.nearest)
            || ', or add the stage to the policy'
    END AS remedy,
    o.source_file,
    o.source_row,
    o.ledger_at
FROM opportunity AS o
LEFT JOIN policy_stage AS s ON s.name = o.stage
LEFT JOIN proposal AS p ON p.target = 'stage' AND p.value = o.stage
WHERE s.name IS NULL
    OR s.is_won <> coalesce(o.is_won, false)
    OR s.is_closed <> coalesce(o.is_closed OR o.is_won, false)
