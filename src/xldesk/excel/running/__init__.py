"""Runs a macro over a workbook file, without Excel."""
