"""One rule a file: what it proves, and the SQL that finds where it does not hold."""
