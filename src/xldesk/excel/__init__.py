"""Macros without Excel: the headless xlwings engine, and workbooks kept whole around its writes."""
