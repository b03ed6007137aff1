"""What functions do with constants: Excel's functions by what they take and give.

Only functions that always give the same for the same arguments are here; what one of them gives
for constants alone is a constant too. Source: Microsoft, list of Excel functions by category.
"""

from __future__ import annotations


def _names(listed: str) -> frozenset[str]:
    return frozenset(listed.split())


NUMBER_FUNCTIONS = _names(
    """
    ABS ACOS ACOSH ASIN ASINH ATAN ATAN2 ATANH AVERAGE BITAND BITLSHIFT BITOR BITRSHIFT BITXOR
    CEILING CEILING.MATH COMBIN COS COSH DATE DAYS DEGREES EDATE EOMONTH EVEN EXP FACT
    FACTDOUBLE FLOOR FLOOR.MATH FV GCD GEOMEAN HARMEAN INT IPMT LARGE LCM LN LOG LOG10 MAX
    MEDIAN MIN MOD MODE MROUND MULTINOMIAL NPER NPV ODD PERMUT PMT POWER PPMT PRODUCT PV
    QUOTIENT RADIANS RATE ROUND ROUNDDOWN ROUNDUP SERIESSUM SIGN SIN SINH SMALL SQRT SQRTPI SUM
    SUMPRODUCT SUMSQ TAN TANH TIME TRUNC
    """
)
"""Functions of numbers: a text among their arguments is read as one."""

READING_FUNCTIONS = _names(
    """
    N VALUE NUMBERVALUE DATEVALUE TIMEVALUE DECIMAL ARABIC BIN2DEC BIN2OCT HEX2DEC HEX2OCT
    OCT2DEC DOLLARDE
    """
)
"""Functions that make a number of the text in their first argument."""

COUNTING_FUNCTIONS = _names(
    """
    AND CODE COUNT COUNTA DAY EXACT FIND FINDB HLOOKUP HOUR INDEX ISBLANK ISERR ISERROR ISEVEN
    ISLOGICAL ISNA ISNONTEXT ISNUMBER ISODD ISTEXT LEN LENB LOOKUP MATCH MINUTE MONTH NOT OR
    SEARCH SEARCHB SECOND TYPE UNICODE VLOOKUP WEEKDAY WEEKNUM XOR YEAR
    """
)
"""Functions that make a number, a position or an answer of arguments of any kind."""

CHOOSING_FUNCTIONS = {"CHOOSE": 1, "IF": 1, "IFERROR": 0, "IFNA": 0, "IFS": 0, "SWITCH": 1}
"""Functions that give one of their arguments as it is, from the given one on (from 0)."""

TEXT_FUNCTIONS = _names(
    """
    BASE BIN2HEX CHAR CLEAN CONCAT CONCATENATE DEC2BIN DEC2HEX DEC2OCT DOLLAR FIXED LEFT LEFTB
    LOWER MID MIDB PROPER REPLACE REPT RIGHT RIGHTB ROMAN SUBSTITUTE T TEXT TEXTJOIN TRIM
    UNICHAR UPPER
    """
)
"""Functions that give a text."""

PLACE_FUNCTIONS = frozenset({"AREAS", "COLUMN", "COLUMNS", "ROW", "ROWS"})
"""Functions that read where cells stand, not what they hold."""

PURE_FUNCTIONS = (
    NUMBER_FUNCTIONS
    | READING_FUNCTIONS
    | COUNTING_FUNCTIONS
    | TEXT_FUNCTIONS
    | frozenset(CHOOSING_FUNCTIONS)
)
