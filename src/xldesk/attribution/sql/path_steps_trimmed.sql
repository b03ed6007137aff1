-- Steps without spaces around them: blanks, tabs, breaks and no-break spaces. A step without a name
-- is none, and a path may be left without steps. Only where some step needs it.
CREATE OR REPLACE TEMP TABLE path_walk_trimmed AS
SELECT
    list_filter(
        list_transform(
            partners, lambda step: regexp_replace(step, '^[\s\p{Z}]+|[\s\p{Z}]+$', '', 'g')
        ),
        lambda step: step <> ''
    ) AS partners,
    won, lost, amount
FROM walk;

CREATE OR REPLACE TEMP VIEW walk AS
SELECT partners, list_concat([''], partners, ['']) AS ended, won, lost, amount
FROM path_walk_trimmed;
