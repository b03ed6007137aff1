"""The headless xlwings engine ``openpyxl``: macros over workbook files, without Excel."""
