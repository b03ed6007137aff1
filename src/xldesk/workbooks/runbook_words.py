"""Names, spans and limits of the policy as people read them."""

from __future__ import annotations

from decimal import Decimal


def words(name: str) -> str:
    """Return a name of the policy as words: ``best_case`` is ``best case``, MDF stays MDF."""
    return name.replace("_", " ").replace("mdf", "MDF")


def title(name: str) -> str:
    """Return a name as the first words of a line: ``mdf_decision`` is ``MDF decision``."""
    spoken = words(name)
    return spoken[:1].upper() + spoken[1:]


def days(count: int) -> str:
    """Return a number of calendar days."""
    return f"{count} day{'' if count == 1 else 's'}"


def business_days(count: int) -> str:
    """Return a number of business days."""
    return f"{count} business day{'' if count == 1 else 's'}"


def percent(part: Decimal) -> str:
    """Return a fraction as a percentage, exactly."""
    return f"{(part * 100).normalize():f} %"


def amount(major: Decimal, currency: str) -> str:
    """Return a limit of the policy with its currency, exactly as the policy says it."""
    return f"{currency} {major:,f}"


def limit_words(up_to: Decimal | None, currency: str) -> str:
    """Return the largest amount, or that there is none."""
    return "no limit" if up_to is None else f"up to {amount(up_to, currency)}"
