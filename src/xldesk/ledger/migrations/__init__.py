"""Schema migrations of the ledger (Alembic); they travel inside the package."""
