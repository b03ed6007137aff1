"""Recalculating workbooks with other programs, to prove every value that the desk wrote."""
