-- Drop what only the steps in between needed: memory, and names that others may use.
DROP VIEW IF EXISTS temp.step;
DROP VIEW IF EXISTS temp.split_line;
DROP TABLE IF EXISTS temp.attributed_line;
DROP TABLE IF EXISTS temp.blocked_act;
DROP TABLE IF EXISTS temp.claim;
DROP TABLE IF EXISTS temp.headline;
DROP TABLE IF EXISTS temp.decay;
DROP TABLE IF EXISTS temp.weighted;
DROP TABLE IF EXISTS temp.to_split;
DROP TABLE IF EXISTS temp.agreed_line;
DROP TABLE IF EXISTS temp.agreed_part;
DROP TABLE IF EXISTS temp.pool_member;
DROP TABLE IF EXISTS temp.pool_part;
DROP TABLE IF EXISTS temp.member_part;
DROP TABLE IF EXISTS temp.part;
