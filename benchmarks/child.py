"""One measured step: ``python -m benchmarks.child STEP DIRECTORY OPPORTUNITIES``."""

from __future__ import annotations

import sys
from pathlib import Path

from benchmarks.measure import report
from benchmarks.path_peers import PATH_PEERS
from benchmarks.path_steps import PATH_STEPS
from benchmarks.peers import PEERS
from benchmarks.steps import STEPS

step, directory, opportunities = sys.argv[1:]
prepare = {**STEPS, **PEERS, **PATH_STEPS, **PATH_PEERS}[step]
report(prepare(Path(directory), int(opportunities)))
