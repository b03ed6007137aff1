"""Workbooks as typed documents: one spec builds the template, fills it and checks it."""
