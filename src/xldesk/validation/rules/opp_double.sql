-- One account: the same id; the same domain, unless two accounts of different names share it; the
-- same or nearly the same name, unless domains speak against it. Countries that differ always do.
WITH double AS (
    SELECT
        a.opportunity_id,
        min(o.opportunity_id) AS other_id,
        count(DISTINCT o.opportunity_id) AS others
    FROM double_asked AS a
    JOIN double_offered AS o
        ON o.sign = a.sign
        AND o.account = a.account
        AND o.kind = a.kind
        AND o.day_cell = a.day_cell
        AND o.amount_cell = a.amount_cell
    CROSS JOIN basis AS b
    LEFT JOIN near_name AS n ON n.name = a.name AND n.other_name = o.name
    WHERE o.opportunity_id <> a.opportunity_id
        AND o.root_id <> a.root_id
        AND abs(o.amount - a.amount) <= b.double_amount * greatest(o.amount, a.amount)
        AND abs(o.close_date - a.close_date) <= b.double_days
        AND coalesce(o.contract_id = a.contract_id, true)
        AND coalesce(o.term_months = a.term_months, true)
        -- Co-terms: expansions of one contract, unless they agree to the cent and the day.
        AND NOT coalesce(
            a.type = 'expansion'
            AND o.contract_id = a.contract_id
            AND (o.amount <> a.amount OR o.close_date <> a.close_date),
            false
        )
        AND (a.sign = 'id' OR coalesce(o.country = a.country, true))
        AND CASE a.sign
            WHEN 'id' THEN true
            WHEN 'domain' THEN
                coalesce(o.name = a.name, true)
                OR coalesce(n.likeness >= b.warn_likeness, false)
                OR coalesce(o.account_id = a.account_id, false)
            ELSE coalesce(domain_label(o.domain) = domain_label(a.domain), true)
        END
    GROUP BY a.opportunity_id
)
SELECT
    d.opportunity_id AS object_id,
    d.opportunity_id,
    'amount' AS field,
    'looks like ' || shown(d.other_id)
        || CASE WHEN d.others > 1 THEN ' and ' || (d.others - 1) || ' more' ELSE '' END
        || ': same account and product, close dates '
        || abs(o.close_date - s.close_date) || ' days apart, amounts '
        || CASE
            WHEN o.amount = s.amount THEN 'equal'
            ELSE CAST(
                round(100.0 * abs(o.amount - s.amount) / greatest(o.amount, s.amount), 2)
                AS DECIMAL(5, 2)
            ) || ' % apart'
        END AS message,
    s.source_file,
    s.source_row,
    s.ledger_at
FROM double AS d
JOIN opportunity AS s ON s.opportunity_id = d.opportunity_id
JOIN opportunity AS o ON o.opportunity_id = d.other_id
