"""Who earned which part of a deal: contributions, integer weights, and an exact split."""
