-- Sourcing claims on every line: the first one in UTC that nothing stands against sources it
-- (domain model, section 1).
--
-- blocked_act holds the findings that block a contribution, one row an object and deal; one
-- without opportunity blocks the object on every deal.
CREATE OR REPLACE TEMP TABLE blocked_act AS
SELECT
    object_kind, object_id, opportunity_id,
    string_agg(DISTINCT code, ', ' ORDER BY code) AS codes
FROM blocked_contribution
GROUP BY object_kind, object_id, opportunity_id;

CREATE OR REPLACE TEMP TABLE claim AS
WITH
claimed AS (
    SELECT
        l.line_no, l.opportunity_id, l.product_family, l.reference_day,
        c.partner_id, c.reason_code, c.object_kind, c.object_id,
        CASE WHEN c.object_kind = 'deal_registration' THEN 'registration' ELSE 'referral' END
            AS role,
        c.claimed_at AS occurred_at, c.claimed_day AS occurred_day,
        CAST(r.agreed_share * 1000000 AS BIGINT) AS agreed_ppm,
        coalesce(here.codes, everywhere.codes) AS finding_codes,
        CASE
            WHEN here.codes IS NOT NULL THEN here.codes
            WHEN everywhere.codes IS NOT NULL THEN everywhere.codes
            WHEN c.claimed_at > s.as_of THEN 'after the time that is asked for'
            -- A registration sources only the lines of its family (domain model, section 2).
            WHEN trim(c.product_family) <> '' AND trim(l.product_family) <> ''
                AND lower(trim(c.product_family)) <> lower(trim(l.product_family))
                THEN 'claims another product family'
        END AS why
    FROM source_claim AS c
    JOIN attributed_line AS l USING (opportunity_id)
    CROSS JOIN attribution_setting AS s
    LEFT JOIN partner_role AS r
        ON c.object_kind = 'partner_role' AND r.role = 'referral'
        AND r.opportunity_id = c.opportunity_id AND r.partner_id = c.partner_id
    LEFT JOIN blocked_act AS here
        ON here.object_kind = c.object_kind AND here.object_id = c.object_id
        AND here.opportunity_id = c.opportunity_id
    LEFT JOIN blocked_act AS everywhere
        ON everywhere.object_kind = c.object_kind AND everywhere.object_id = c.object_id
        AND everywhere.opportunity_id IS NULL
),
ranked AS (
    SELECT
        * EXCLUDE (agreed_ppm),
        agreed_ppm AS own_ppm,
        max(agreed_ppm) OVER (PARTITION BY line_no, partner_id, why IS NULL) AS partner_ppm,
        row_number() OVER (
            PARTITION BY line_no, why IS NULL
            ORDER BY occurred_at, partner_id, object_kind, object_id
        ) AS place
    FROM claimed
)
-- One sourcing partner at most, even where the finding about a second claim was waived. A share
-- agreed with that partner on a referral holds whichever of the partner's claims comes first.
SELECT
    * EXCLUDE (why, place, own_ppm, partner_ppm),
    CASE WHEN why IS NULL AND place = 1 THEN partner_ppm ELSE own_ppm END AS agreed_ppm,
    CASE WHEN why IS NULL AND place > 1 THEN 'an earlier claim sources the line' ELSE why END AS why
FROM ranked;
