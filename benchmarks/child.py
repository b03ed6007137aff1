"""One measured step: ``python -m benchmarks.child STEP DIRECTORY NUMBER``."""

if __name__ == "__main__":  # a step may start processes that import this module and need none of it
    import sys
    from pathlib import Path

    from benchmarks.measure import report
    from benchmarks.path_peers import PATH_PEERS
    from benchmarks.path_steps import PATH_STEPS
    from benchmarks.peers import PEERS
    from benchmarks.steps import STEPS
    from benchmarks.workbook_peers import WORKBOOK_PEERS
    from benchmarks.workbook_steps import WORKBOOK_STEPS

    step, directory, number = sys.argv[1:]
    known = {**STEPS, **PEERS, **PATH_STEPS, **PATH_PEERS, **WORKBOOK_STEPS, **WORKBOOK_PEERS}
    report(known[step](Path(directory), int(number)))
