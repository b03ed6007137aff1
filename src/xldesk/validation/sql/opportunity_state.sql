-- Deals as the rules see them: closed or open, the day that windows are measured to, the account.
-- A won deal is a closed one even where the source forgot to say so.
CREATE OR REPLACE TABLE opportunity_state AS
SELECT
    o.opportunity_id,
    o.parent_opportunity_id,
    coalesce(o.type, 'new') AS type,
    o.product_family,
    o.currency,
    o.created_date,
    o.close_date,
    coalesce(o.is_closed OR o.is_won, false) AS closed,
    coalesce(o.is_won, false) AS won,
    CASE WHEN closed THEN o.close_date ELSE b.as_of_day END AS reference_day,
    CASE WHEN closed THEN o.close_date ELSE DATE '9999-12-31' END AS open_until,
    CASE
        WHEN domain_key(o.account_domain) NOT IN (SELECT domain FROM free_mail)
        THEN domain_key(o.account_domain)
    END AS domain,
    name_key(o.account_name) AS name,
    country_key(o.country) AS country,
    o.source_file,
    o.source_row,
    o.ledger_at
FROM opportunity AS o
CROSS JOIN basis AS b;
