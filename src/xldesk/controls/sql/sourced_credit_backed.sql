-- Every sourced credit line of a won deal, traced back to the records themselves: an approved
-- registration submitted in time, or a referral accepted by us in time, which nothing blocks.
-- A late registration backs credit where two people released the finding about that.
WITH claim AS (
    SELECT opportunity_id, product_family, partner_id, object_kind, object_id
    FROM contribution
    WHERE counts AND category = 'sourced'
    QUALIFY row_number() OVER (
        PARTITION BY opportunity_id, product_family, partner_id
        ORDER BY occurred_at, object_kind, object_id
    ) = 1
)
SELECT
    'credit' AS object_kind,
    k.opportunity_id || '/' || k.partner_id
        || CASE WHEN k.product_family = '' THEN '' ELSE '/' || k.product_family END AS object_id,
    k.opportunity_id,
    CASE
        WHEN c.object_id IS NULL THEN 'no claim stands behind it'
        WHEN x.object_id IS NOT NULL THEN 'a blocking finding stands against its claim'
        WHEN c.object_kind = 'deal_registration' THEN
            CASE
                WHEN r.registration_id IS NULL
                    THEN 'registration ' || c.object_id || ' is not recorded'
                WHEN r.partner_id <> k.partner_id
                    THEN 'registration ' || c.object_id || ' is of another partner'
                WHEN r.status NOT IN ('approved', 'converted')
                    OR NOT coalesce(r.decided_at <= b.as_of, false)
                    THEN 'registration ' || c.object_id || ' is not approved'
                WHEN local_day(r.submitted_at) > o.created_date + CAST(b.grace_days AS INTEGER)
                    AND l.object_id IS NULL
                    THEN 'registration ' || c.object_id || ' came after the deal was created'
            END
        WHEN p.opportunity_id IS NULL OR p.role <> 'referral' THEN 'its referral is not recorded'
        WHEN NOT coalesce(p.accepted_by_us_at <= b.as_of, false)
            THEN 'its referral was not accepted by us'
        WHEN local_day(p.accepted_by_us_at) > o.created_date + CAST(b.grace_days AS INTEGER)
            THEN 'its referral was accepted after the deal was created'
    END AS message,
    k.credit AS amount,
    k.currency
FROM credit AS k
JOIN (SELECT opportunity_id, created_date FROM scope_opportunity) AS o USING (opportunity_id)
CROSS JOIN basis AS b
LEFT JOIN claim AS c USING (opportunity_id, product_family, partner_id)
LEFT JOIN deal_registration AS r
    ON c.object_kind = 'deal_registration' AND r.registration_id = c.object_id
LEFT JOIN partner_role AS p
    ON c.object_kind = 'partner_role'
    AND p.opportunity_id = k.opportunity_id
    AND p.opportunity_id || '/' || p.partner_id || '/' || p.role = c.object_id
LEFT JOIN (SELECT DISTINCT object_kind, object_id, opportunity_id FROM blocked_contribution) AS x
    ON x.object_kind = c.object_kind
    AND x.object_id = c.object_id
    AND coalesce(x.opportunity_id, k.opportunity_id) = k.opportunity_id
LEFT JOIN (
    SELECT DISTINCT object_id, opportunity_id
    FROM finding
    WHERE code = 'REG-LATE' AND resolution IN ('waived', 'not_an_issue')
) AS l
    ON c.object_kind = 'deal_registration'
    AND l.object_id = c.object_id
    AND l.opportunity_id = k.opportunity_id
WHERE k.line_category = 'sourced'
QUALIFY row_number() OVER (
    PARTITION BY k.opportunity_id, k.product_family, k.partner_id ORDER BY x.opportunity_id
) = 1
