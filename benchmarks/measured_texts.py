"""A measurement as the cells of a table beside other tools."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from benchmarks.measure import Measurement

MEASURED_HEADINGS = ("runs", "seconds", "spread", "CPU seconds", "peak MB")


def measured_texts(measured: Measurement) -> tuple[str, ...]:
    """Return the texts for ``MEASURED_HEADINGS``."""
    return (
        str(measured.runs),
        f"{measured.seconds:.3f}",
        f"{measured.spread:.0%}" if measured.runs > 1 else "–",
        f"{measured.cpu_seconds:.3f}",
        f"{measured.peak_bytes / 1_000_000:.0f}",
    )


def times_text(times: float | None) -> str:
    """Return how many times another tool's time is the desk's; a dash for the desk itself."""
    return "–" if times is None else f"{times:,.1f}"
