WITH money AS (
    SELECT
        'opportunity' AS object_kind,
        opportunity_id AS object_id,
        key_part(opportunity_id) AS key_id,
        opportunity_id,
        currency,
        'opportunity' AS scope,
        source_file,
        source_row,
        ledger_at
    FROM opportunity_state
    UNION ALL
    SELECT
        'opportunity_line', opportunity_id || '/' || product_family,
        id_part(opportunity_id) || '/' || id_part(product_family), opportunity_id,
        currency, 'opportunity', source_file, source_row, ledger_at
    FROM opportunity_line
    UNION ALL
    SELECT
        'mdf_fund', fund_id, key_part(fund_id), NULL, currency, 'payout', source_file, source_row, ledger_at
    FROM mdf_fund
    UNION ALL
    SELECT
        'mdf_request', request_id, key_part(request_id), NULL, currency, 'payout', source_file, source_row, ledger_at
    FROM mdf_request
    UNION ALL
    SELECT
        'mdf_claim', claim_id, key_part(claim_id), NULL, currency, 'payout', source_file, source_row, ledger_at
    FROM mdf_claim
),
no_rate AS (
    SELECT o.opportunity_id, coalesce(q.period, b.as_of_quarter) AS period
    FROM opportunity_state AS o
    CROSS JOIN basis AS b
    LEFT JOIN fiscal_quarter AS q
        ON o.closed AND o.close_date BETWEEN q.first_day AND q.last_day
    WHERE o.currency <> b.reporting_currency
        AND (o.won OR NOT o.closed)
        AND NOT EXISTS (
            SELECT 1
            FROM policy_rate AS r
            WHERE r.currency = o.currency AND r.period = coalesce(q.period, b.as_of_quarter)
        )
)
SELECT
    m.object_kind,
    m.object_id,
    m.key_id,
    m.opportunity_id,
    'currency' AS field,
    m.scope,
    CASE
        WHEN k.code IS NULL
        THEN 'currency ' || coalesce(shown(m.currency), 'is missing') || ' is not one of ISO 4217'
        ELSE 'the policy has no rate from ' || m.currency || ' to ' || b.reporting_currency
            || ' for ' || n.period
    END AS message,
    m.source_file,
    m.source_row,
    m.ledger_at
FROM money AS m
CROSS JOIN basis AS b
LEFT JOIN known_currency AS k ON k.code = m.currency
LEFT JOIN no_rate AS n ON m.object_kind = 'opportunity' AND n.opportunity_id = m.object_id
WHERE k.code IS NULL OR n.opportunity_id IS NOT NULL
