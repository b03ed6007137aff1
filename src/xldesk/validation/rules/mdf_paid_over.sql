SELECT
    c.claim_id AS object_id,
    'paid_amount' AS field,
    CASE
        WHEN c.status IN ('approved', 'paid') THEN 'more is paid than was approved'
        ELSE 'paid, and the claim is ' || c.status
    END AS message,
    c.source_file,
    c.source_row,
    c.ledger_at
FROM mdf_claim_known AS c
WHERE c.paid > c.approved
