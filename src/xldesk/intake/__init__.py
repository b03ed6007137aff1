"""Read exports into the ledger: recognise, parse exactly, compare with the state, keep the rest.

Every row of a file is accounted for: added, changed, unchanged, duplicate, or rejected with a
place and a reason.
"""
