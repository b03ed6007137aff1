WITH given AS (
    SELECT
        claim_id,
        regexp_replace(lower(unnest(evidence)), '[^a-z0-9]+', ' ', 'g') AS words
    FROM mdf_claim_known
),
needed AS (
    SELECT
        activity_kind,
        ord,
        evidence,
        trim(regexp_replace(lower(evidence), '[^a-z0-9]+', ' ', 'g')) AS words
    FROM policy_mdf_proof
),
missing AS (
    SELECT c.claim_id, string_agg(n.evidence, ', ' ORDER BY n.ord) AS proofs
    FROM mdf_claim_known AS c
    JOIN mdf_request_known AS r ON r.request_id = c.request_id
    JOIN needed AS n ON n.activity_kind = r.activity_kind
    WHERE NOT (n.words = 'invoice' AND nullif(trim(c.invoice_number), '') IS NOT NULL)
        AND NOT EXISTS (
            SELECT 1 FROM given AS g WHERE g.claim_id = c.claim_id AND contains(g.words, n.words)
        )
    GROUP BY c.claim_id
)
SELECT
    c.claim_id AS object_id,
    'evidence' AS field,
    coalesce(
        'without ' || m.proofs,
        'the policy does not know the kind of activity ' || shown(r.activity_kind)
            || ', nor what proves it'
    ) AS message,
    CASE
        WHEN m.proofs IS NULL THEN 'correct the kind of activity, or add it to the policy'
    END AS remedy,
    c.source_file,
    c.source_row,
    c.ledger_at
FROM mdf_claim_known AS c
JOIN mdf_request_known AS r ON r.request_id = c.request_id
LEFT JOIN missing AS m ON m.claim_id = c.claim_id
WHERE c.status <> 'rejected'
    AND (
        m.proofs IS NOT NULL
        OR r.activity_kind NOT IN (SELECT activity_kind FROM policy_mdf_proof)
    )
