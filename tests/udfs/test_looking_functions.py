"""FINDINGS and DESKSTATUS: what is open, and which state one looks at."""

from __future__ import annotations

from typing import Any

import pytest

from support.command_line import CommandLine
from support.udf_desks import AskedDesk
from xldesk_udfs import DESKSTATUS, FINDINGS
from xldesk_udfs.errors import CellError

HEADINGS = [
    "Code", "Severity", "Object", "Field", "Message", "What to do", "Owner", "Due (UTC)",
]  # fmt: skip


def test_findings_are_those_of_validate(on_sample: AskedDesk, xldesk: CommandLine) -> None:
    listed: list[dict[str, Any]] = xldesk(
        "--desk", on_sample.folder, "validate", "--as-of", on_sample.as_of, "--json", code=1
    ).json
    deals = sorted({row["opportunity_id"] for row in listed if row["opportunity_id"]})[:10]
    objects = sorted({row["object_id"] for row in listed})[::10]
    assert len(objects) > 10
    for asked in (*deals, *objects):
        own = [row for row in listed if asked in (row["object_id"], row["opportunity_id"])]
        found = FINDINGS(asked)
        assert isinstance(found, list)
        assert found[0] == HEADINGS
        assert [row[:6] for row in found[1:]] == [
            [row["code"], row["severity"], row["object_id"], row["field"], row["message"],
             row["remedy"]]
            for row in own
        ]  # fmt: skip


def test_an_object_without_findings_has_headings_alone(on_sample: AskedDesk) -> None:
    assert FINDINGS("OPP-10008") == [HEADINGS]
    assert FINDINGS("P-001") == [HEADINGS]
    assert FINDINGS(None) is None


def test_an_object_that_nobody_knows_is_an_error(on_sample: AskedDesk) -> None:
    assert FINDINGS("OPP-0") == CellError("#N/A", "there is nothing with the id 'OPP-0'")


@pytest.mark.shared
def test_findings_of_a_real_export(on_crm: AskedDesk, xldesk: CommandLine) -> None:
    listed: list[dict[str, Any]] = xldesk(
        "--desk", on_crm.folder, "validate", "--as-of", on_crm.as_of, "--code", "OPP-DOUBLE",
        "--json", code=1,
    ).json  # fmt: skip
    asked = listed[0]["opportunity_id"]
    found = FINDINGS(asked)
    assert isinstance(found, list)
    assert "OPP-DOUBLE" in [row[0] for row in found[1:]]


def test_the_status_names_what_the_answers_stand_on(
    on_sample: AskedDesk, xldesk: CommandLine
) -> None:
    *_, last = xldesk("--desk", on_sample.folder, "ledger", "log", "--json").json
    status = DESKSTATUS()
    assert isinstance(status, list)
    found = {row[0]: row[1] for row in status}
    assert found["Desk"] == "Sample"
    assert (found["Ledger position"], found["Ledger hash"]) == (last["position"], last["hash"])
    assert found["Snapshot time (UTC)"] == found["As of (UTC)"] == on_sample.at
    assert len(found["Policy version"]) == 12
