-- What changes deals after their lock, and what of it cannot be taken as it stands.
--
-- In:  locked_line, booking_event, outcome_line, posted_adjustment, adjustment_setting
--      (see attribution/adjustments.py).
-- Out: cause, one row a booking event or dispute's outcome;
--      locked_deal, one row a locked deal that has causes;
--      problem, so far with what a cause by itself has wrong.

-- The same row twice is one row, at the first of its places.
CREATE OR REPLACE TEMP TABLE cause AS
SELECT * EXCLUDE (place), place.file AS source_file, place.row AS source_row
FROM (
    SELECT
        'booking_event' AS cause, event_id AS caused_by, opportunity_id, date AS caused_on, kind,
        amount_delta, currency, min({'file': source_file, 'row': source_row}) AS place
    FROM booking_event
    GROUP BY ALL
    UNION ALL
    SELECT DISTINCT
        'dispute', dispute_id, opportunity_id, decided_on, 'outcome', 0, currency, NULL
    FROM outcome_line
);

CREATE OR REPLACE TEMP TABLE locked_deal AS
SELECT
    l.opportunity_id,
    min(l.currency) AS currency,
    count(DISTINCT l.currency) AS currencies,
    CAST(sum(l.credit) AS HUGEINT) AS total,
    -- A deal is locked once all its lines are. The day is the policy's.
    CASE
        WHEN bool_and(l.locked_at IS NOT NULL)
        THEN CAST(timezone(max(s.time_zone), timezone('UTC', max(l.locked_at))) AS DATE)
    END AS locked_on
FROM locked_line AS l
SEMI JOIN cause USING (opportunity_id)
CROSS JOIN adjustment_setting AS s
GROUP BY l.opportunity_id;

CREATE OR REPLACE TEMP TABLE problem AS
WITH
of_deal AS (
    SELECT c.*, d.currency AS locked_currency, d.currencies, d.locked_on
    FROM cause AS c
    LEFT JOIN locked_deal AS d USING (opportunity_id)
),
found AS (
    SELECT
        *, 'repeated' AS code, 'event_id' AS field,
        'it stands more than once, each time with other values' AS message,
        'keep the one that is right' AS remedy
    FROM of_deal
    WHERE cause = 'booking_event'
    QUALIFY count(*) OVER (PARTITION BY caused_by) > 1
    UNION ALL BY NAME
    SELECT
        *, 'not_locked' AS code, 'opportunity_id' AS field,
        'deal ' || opportunity_id || ' has no locked credit lines' AS message,
        'correct the id of the deal; before its lock, correct the amount of the deal' AS remedy
    FROM of_deal
    WHERE locked_on IS NULL
    UNION ALL BY NAME
    SELECT
        *, 'currency' AS code, 'currency' AS field,
        CASE
            WHEN currencies > 1 THEN 'the locked lines of deal ' || opportunity_id
                || ' are in several currencies'
            ELSE 'it is in ' || currency || ', but deal ' || opportunity_id || ' was locked in '
                || locked_currency
        END AS message,
        'state the amount in the currency of the locked deal' AS remedy
    FROM of_deal
    WHERE currencies > 1 OR currency <> locked_currency
    UNION ALL BY NAME
    SELECT
        *, 'before_lock' AS code, 'date' AS field,
        'it is of ' || CAST(caused_on AS VARCHAR) || ', but deal ' || opportunity_id
            || ' was locked on ' || CAST(locked_on AS VARCHAR) AS message,
        'correct the date; what came before the lock is in the locked amount' AS remedy
    FROM of_deal
    WHERE caused_on < locked_on
)
SELECT
    code, cause, caused_by, caused_on, opportunity_id, field, message, remedy, FALSE AS counted,
    source_file, source_row
FROM found;
