"""How two workbooks of one form look: what hides, covers or rewords what the desk issued."""
