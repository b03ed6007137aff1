"""One state of a desk under one model, computed as far as questions about it need."""

from __future__ import annotations

from functools import cached_property
from importlib.resources import files
from typing import TYPE_CHECKING

from xldesk.answers.spelling import Spelling
from xldesk.attribution.run import attribute
from xldesk.attribution.uncredited import uncredited_headlines
from xldesk.incentives.mdf import mdf_figures
from xldesk.records.fields import DIRECT
from xldesk.validation.run import validate

if TYPE_CHECKING:
    from xldesk.ledger.basis import Basis


class State:
    """A basis of its own; validation, attribution and MDF figures run once, when first needed."""

    def __init__(self, basis: Basis, model: str | None = None) -> None:
        self._basis = basis
        self._model = model

    @property
    def known(self) -> Basis:
        """The records and the policy, nothing computed."""
        return self._basis

    @cached_property
    def validated(self) -> Basis:
        """The basis with its findings."""
        validate(self._basis)
        return self._basis

    @cached_property
    def attributed(self) -> Basis:
        """The basis with its credit lines, and ``credit_in(currency)`` (sql/credit_in.sql).

        Raises UsageError for a model that does not exist.
        """
        basis = self.validated
        attribute(basis, self._model)
        basis.con.execute(statement("credit_in"))
        return basis

    @cached_property
    def uncredited(self) -> dict[str, str]:
        """The headline category of deals that nothing is credited of, by their ids."""
        return uncredited_headlines(self.validated)

    @cached_property
    def with_mdf(self) -> Basis:
        """The basis with credit lines and the figures of marketing funds."""
        basis = self.attributed
        mdf_figures(basis)
        return basis

    @cached_property
    def partners(self) -> frozenset[str]:
        """The ids of all partners, and DIRECT."""
        found = self._basis.con.execute("SELECT partner_id FROM partner").fetchall()
        return frozenset({DIRECT, *(partner for (partner,) in found)})

    @cached_property
    def partners_by_name(self) -> dict[str, str]:
        """The ids of partners by their names in small letters; a name of several is left out."""
        found = self._basis.con.execute(
            "SELECT lower(name), min(partner_id) FROM partner GROUP BY ALL HAVING count(*) = 1"
        ).fetchall()
        return dict(found)

    @cached_property
    def partner_spelling(self) -> Spelling:
        """The ids of partners, to name the nearest to one that is not known."""
        return Spelling(lambda: self.partners)

    @cached_property
    def opportunity_spelling(self) -> Spelling:
        """The ids of deals, to name the nearest to one that is not known."""
        return Spelling(self._opportunities)

    def _opportunities(self) -> list[str]:
        found = self._basis.con.execute("SELECT opportunity_id FROM opportunity").fetchall()
        return [opportunity for (opportunity,) in found]

    def close(self) -> None:
        """Let go of what the state holds in memory."""
        self._basis.con.close()


def asking_in(
    currency: str | None, name: str, values: dict[str, object]
) -> tuple[str, dict[str, object]]:
    """Return a statement on ``:source``, credit lines in a currency or each in its own."""
    text = statement(name)
    if currency is None:
        return text.replace(":source", "credit_own"), values
    return text.replace(":source", "credit_in($currency)"), {**values, "currency": currency}


def statement(name: str) -> str:
    """Return the text of ``sql/<name>.sql``."""
    return (files("xldesk.answers") / "sql" / f"{name}.sql").read_text("utf-8")
