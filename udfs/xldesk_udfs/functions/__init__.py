"""The Excel functions: one idea a file, no logic of their own; the docstrings are their help."""
