"""The audit checklist of a quarter's close: what each control proves, and whether it does."""
