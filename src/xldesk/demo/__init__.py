"""The sample company: exports as its CRM and PRM would write them, and its policy."""
