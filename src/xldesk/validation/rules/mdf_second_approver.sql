SELECT
    r.request_id AS object_id,
    'second_approver' AS field,
    CASE
        WHEN nullif(trim(r.second_approver), '') IS NULL THEN 'no second approver'
        ELSE 'approved by ' || coalesce(shown(r.decided_by), 'nobody') || ' and '
            || shown(r.second_approver) || ', who are not two people'
    END || '; the amount is above the limit for one' AS message,
    r.source_file,
    r.source_row,
    r.ledger_at
FROM mdf_request_known AS r
CROSS JOIN basis AS b
JOIN mdf_one_approver AS o
    ON o.decided_by = coalesce(r.decided_by, '') AND o.second = coalesce(r.second_approver, '')
WHERE r.status = 'approved'
    AND r.currency = b.mdf_limits_currency
    AND r.approved_amount > b.mdf_second_approver_above
