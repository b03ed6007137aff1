"""Whether a workbook is what the desk issued: verified against the ledger, cell by cell."""
