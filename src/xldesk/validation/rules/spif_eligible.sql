WITH judged AS (
    SELECT
        t.*,
        CASE
            WHEN y.payee_id IS NULL THEN 'payee ' || shown(t.payee_id) || ' is not known'
            WHEN y.partner_id <> t.partner_id
            THEN 'payee ' || shown(t.payee_id) || ' belongs to partner ' || shown(y.partner_id)
            WHEN len(t.eligible_payees) > 0
                AND NOT list_contains(t.eligible_payees, t.payee_id)
                AND NOT list_contains(t.eligible_payees, y.kind)
            THEN 'payee ' || shown(t.payee_id) || ' is not one of the program''s'
            WHEN len(t.eligible_partners) > 0 AND NOT list_contains(t.eligible_partners, t.partner_id)
            THEN 'partner ' || shown(t.partner_id) || ' is not one of the program''s'
            WHEN len(t.eligible_products) > 0
                AND NOT EXISTS (
                    SELECT 1
                    FROM deal_line AS l
                    WHERE l.opportunity_id = t.deal_id
                        AND list_contains(
                            list_transform(t.eligible_products, lambda product: family_key(product)),
                            family_key(l.product_family)
                        )
                )
            THEN 'no product of the deal is one of the program''s'
            WHEN len(t.eligible_roles) > 0
                AND NOT EXISTS (
                    SELECT 1
                    FROM partner_role AS r
                    WHERE r.opportunity_id = t.deal_id
                        AND r.partner_id = t.partner_id
                        AND list_contains(t.eligible_roles, r.role)
                )
            THEN 'partner ' || shown(t.partner_id) || ' has no role on the deal that the program pays'
        END AS breach
    FROM spif_known AS t
    LEFT JOIN payee AS y ON y.payee_id = t.payee_id
    WHERE t.state <> 'clawed_back'
)
SELECT
    transaction_id AS object_id,
    deal_id AS opportunity_id,
    CASE
        WHEN starts_with(breach, 'payee') THEN 'payee_id'
        WHEN starts_with(breach, 'partner') THEN 'partner_id'
        ELSE 'opportunity_id'
    END AS field,
    breach AS message,
    source_file,
    source_row,
    ledger_at
FROM judged
WHERE breach IS NOT NULL
