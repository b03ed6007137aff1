"""What functions do with constants: Excel's functions by what they take and give.

What a function gives for constants alone is a constant too, whether it is listed here or not; those
that read something else than their arguments are listed as such. Source: Microsoft, list of Excel
functions by category.
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

CHOOSING_FUNCTIONS = {"CHOOSE": 1, "IF": 1, "IFERROR": 0, "IFNA": 0, "IFS": 0, "SWITCH": 1}
"""Functions that give one of their arguments as it is, from the given one on (from 0)."""

TEXT_FUNCTIONS = _names(
    """
    ADDRESS ARRAYTOTEXT ASC BAHTTEXT BASE BIN2HEX CHAR CLEAN CONCAT CONCATENATE DBCS DEC2BIN
    DEC2HEX DEC2OCT DOLLAR ENCODEURL FIXED HYPERLINK JIS LEFT LEFTB LOWER MID MIDB NUMBERSTRING
    PHONETIC PROPER REPLACE REPT RIGHT RIGHTB ROMAN SUBSTITUTE T TEXT TEXTAFTER TEXTBEFORE
    TEXTJOIN TRIM UNICHAR UPPER VALUETOTEXT
    """
)
"""Functions that give a text."""

PLACE_FUNCTIONS = frozenset({"AREAS", "CELL", "COLUMN", "COLUMNS", "ROW", "ROWS"})
"""Functions that read where cells stand, not what they hold."""

DESK_FUNCTIONS = _names(
    """
    ATTRIBUTE CREDIT CATEGORY EXPLAIN PARTNERREVENUE MDFBALANCE MDFROI FINDINGS DESKSTATUS
    """
)
"""The desk's own, which ask the ledger; the names of ``xldesk_udfs.FUNCTIONS``."""

OUTSIDE_FUNCTIONS = DESK_FUNCTIONS | _names(
    """
    CALL CUBEKPIMEMBER CUBEMEMBER CUBEMEMBERPROPERTY CUBERANKEDMEMBER CUBESET CUBESETCOUNT
    CUBEVALUE DDE IMAGE INDIRECT INFO NOW RAND RANDARRAY RANDBETWEEN REGISTER.ID RTD
    STOCKHISTORY TODAY WEBSERVICE
    """
)
"""Functions whose answer comes from elsewhere than their arguments: it may always be another."""
