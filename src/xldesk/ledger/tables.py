"""The tables of the ledger, as the code reads and fills them; the migrations make them."""

from __future__ import annotations

from sqlalchemy import Column, MetaData, Table

from xldesk.ledger.cells import Whole, Words

METADATA = MetaData()

ENTRY = Table(
    "entry",
    METADATA,
    Column("position", Whole, primary_key=True, autoincrement=False),
    Column("hash", Words, nullable=False),
    Column("previous_hash", Words, nullable=False),
    Column("command_id", Words, nullable=False),
    Column("kind", Words, nullable=False),
    Column("actor", Words, nullable=False),
    Column("role", Words, nullable=False),
    Column("authenticated", Whole, nullable=False),
    Column("at", Words, nullable=False),
    Column("reason", Words, nullable=False),
    Column("policy_version", Words, nullable=False),
    Column("content_digest", Words, nullable=False),
    Column("details", Words, nullable=False),
    Column("rows_digest", Words, nullable=False),
)

ROW_SET = Table(
    "row_set",
    METADATA,
    Column("position", Whole, primary_key=True),
    Column("part", Whole, primary_key=True),
    Column("kind", Words, nullable=False),
    Column("row_count", Whole, nullable=False),
    Column("digest", Words, nullable=False),
    Column("segment", Words),
)
"""What an entry brings, part by part: rows stored here, or one segment file."""

ROW = Table(
    "entry_row",
    METADATA,
    Column("position", Whole, primary_key=True),
    Column("part", Whole, primary_key=True),
    Column("ordinal", Whole, primary_key=True),
    Column("content", Words, nullable=False),
    Column("source_file", Words),
    Column("source_row", Whole),
    Column("digest", Words, nullable=False),
)

POLICY = Table(
    "policy",
    METADATA,
    Column("position", Whole, primary_key=True),
    Column("version", Words, nullable=False),
    Column("content", Words, nullable=False),
    Column("source_text", Words, nullable=False),
)

CONTACT = Table(
    "contact",
    METADATA,
    Column("position", Whole, primary_key=True),
    Column("part", Whole, primary_key=True),
    Column("ordinal", Whole, primary_key=True),
    Column("member", Whole, primary_key=True),
    Column("partner_id", Words, nullable=False),
    Column("salt", Words, nullable=False),
    Column("content", Words, nullable=False),
)
"""Personal data. Rows can be deleted; the chain keeps only salted digests."""

CONTACT_KIND = "contact"
"""Row sets of this kind hold salted digests of contacts, not records."""
