"""Excel functions of xldesk: thin, documented, no logic of their own; xlwings imports this.

Their names are the public interface. Importing needs neither Excel nor anything of the desk's
engines: those load when a function is called.
"""

from __future__ import annotations

from xldesk_udfs.functions.attribute import ATTRIBUTE
from xldesk_udfs.functions.credit import CATEGORY, CREDIT
from xldesk_udfs.functions.explain import EXPLAIN
from xldesk_udfs.functions.looking import DESKSTATUS, FINDINGS
from xldesk_udfs.functions.mdf import MDFBALANCE, MDFROI
from xldesk_udfs.functions.partner_revenue import PARTNERREVENUE
from xldesk_udfs.registry import FUNCTIONS, tell_xlwings

__all__ = [
    "ATTRIBUTE",
    "CATEGORY",
    "CREDIT",
    "DESKSTATUS",
    "EXPLAIN",
    "FINDINGS",
    "MDFBALANCE",
    "MDFROI",
    "PARTNERREVENUE",
]

for _function in FUNCTIONS:
    tell_xlwings(_function)
