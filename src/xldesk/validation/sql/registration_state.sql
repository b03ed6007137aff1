-- Registrations known at as_of, their window, and whether they are live then.
-- A decision that came later is not known yet; one without a date is known since the ledger has it.
CREATE OR REPLACE TABLE registration_state AS
SELECT
    r.registration_id,
    r.partner_id,
    r.opportunity_id AS given_opportunity_id,
    nullif(trim(r.product_family), '') AS product_family,
    family_key(r.product_family) AS family,
    r.submitted_at,
    local_day(r.submitted_at) AS submitted_day,
    submitted_day - b.grace_days AS first_day,
    submitted_day + b.window_days AS ordinary_last_day,
    ordinary_last_day + CASE WHEN r.extended THEN b.extension_days ELSE 0 END AS last_day,
    CASE
        WHEN coalesce(r.decided_at, r.ledger_at) > b.as_of THEN 'submitted' ELSE r.status
    END AS known_status,
    known_status IN ('submitted', 'approved', 'converted') AS live,
    known_status IN ('approved', 'converted') AS approved,
    CASE
        WHEN domain_key(r.account_domain) NOT IN (SELECT domain FROM free_mail)
        THEN domain_key(r.account_domain)
    END AS domain,
    name_key(r.customer_name) AS name,
    country_key(r.country) AS country,
    r.source_file,
    r.source_row,
    r.ledger_at
FROM deal_registration AS r
CROSS JOIN basis AS b
WHERE r.submitted_at <= b.as_of;
