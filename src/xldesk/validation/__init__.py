"""Findings: what is wrong with the data, where, what to do about it, who does it, and by when."""
