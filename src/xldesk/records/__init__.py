"""The data objects of a partner revenue desk: frozen models, money, reason codes.

Every object of the operating model is one class here. Field names are the names
used in code, in CSV headers and, title-cased, in workbooks.
"""
