-- Reallocation advice in order of urgency. A partner sees one line for each of its own funds:
-- how far it lags and what it would give, not who would get it.
WITH told AS (
    SELECT
        rank, from_fund, from_partner, currency, behind, available, amount,
        to_fund, to_partner, to_roi
    FROM mdf_advice
    WHERE $partner IS NULL
    UNION ALL
    SELECT
        row_number() OVER (ORDER BY min(rank)), from_fund, from_partner, currency, behind,
        available, offer, NULL, NULL, NULL
    FROM mdf_advice
    WHERE from_partner = $partner
    GROUP BY from_fund, from_partner, currency, behind, available, offer
)
SELECT t.*, coalesce(g.name, '') AS from_name, w.name AS to_name
FROM told AS t
LEFT JOIN partner AS g ON g.partner_id = t.from_partner
LEFT JOIN partner AS w ON w.partner_id = t.to_partner
ORDER BY t.rank
