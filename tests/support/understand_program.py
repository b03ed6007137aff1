"""A program that tries to understand files: a line of JSON each, and its peak of memory at last."""

from __future__ import annotations

import json
import re
import resource
import sys
from pathlib import Path

from xldesk.errors import UsageError
from xldesk.intake.export import Export
from xldesk.intake.mapping import Mapping
from xldesk.policy.load import default_policy


def own_peak() -> int:
    """Return the most memory that this program held, in MB.

    What ``getrusage`` says on Linux includes the peak of the process that started it.
    """
    status = Path("/proc/self/status")
    if not status.is_file():
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    found = re.search(r"^VmHWM:\s+(\d+) kB$", status.read_text("ascii"), re.MULTILINE)
    assert found is not None
    return int(found[1]) // 1024


def main() -> None:
    policy = default_policy()
    for path in map(Path, sys.argv[1:]):
        try:
            found = Export.understand_each(
                path, name=path.name, policy=policy, kind=None, mapping=Mapping()
            )
            said = f"understood {len(found)}"
        except UsageError as error:
            said = error.message
        line = json.dumps({"file": path.name, "said": said, "peak_megabytes": own_peak()})
        sys.stdout.write(f"{line}\n")


if __name__ == "__main__":
    main()
