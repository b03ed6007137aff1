"""Everything that a cell may ask of a desk, each answer read once and kept."""

from __future__ import annotations

from threading import RLock
from typing import TYPE_CHECKING, NamedTuple, Self, get_args

from xldesk.answers.credit_page import (
    CreditedDeal,
    CreditPage,
    known_currency,
    page_of,
    page_starts,
    read_page,
)
from xldesk.answers.credit_table import CreditTable, credit_table
from xldesk.answers.desk_status import DeskStatus, desk_status
from xldesk.answers.funds import balance, fund_rows, return_rows, returned
from xldesk.answers.kept import Kept
from xldesk.answers.known_object import is_known
from xldesk.answers.present import Present
from xldesk.answers.revenue import RevenueTable, revenue_table, total
from xldesk.answers.state import State
from xldesk.answers.state_asked import StateAsked, state_asked
from xldesk.answers.story_rows import StoryRow, story_rows
from xldesk.answers.unknown import Unknown, no_opportunity, no_partner
from xldesk.attribution.explain import explain
from xldesk.attribution.models import known_model
from xldesk.attribution.story_deal import deal_of
from xldesk.errors import UsageError
from xldesk.ledger.basis import open_basis
from xldesk.ledger.entry import GENESIS_HASH
from xldesk.ledger.watch import HeadWatch
from xldesk.records.attribution import AttributionStatus
from xldesk.records.fields import CATEGORIES
from xldesk.validation.findings import findings

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Sequence
    from datetime import datetime
    from decimal import Decimal

    from xldesk.answers.funds import Rows
    from xldesk.ledger.ledger import Ledger
    from xldesk.records.finding import Finding

PROGRAMME = "programme"
"""The scope of those who run the programme: they see every partner. No other exists so far."""

MOST_STATES = 4
MOST_DEALS = 400_000
MOST_ROWS = 500_000
"""What is kept at most: open states, deals on pages, rows of tables."""

STATUSES = tuple(status for status in get_args(AttributionStatus) if status != "what_if")
"""Of the policy's own model, which revenue is of."""


class _Asked(NamedTuple):
    """A state by what decides it: the last entry's hash, the time, the position asked for.

    Another ledger may come to stand in the file, with another entry at the same position.
    """

    head: str
    at: datetime
    position: int | None


