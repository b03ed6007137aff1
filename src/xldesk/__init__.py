"""xldesk: a partner revenue desk that lives in the spreadsheet."""

__version__ = "0.1.0"
