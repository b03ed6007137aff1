"""The rulebook: every window, weight, limit and calendar that decides a figure, in one file."""