class Answers:
    """Answers of one desk to one scope, from any thread; the ledger is only read.

    They stand on the ledger's last entry: after a new one everything is read anew. Kept answers
    have scope, the entry's hash and time in their keys (architecture, decision 12). Times without
    a zone are of the policy's zone. Wrong arguments raise UsageError; what the desk does not know
    is an ``Unknown`` in the place of the answer.
    """

    def __init__(
        self,
        ledger: Ledger,
        desk: str,
        clock: Callable[[], datetime],
        scope: str = PROGRAMME,
        stands_at: datetime | None = None,
    ) -> None:
        self.desk = desk
        self.scope = scope
        self._ledger = ledger
        self._clock = clock
        self._watch = HeadWatch(ledger)
        self._present = Present(ledger, clock, stands_at)
        self._lock = RLock()
        self._times: Kept[StateAsked] = Kept(1_000)
        self._states: Kept[State] = Kept(MOST_STATES, dropped=State.close)
        self._starts: Kept[list[str]] = Kept(MOST_STATES)
        self._pages: Kept[CreditPage] = Kept(MOST_DEALS, weigh=len)
        self._credits: Kept[CreditTable] = Kept(MOST_ROWS, weigh=_rows_of_table)
        self._revenue: Kept[RevenueTable] = Kept(MOST_ROWS, weigh=_rows_of_revenue)
        self._rows: Kept[Rows] = Kept(MOST_ROWS, weigh=len)
        self._stories: Kept[list[StoryRow]] = Kept(MOST_ROWS, weigh=len)

    def credit_lines(
        self, opportunity_ids: Sequence[str], model: str | None = None, as_of: str | None = None
    ) -> CreditTable:
        """Return the credit lines of deals in the order asked, with one statement."""
        _refuse_unknown(model, None, None)
        with self._lock:
            asked = self._asked(as_of)
            key = self._key(asked, "credit_lines", tuple(opportunity_ids), model)
            state = self._state(asked, model)
            return self._credits.get(
                key,
                lambda: credit_table(
                    state.attributed, opportunity_ids, state.opportunity_spelling.few()
                ),
            )

    def credit(
        self,
        shares: Sequence[tuple[str, str]],
        category: str | None = None,
        model: str | None = None,
        as_of: str | None = None,
        currency: str | None = None,
    ) -> list[Decimal | int | Unknown]:
        """Return the credit of each deal and partner in whole units, 0 where there is none.

        ``category`` is that of the credit line. Without ``currency`` in each deal's own, else
        converted as ``sql/credit_in.sql`` says.
        """
        _refuse_unknown(model, category, currency)
        with self._lock:
            asked = self._asked(as_of)
            state = self._state(asked, model)
            nearest_deal = state.opportunity_spelling.few()
            nearest_partner = state.partner_spelling.few()

            def of(opportunity_id: str, partner_id: str) -> Decimal | int | Unknown:
                if partner_id not in state.partners:
                    return _no_partner(state, partner_id, nearest_partner)
                deal = self._deal(asked, opportunity_id, model, currency)
                if deal is None:
                    return no_opportunity(opportunity_id, nearest_deal(opportunity_id))
                return deal.of(partner_id, category)

            return [of(*share) for share in shares]

    def category(
        self, opportunity_ids: Sequence[str], as_of: str | None = None
    ) -> list[str | Unknown]:
        """Return each deal's headline category; every opportunity has exactly one."""
        with self._lock:
            asked = self._asked(as_of)
            state = self._state(asked)
            nearest = state.opportunity_spelling.few()

            def of(opportunity_id: str) -> str | Unknown:
                deal = self._deal(asked, opportunity_id, None, None)
                if deal is None:
                    return no_opportunity(opportunity_id, nearest(opportunity_id))
                return deal.headline_category or state.uncredited[opportunity_id]

            return [of(opportunity_id) for opportunity_id in opportunity_ids]

    def story(self, opportunity_id: str) -> list[StoryRow] | Unknown:
        """Return the story of a deal now, and what changed; an unknown one names the nearest."""
        with self._lock:
            asked = self._asked(None)
            try:
                deal_of(self._state(asked).known.con, opportunity_id)
            except UsageError as error:
                return Unknown(error.message)
            key = self._key(asked, "story", opportunity_id)
            return self._stories.get(key, lambda: self._told(asked, opportunity_id))

    def partner_revenue(
        self,
        partner_id: str,
        period: str,
        category: str | None = None,
        status: str | None = None,
        currency: str | None = None,
    ) -> Decimal | int | Unknown:
        """Return a partner's credit on deals won in ``period`` in whole units, 0 without any.

        ``category`` is that of the credit line. Without ``currency`` the deals must be in one.
        """
        _refuse_unknown(None, category, currency)
        if status is not None and status not in STATUSES:
            raise UsageError(f"no status {status!r}; choose one of {', '.join(STATUSES)}")
        with self._lock:
            asked = self._asked(None)
            state = self._state(asked)
            table = self._revenue.get(
                self._key(asked, "partner_revenue", period, currency),
                lambda: revenue_table(state.attributed, period, currency),
            )
            if partner_id not in state.partners:
                return _no_partner(state, partner_id)
            return total(table.get(partner_id, []), category, status)

    def mdf_balance(self, partner_id: str, period: str, measure: str) -> Decimal | Unknown | None:
        """Return a figure of a partner's funds; see ``funds.balance``."""
        with self._lock:
            asked = self._asked(None)
            state = self._state(asked)
            rows = self._rows.get(self._key(asked, "funds"), lambda: fund_rows(state.with_mdf))
            if partner_id not in state.partners:
                return _no_partner(state, partner_id)
            return balance(rows, state.known.policy, partner_id, period, measure)

    def mdf_return(self, partner_id: str, period: str, kind: str) -> Decimal | Unknown | None:
        """Return a return on a partner's activities; see ``funds.returned``."""
        with self._lock:
            asked = self._asked(None)
            state = self._state(asked)
            rows = self._rows.get(self._key(asked, "returns"), lambda: return_rows(state.with_mdf))
            if partner_id not in state.partners:
                return _no_partner(state, partner_id)
            return returned(rows, state.known.policy, partner_id, period, kind)

    def findings(self, object_id: str) -> list[Finding] | Unknown:
        """Return the open findings on an object or about a deal, blocking ones first."""
        with self._lock:
            basis = self._state(self._asked(None)).validated
            found = findings(basis, about=object_id)
            if not found and not is_known(basis, object_id):
                return Unknown(f"there is nothing with the id {object_id!r}")
            return found

    def status(self) -> DeskStatus:
        """Return which state answers without a time are of."""
        with self._lock:
            return desk_status(self.desk, self._state(self._asked(None)).known)

    def refresh(self) -> None:
        """Forget every answer; the next question takes the present anew."""
        with self._lock:
            for kept in (
                self._times,
                self._states,
                self._starts,
                self._pages,
                self._credits,
                self._revenue,
                self._rows,
                self._stories,
            ):
                kept.clear()
            self._present.forget()

    def close(self) -> None:
        """Forget every answer and let go of the ledger."""
        with self._lock:
            self.refresh()
            self._watch.close()
            self._ledger.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _asked(self, as_of: str | None) -> _Asked:
        head = self._watch.head()
        last = GENESIS_HASH if head is None else head.hash
        if as_of is None:
            return _Asked(last, self._present.at(head), None)
        found = self._times.get(
            (last, as_of), lambda: state_asked(self._ledger, as_of, "as_of", self._clock())
        )
        return _Asked(last, found.at, found.position)

    def _key(self, asked: _Asked, function: str, *arguments: Hashable) -> Hashable:
        return (function, arguments, self.scope, asked)

    def _state(self, asked: _Asked, model: str | None = None) -> State:
        return self._states.get(
            self._key(asked, "state", model),
            lambda: State(open_basis(self._ledger, asked.at, asked.position), model),
        )

    def _deal(
        self, asked: _Asked, opportunity_id: str, model: str | None, currency: str | None
    ) -> CreditedDeal | None:
        """Return a deal with its credit, None where the desk does not know it."""
        state = self._state(asked, model)
        starts = self._starts.get(self._key(asked, "page_starts"), lambda: page_starts(state.known))
        number = page_of(starts, opportunity_id)
        if number is None:
            return None
        page = self._pages.get(
            self._key(asked, "credit", model, currency, number),
            lambda: read_page(state.attributed, starts, number, currency),
        )
        return page.get(opportunity_id)

    def _told(self, asked: _Asked, opportunity_id: str) -> list[StoryRow]:
        basis = open_basis(self._ledger, asked.at, asked.position)
        try:
            return story_rows(explain(self._ledger, basis, opportunity_id))
        finally:
            basis.con.close()


def _no_partner(
    state: State, partner_id: str, nearest: Callable[[str], str | None] | None = None
) -> Unknown:
    named = state.partners_by_name.get(partner_id.lower())
    if named is not None:
        return no_partner(partner_id, named=named)
    return no_partner(partner_id, (nearest or state.partner_spelling.few())(partner_id))


def _refuse_unknown(model: str | None, category: str | None, currency: str | None) -> None:
    if model is not None:
        known_model(model)
    if category is not None and category not in CATEGORIES:
        raise UsageError(f"no category {category!r}; choose one of {', '.join(CATEGORIES)}")
    if currency is not None and not known_currency(currency):
        raise UsageError(f"no currency {currency!r}; write a code such as USD")


def _rows_of_table(table: CreditTable) -> int:
    return sum(1 if isinstance(rows, Unknown) else 1 + len(rows) for rows in table.values())


def _rows_of_revenue(table: RevenueTable) -> int:
    return sum(map(len, table.values()))
