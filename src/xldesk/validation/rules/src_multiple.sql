-- Claims that another rule blocks take no part: there is nothing left to settle about them.
WITH claim AS (
    SELECT c.*, l.product_family AS line
    FROM unblocked_source_claim AS c
    JOIN deal_line AS l
        ON l.opportunity_id = c.opportunity_id
        AND (
            family_key(c.product_family) IS NULL
            OR family_key(l.product_family) IS NULL
            OR family_key(l.product_family) = family_key(c.product_family)
        )
),
first_claim AS (
    SELECT
        opportunity_id,
        line,
        min(claimed_at) AS claimed_at,
        min({'claimed_at': claimed_at, 'partner_id': partner_id}).partner_id AS partner_id,
        max({'not_later': -epoch_us(claimed_at), 'partner_id': partner_id}).partner_id AS other_id
    FROM claim
    GROUP BY opportunity_id, line
),
breach AS (
    SELECT
        c.object_kind,
        c.object_id,
        c.opportunity_id,
        min({
            'claimed_at': f.claimed_at,
            'partner_id': CASE WHEN c.partner_id = f.partner_id THEN f.other_id ELSE f.partner_id END,
            'equal': c.claimed_at = f.claimed_at
        }) AS other
    FROM claim AS c
    JOIN first_claim AS f
        ON f.opportunity_id = c.opportunity_id AND f.line IS NOT DISTINCT FROM c.line
    WHERE c.partner_id <> f.partner_id OR f.partner_id <> f.other_id
    GROUP BY c.object_kind, c.object_id, c.opportunity_id
)
SELECT
    b.object_kind,
    b.object_id,
    id_part(p.opportunity_id) || '/' || id_part(p.partner_id) || '/' || p.role AS key_id,
    b.opportunity_id,
    'partner_id' AS field,
    'partner ' || shown(b.other.partner_id) || CASE
        WHEN b.other.equal THEN ' claims to have sourced '
        ELSE ' claimed to have sourced '
    END || shown(b.opportunity_id) || CASE
        WHEN b.other.equal THEN ' at the same time, '
        ELSE ' first, '
    END || strftime(b.other.claimed_at, '%Y-%m-%d %H:%MZ') AS message,
    CASE
        WHEN b.other.equal THEN 'settle which of the two stands, then resolve the finding of that one'
    END AS remedy,
    coalesce(r.source_file, p.source_file) AS source_file,
    coalesce(r.source_row, p.source_row) AS source_row,
    coalesce(r.ledger_at, p.ledger_at) AS ledger_at
FROM breach AS b
LEFT JOIN registration_state AS r
    ON b.object_kind = 'deal_registration' AND r.registration_id = b.object_id
LEFT JOIN partner_role AS p
    ON b.object_kind = 'partner_role'
    AND p.opportunity_id = b.opportunity_id
    AND p.opportunity_id || '/' || p.partner_id || '/' || p.role = b.object_id
