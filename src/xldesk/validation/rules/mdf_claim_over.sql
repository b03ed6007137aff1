WITH summed AS (
    SELECT
        c.*,
        r.status AS request_status,
        r.approved_amount AS request_approved,
        sum(c.asked) OVER (
            PARTITION BY c.request_id
            ORDER BY c.submitted_at, c.claim_id
            ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW
        ) AS asked_so_far,
        CAST(floor(CAST(c.invoice_amount AS DECIMAL(30, 6)) * b.mdf_reimbursement) AS HUGEINT)
            AS invoice_limit,
        b.mdf_reimbursement
    FROM mdf_claim_known AS c
    JOIN mdf_request_known AS r ON r.request_id = c.request_id AND r.currency = c.currency
    CROSS JOIN basis AS b
    WHERE c.status <> 'rejected'
),
breach AS (
    SELECT
        *,
        request_approved > 0 AND asked_so_far > request_approved AS over_request,
        asked > invoice_limit AS over_invoice
    FROM summed
)
SELECT
    claim_id AS object_id,
    CASE WHEN over_request THEN 'claimed_amount' ELSE 'invoice_amount' END AS field,
    CASE
        WHEN over_request THEN 'with the claims before it, it goes beyond what was approved for request '
            || shown(request_id)
        ELSE 'more than the invoice allows, of which '
            || CAST(100 * mdf_reimbursement AS DECIMAL(7, 2)) || ' % is paid back'
    END AS message,
    source_file,
    source_row,
    ledger_at
FROM breach
WHERE over_request OR over_invoice
