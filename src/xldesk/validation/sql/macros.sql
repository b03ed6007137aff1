-- How accounts are compared, and how a value is quoted in a message.

-- 'WWW.Acme.Example' and 'https://acme.example/shop' are one domain.
CREATE OR REPLACE MACRO domain_key(given) AS nullif(
    rtrim(
        regexp_replace(
            regexp_replace(lower(trim(given)), '^([a-z]+://)?(www\.)?', ''),
            '[/?#:].*$', ''
        ),
        '.'
    ),
    ''
);

-- Letters and digits only, without accents, case and the legal form at the end.
CREATE OR REPLACE MACRO name_key(given) AS nullif(
    trim(
        regexp_replace(
            trim(regexp_replace(strip_accents(lower(given)), '[^\p{L}\p{N}]+', ' ', 'g')),
            getvariable('legal_forms'), ''
        )
    ),
    ''
);

CREATE OR REPLACE MACRO country_key(given) AS nullif(upper(trim(given)), '');

CREATE OR REPLACE MACRO family_key(given) AS nullif(lower(trim(given)), '');

-- Identifiers may hold the signs that stand between the parts of a key. An object's own id keeps
-- its '/'; the parts that an id is put together from do not.
CREATE OR REPLACE MACRO key_part(given) AS replace(replace(given, '%', '%25'), '|', '%7C');

CREATE OR REPLACE MACRO id_part(given) AS replace(key_part(given), '/', '%2F');

CREATE OR REPLACE MACRO shown(given) AS
    '''' || CASE WHEN length(given) > 60 THEN left(given, 57) || '...' ELSE given END || '''';
