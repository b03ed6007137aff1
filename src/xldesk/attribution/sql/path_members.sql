-- The amounts of the paths on which a partner stands, by how many distinct partners they have.
CREATE OR REPLACE TEMP TABLE path_member AS
SELECT partner_id, partners, sum(amount) AS amount
FROM (
    SELECT unnest(members) AS partner_id, len(members) AS partners, amount
    FROM (SELECT list_distinct(partners) AS members, amount FROM walk)
)
GROUP BY partner_id, partners;
