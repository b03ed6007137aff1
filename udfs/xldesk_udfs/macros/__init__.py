"""Macros of xldesk: one a module, each over an xlwings ``Book``, in Excel and headless alike."""
