SELECT
    'mdf_request' AS object_kind,
    r.request_id AS object_id,
    'currency' AS field,
    'it is in ' || r.currency || ', its fund ' || shown(f.fund_id) || ' in ' || f.currency AS message,
    r.source_file,
    r.source_row,
    r.ledger_at
FROM mdf_request_known AS r
JOIN mdf_fund AS f ON f.fund_id = r.fund_id
WHERE r.currency <> f.currency
UNION ALL
SELECT
    'mdf_claim',
    c.claim_id,
    'currency',
    'it is in ' || c.currency || ', its request ' || shown(r.request_id) || ' in ' || r.currency,
    c.source_file,
    c.source_row,
    c.ledger_at
FROM mdf_claim_known AS c
JOIN mdf_request_known AS r ON r.request_id = c.request_id
WHERE c.currency <> r.currency
UNION ALL
SELECT
    'mdf_transaction',
    t.transaction_id,
    'currency',
    'it is in ' || t.currency || ', its fund ' || shown(f.fund_id) || ' in ' || f.currency,
    t.source_file,
    t.source_row,
    t.ledger_at
FROM mdf_transaction AS t
JOIN mdf_fund AS f ON f.fund_id = t.fund_id
CROSS JOIN basis AS b
WHERE t.currency <> f.currency AND t.posted_at <= b.as_of
