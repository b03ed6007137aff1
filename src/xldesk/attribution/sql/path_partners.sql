-- Every partner on a path, also those whose paths earned nothing.
CREATE OR REPLACE TEMP TABLE path_partner AS
SELECT DISTINCT partner_id FROM (SELECT unnest(partners) AS partner_id FROM walk);
