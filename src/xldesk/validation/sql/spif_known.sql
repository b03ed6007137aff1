-- Movements of incentives known at as_of, each with the version of its program that was signed
-- last on its day, and with the deal that it is about: its own or that of its registration.
CREATE OR REPLACE TABLE spif_known AS
WITH moved AS (
    SELECT
        t.*,
        coalesce(
            t.opportunity_id,
            (
                SELECT d.opportunity_id
                FROM registration_deal AS d
                WHERE d.registration_id = t.registration_id
            )
        ) AS deal_id
    FROM spif_transaction AS t
    CROSS JOIN basis AS b
    WHERE t.occurred_on <= b.as_of_day
),
signed AS (
    SELECT t.transaction_id, max(p.version) AS version
    FROM moved AS t
    JOIN spif_program AS p
        ON p.program_id = t.program_id AND local_day(p.signed_at) <= t.occurred_on
    GROUP BY t.transaction_id
)
SELECT
    t.*,
    s.version,
    t.program_id IN (SELECT program_id FROM spif_program) AS program_known,
    p.milestone AS program_milestone,
    p.currency AS program_currency,
    p.eligible_payees,
    p.eligible_partners,
    p.eligible_roles,
    p.eligible_products,
    p.cap_deal,
    p.cap_payee,
    p.budget,
    coalesce(p.clawback_days, b.spif_clawback_days) AS clawback_days,
    -- What is approved and then paid is one payout: the payment stands for it.
    concat_ws(
        '|', key_part(t.program_id), key_part(t.payee_id), t.milestone,
        key_part(coalesce(t.opportunity_id, '')), key_part(coalesce(t.registration_id, ''))
    ) AS payout
FROM moved AS t
CROSS JOIN basis AS b
LEFT JOIN signed AS s ON s.transaction_id = t.transaction_id
LEFT JOIN spif_program AS p ON p.program_id = t.program_id AND p.version = s.version;
