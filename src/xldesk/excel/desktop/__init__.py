"""Workbooks for Excel on Windows: VBA around our functions and macros, ribbon, settings."""
