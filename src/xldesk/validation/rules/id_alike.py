"""ID-ALIKE: ids that differ only in how they are written."""

from __future__ import annotations

from xldesk.validation.rule import Rule

RULE = Rule(
    code="ID-ALIKE",
    severity="warn",
    scope="none",
    object_kind="opportunity",
    title="two ids of one kind differ only in case, spaces or punctuation",
    why=(
        "Nearly always one object that was typed twice, and its figures are then split. Some "
        "systems give ids that differ truly in case, so nothing is changed or blocked."
    ),
    remedy="map one spelling to the other, or resolve the finding if both exist",
    owner_role="revops",
)
