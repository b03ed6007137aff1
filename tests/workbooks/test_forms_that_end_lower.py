"""A form that ends lower than issued meets the desk's texts, which nobody is asked to clear."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from workbooks.any_content import plain_content
from workbooks.forgery import part_of
from workbooks.repackage import repackaged
from xldesk.workbooks.check import check_workbook
from xldesk.workbooks.mdf_tracker_partner import SPEC
from xldesk.workbooks.stamp import Stamper
from xldesk.workbooks.template import build_template

STAMPER = Stamper(SPEC, build_template(SPEC))
TYPED = '<c r="B18" t="inlineStr"><is><t>F-2</t></is></c>'
FORMS, FORM = "New requests", "table NewRequests"


@pytest.fixture(scope="module")
def tracker(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a partner's tracker with a text of its own over the second form."""
    path = tmp_path_factory.mktemp("lower") / "tracker.xlsx"
    fields = {"forms.claims": "In the currency of the request."}
    made = plain_content(SPEC, fields=fields, tables={"NewRequests": [], "NewClaims": []})
    STAMPER.write(made, path)
    return path


@pytest.mark.parametrize(
    ("more", "old", "new", "outside"),
    [
        (1, "", "", []),
        (2, "", "", []),
        (1, "New claims</t>", "F-2</t>", ["B19"]),
        (1, '(<c r=)"B19"', r'\1"C19"', ["C19"]),
        (0, '(?=<row r="19")', f'<row r="18">{TYPED}</row>', ["B18"]),
    ],
)
def test_only_what_people_wrote_under_a_form_is_outside_of_it(
    tracker: Path, more: int, old: str, new: str, outside: list[str]
) -> None:
    def lower(part: bytes) -> bytes:
        text, count = re.subn(r'ref="B9:K17"', f'ref="B9:K{17 + more}"', part.decode())
        assert count >= 1
        return text.encode()

    def written(part: bytes) -> bytes:
        return re.sub(old, new, part.decode(), count=1).encode() if old else part

    file = repackaged(tracker, {part_of(tracker, FORM): lower, part_of(tracker, FORMS): written})
    found = check_workbook(file).findings
    assert [one.place.cell for one in found if one.code == "INPUT-OUTSIDE"] == outside
