-- Every claim approved or paid in the period: in its window, within the approval and the
-- reimbursable part of its invoice, with the proof that its kind of activity needs.
SELECT
    'mdf_claim' AS object_kind,
    c.claim_id AS object_id,
    CAST(NULL AS VARCHAR) AS opportunity_id,
    nullif(concat_ws('; ',
        CASE WHEN NOT c.is_in_window
            THEN 'submitted ' || c.submitted_day || ', the last day was ' || c.claim_due_day END,
        CASE WHEN NOT c.is_within_approval THEN 'above what was approved for the activity' END,
        CASE
            WHEN c.invoice_amount IS NULL THEN 'without an invoice amount'
            WHEN NOT c.is_within_invoice THEN 'above the part of the invoice that is reimbursed'
        END,
        CASE WHEN NOT c.has_proof THEN 'missing: ' || c.proof_missing END
    ), '') AS message,
    c.checked_amount AS amount,
    c.currency
FROM mdf_claim_figure AS c
CROSS JOIN scope_day AS s
WHERE c.status IN ('approved', 'paid')
    AND coalesce(c.decided_day, c.submitted_day) BETWEEN s.first_day AND s.last_day
