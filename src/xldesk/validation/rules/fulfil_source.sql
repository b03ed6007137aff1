-- Claimed by the reason code of the role, or in a dispute. A claim of the partner's own that no
-- other rule blocks is more than paper.
WITH sourced AS (
    SELECT DISTINCT c.opportunity_id, c.partner_id
    FROM unblocked_source_claim AS c
),
known AS (
    SELECT p.*
    FROM partner_role AS p
    CROSS JOIN basis AS b
    WHERE coalesce(p.recorded_at <= b.as_of, true)
),
fulfilled AS (
    SELECT opportunity_id, partner_id
    FROM known
    GROUP BY opportunity_id, partner_id
    HAVING bool_and(role IN ('fulfilment', 'delivery')) AND bool_or(role = 'fulfilment')
),
claimed AS (
    SELECT
        'partner_role' AS object_kind,
        p.opportunity_id || '/' || p.partner_id || '/' || p.role AS object_id,
        id_part(p.opportunity_id) || '/' || id_part(p.partner_id) || '/' || p.role AS key_id,
        p.opportunity_id,
        p.partner_id,
        'reason_code' AS field,
        'the ' || p.role || ' role of partner ' || shown(p.partner_id) || ' cites ' || c.code
            || ', a reason of sourcing' AS message,
        p.source_file,
        p.source_row,
        p.ledger_at
    FROM known AS p
    JOIN reason_code AS c ON c.code = trim(p.reason_code) AND c.category = 'sourced'
    WHERE p.role IN ('fulfilment', 'delivery')
    UNION ALL
    SELECT
        'dispute',
        d.dispute_id,
        key_part(d.dispute_id),
        d.opportunity_id,
        d.claimant_partner_id,
        'claimed_category',
        'partner ' || shown(d.claimant_partner_id) || ' claims to have sourced '
            || shown(d.opportunity_id) || ', where it has a fulfilment role alone',
        d.source_file,
        d.source_row,
        d.ledger_at
    FROM dispute AS d
    CROSS JOIN basis AS b
    JOIN fulfilled AS f
        ON f.opportunity_id = d.opportunity_id AND f.partner_id = d.claimant_partner_id
    WHERE d.claimed_category = 'sourced' AND d.opened_at <= b.as_of
)
SELECT c.* EXCLUDE (partner_id)
FROM claimed AS c
ANTI JOIN sourced AS s
    ON s.opportunity_id = c.opportunity_id AND s.partner_id = c.partner_id
