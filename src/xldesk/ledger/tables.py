"""The tables of the ledger, as the code reads and fills them; the migrations make them."""

from __future__ import annotations

from sqlalchemy import BigInteger, Column, Integer, MetaData, Table, Text

METADATA = MetaData()

ENTRY = Table(
    "entry",
    METADATA,
    Column("position", Integer, primary_key=True, autoincrement=False),
    Column("hash", Text, nullable=False),
    Column("previous_hash", Text, nullable=False),
    Column("command_id", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("actor", Text, nullable=False),
    Column("role", Text, nullable=False),
    Column("authenticated", Integer, nullable=False),
    Column("at", Text, nullable=False),
    Column("reason", Text, nullable=False),
    Column("policy_version", Text, nullable=False),
    Column("content_digest", Text, nullable=False),
    Column("details", Text, nullable=False),
    Column("rows_digest", Text, nullable=False),
)

ROW_SET = Table(
    "row_set",
    METADATA,
    Column("position", Integer, primary_key=True),
    Column("part", Integer, primary_key=True),
    Column("kind", Text, nullable=False),
    Column("row_count", BigInteger, nullable=False),
    Column("digest", Text, nullable=False),
    Column("segment", Text),
)
"""What an entry brings, part by part: rows stored here, or one segment file."""

ROW = Table(
    "entry_row",
    METADATA,
    Column("position", Integer, primary_key=True),
    Column("part", Integer, primary_key=True),
    Column("ordinal", Integer, primary_key=True),
    Column("content", Text, nullable=False),
    Column("source_file", Text),
    Column("source_row", BigInteger),
    Column("digest", Text, nullable=False),
)

POLICY = Table(
    "policy",
    METADATA,
    Column("position", Integer, primary_key=True),
    Column("version", Text, nullable=False),
    Column("content", Text, nullable=False),
    Column("source_text", Text, nullable=False),
)

CONTACT = Table(
    "contact",
    METADATA,
    Column("position", Integer, primary_key=True),
    Column("part", Integer, primary_key=True),
    Column("ordinal", Integer, primary_key=True),
    Column("member", Integer, primary_key=True),
    Column("partner_id", Text, nullable=False),
    Column("salt", Text, nullable=False),
    Column("content", Text, nullable=False),
)
"""Personal data. Rows can be deleted; the chain keeps only salted digests."""

CONTACT_KIND = "contact"
"""Row sets of this kind hold salted digests of contacts, not records."""
