-- numerator / denominator with six decimals, rounded half away from zero; NULL over nothing.
CREATE OR REPLACE TEMP MACRO exact_ratio(numerator, denominator) AS
    CASE WHEN denominator > 0 THEN
        CAST(
            sign(CAST(numerator AS HUGEINT))
            * (
                (2 * abs(CAST(numerator AS HUGEINT)) * 1000000 + CAST(denominator AS HUGEINT))
                // (2 * CAST(denominator AS HUGEINT))
            ) AS DECIMAL(30, 0)
        ) * CAST('0.000001' AS DECIMAL(6, 6))
    END;

-- Minor units of one whole unit of a currency with this many decimals.
CREATE OR REPLACE TEMP MACRO ten_to(decimals) AS
    CASE decimals
        WHEN 0 THEN 1 WHEN 1 THEN 10 WHEN 2 THEN 100 WHEN 3 THEN 1000 ELSE 10000
    END
