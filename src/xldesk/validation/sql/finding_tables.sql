-- Where breaches are gathered, and which resolutions are in force.

CREATE OR REPLACE TABLE proposal (target VARCHAR, value VARCHAR, nearest VARCHAR);

CREATE OR REPLACE TABLE breach (
    object_kind VARCHAR,
    object_id VARCHAR,
    key_id VARCHAR,
    opportunity_id VARCHAR,
    part VARCHAR,
    severity VARCHAR,
    scope VARCHAR,
    field VARCHAR,
    message VARCHAR,
    remedy VARCHAR,
    source_file VARCHAR,
    source_row BIGINT,
    ledger_at TIMESTAMP
);

CREATE OR REPLACE TABLE raised (
    key VARCHAR,
    code VARCHAR,
    severity VARCHAR,
    scope VARCHAR,
    object_kind VARCHAR,
    object_id VARCHAR,
    opportunity_id VARCHAR,
    about_pair BOOLEAN,
    field VARCHAR,
    source_file VARCHAR,
    source_row BIGINT,
    message VARCHAR,
    remedy VARCHAR,
    owner_role VARCHAR,
    ledger_at TIMESTAMP,
    resolution VARCHAR
);

-- A waiver holds until its last day. What was called fixed and fires again is open again.
CREATE OR REPLACE TABLE release AS
SELECT r.finding_key AS key, r.outcome
FROM finding_resolution AS r
CROSS JOIN basis AS b
WHERE r.outcome IN ('waived', 'not_an_issue')
    AND coalesce(r.until >= b.as_of_day, true);

-- The id of a role is put together from others and may be that of a role on another deal too.
CREATE OR REPLACE VIEW blocked_contribution AS
SELECT
    object_kind,
    object_id,
    CASE WHEN about_pair OR object_kind = 'partner_role' THEN opportunity_id END AS opportunity_id,
    code
FROM raised
WHERE severity = 'block' AND scope = 'contribution' AND resolution IS NULL;

-- Claims to have sourced a deal that no rule so far blocks.
CREATE OR REPLACE VIEW unblocked_source_claim AS
SELECT c.*
FROM source_claim AS c
WHERE NOT EXISTS (
    SELECT 1
    FROM blocked_contribution AS f
    WHERE f.object_kind = c.object_kind
        AND f.object_id = c.object_id
        AND coalesce(f.opportunity_id = c.opportunity_id, true)
);

CREATE OR REPLACE VIEW blocked_opportunity AS
SELECT DISTINCT opportunity_id, code
FROM raised
WHERE severity = 'block'
    AND scope = 'opportunity'
    AND resolution IS NULL
    AND opportunity_id IS NOT NULL;
