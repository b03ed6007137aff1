-- Every reference of one object to another whose target nobody has recorded.
-- Products are checked only where the policy lists them.
CREATE OR REPLACE TABLE unknown_reference AS
WITH known AS (
    SELECT 'partner' AS target, partner_id AS value FROM partner
    UNION ALL
    SELECT 'opportunity', opportunity_id FROM opportunity
    UNION ALL
    SELECT 'product family', family FROM policy_product
    UNION ALL
    SELECT 'MDF fund', fund_id FROM mdf_fund
    UNION ALL
    SELECT 'MDF request', request_id FROM mdf_request
    UNION ALL
    SELECT 'MDF claim', claim_id FROM mdf_claim
),
object AS (
    SELECT
        'opportunity' AS object_kind,
        opportunity_id AS object_id,
        key_part(opportunity_id) AS key_id,
        opportunity_id,
        'opportunity' AS scope,
        [
            {'field': 'parent_opportunity_id', 'target': 'opportunity', 'value': parent_opportunity_id},
            {'field': 'product_family', 'target': 'product family', 'value': product_family}
        ] AS refers,
        source_file,
        source_row,
        ledger_at
    FROM opportunity
    UNION ALL
    SELECT
        'opportunity_line',
        opportunity_id || '/' || product_family,
        id_part(opportunity_id) || '/' || id_part(product_family),
        opportunity_id,
        'opportunity',
        [
            {'field': 'opportunity_id', 'target': 'opportunity', 'value': opportunity_id},
            {'field': 'product_family', 'target': 'product family', 'value': product_family}
        ],
        source_file,
        source_row,
        ledger_at
    FROM opportunity_line
    UNION ALL
    SELECT
        'stage_change',
        opportunity_id || '/' || strftime(changed_at, '%Y-%m-%dT%H:%M:%S.%fZ'),
        id_part(opportunity_id) || '/' || strftime(changed_at, '%Y-%m-%dT%H:%M:%S.%fZ'),
        opportunity_id,
        'opportunity',
        [{'field': 'opportunity_id', 'target': 'opportunity', 'value': opportunity_id}],
        source_file,
        source_row,
        ledger_at
    FROM stage_change
    UNION ALL
    SELECT
        'booking_event',
        event_id,
        key_part(event_id),
        opportunity_id,
        'opportunity',
        [{'field': 'opportunity_id', 'target': 'opportunity', 'value': opportunity_id}],
        source_file,
        source_row,
        ledger_at
    FROM booking_event
    UNION ALL
    SELECT
        'deal_registration',
        registration_id,
        key_part(registration_id),
        opportunity_id,
        'contribution',
        [
            {'field': 'partner_id', 'target': 'partner', 'value': partner_id},
            {'field': 'opportunity_id', 'target': 'opportunity', 'value': opportunity_id},
            {'field': 'product_family', 'target': 'product family', 'value': product_family}
        ],
        source_file,
        source_row,
        ledger_at
    FROM deal_registration
    UNION ALL
    SELECT
        'partner_role',
        opportunity_id || '/' || partner_id || '/' || role,
        id_part(opportunity_id) || '/' || id_part(partner_id) || '/' || role,
        opportunity_id,
        'contribution',
        [
            {'field': 'partner_id', 'target': 'partner', 'value': partner_id},
            {'field': 'opportunity_id', 'target': 'opportunity', 'value': opportunity_id}
        ],
        source_file,
        source_row,
        ledger_at
    FROM partner_role
    UNION ALL
    SELECT
        'touch',
        event_id,
        key_part(event_id),
        opportunity_id,
        'contribution',
        [
            {'field': 'partner_id', 'target': 'partner', 'value': partner_id},
            {'field': 'opportunity_id', 'target': 'opportunity', 'value': opportunity_id},
            {'field': 'mdf_request_id', 'target': 'MDF request', 'value': mdf_request_id}
        ],
        source_file,
        source_row,
        ledger_at
    FROM touch
    UNION ALL
    SELECT
        'mdf_fund',
        fund_id,
        key_part(fund_id),
        NULL,
        'payout',
        [{'field': 'partner_id', 'target': 'partner', 'value': partner_id}],
        source_file,
        source_row,
        ledger_at
    FROM mdf_fund
    UNION ALL
    SELECT
        'mdf_request',
        request_id,
        key_part(request_id),
        NULL,
        'payout',
        [
            {'field': 'fund_id', 'target': 'MDF fund', 'value': fund_id},
            {'field': 'partner_id', 'target': 'partner', 'value': partner_id},
            {'field': 'product_family', 'target': 'product family', 'value': product_family}
        ],
        source_file,
        source_row,
        ledger_at
    FROM mdf_request
    UNION ALL
    SELECT
        'mdf_claim',
        claim_id,
        key_part(claim_id),
        NULL,
        'payout',
        [
            {'field': 'request_id', 'target': 'MDF request', 'value': request_id},
            {'field': 'partner_id', 'target': 'partner', 'value': partner_id}
        ],
        source_file,
        source_row,
        ledger_at
    FROM mdf_claim
    UNION ALL
    SELECT
        'mdf_transaction',
        transaction_id,
        key_part(transaction_id),
        NULL,
        'payout',
        [
            {'field': 'fund_id', 'target': 'MDF fund', 'value': fund_id},
            {'field': 'request_id', 'target': 'MDF request', 'value': request_id},
            {'field': 'claim_id', 'target': 'MDF claim', 'value': claim_id}
        ],
        source_file,
        source_row,
        ledger_at
    FROM mdf_transaction
),
reference AS (
    SELECT * EXCLUDE (refers), unnest(refers, recursive := true)
    FROM object
)
SELECT *
FROM reference AS r
WHERE nullif(trim(r.value), '') IS NOT NULL
    AND (r.target <> 'product family' OR EXISTS (SELECT 1 FROM policy_product))
    AND NOT EXISTS (
        SELECT 1 FROM known AS k WHERE k.target = r.target AND k.value = r.value
    );
