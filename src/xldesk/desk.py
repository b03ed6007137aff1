"""The facade: one desk, everything that UDFs, service and command line ask of it."""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

from xldesk.desk_folder import (
    SETTINGS,
    built_aside,
    desk_above,
    refuse_occupied,
    refuse_own_file,
    settings_text,
    without_ledger,
)
from xldesk.errors import PolicyError, UsageError
from xldesk.policy.calendar import local_day
from xldesk.policy.load import default_policy_text, load_policy, parse_policy
from xldesk.policy.version import policy_version
from xldesk.records.people import two_people

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from xldesk.answers.answers import Answers
    from xldesk.attribution.explain import Explanation
    from xldesk.controls.total_comparison import TotalComparison
    from xldesk.intake.completeness import Completeness
    from xldesk.intake.suggest import Suggestion
    from xldesk.ledger.basis import Basis
    from xldesk.ledger.entry import Actor
    from xldesk.ledger.ledger import Ledger
    from xldesk.ledger.policies import PolicyEntry
    from xldesk.policy.rulebook import Policy
    from xldesk.workbooks.pack_file import Packed
    from xldesk.workbooks.provenance.verdict import Verification

POLICY = "policy.toml"
FOLDERS = ("mappings", "packs")


@dataclass(frozen=True)
class PolicyState:
    """Which policy is in force, and whether the file beside it says something else."""

    version: str
    policy: Policy
    unsigned: Policy | None
    """The content of policy.toml where it differs from the policy in force."""

    unreadable: str | None = None
    """What is wrong with policy.toml where it is no rulebook; the policy in force stays."""


@dataclass(frozen=True)
class Signed:
    """The version of a signed policy; ``first_day`` is the first close date it governs, if any."""

    version: str
    first_day: date | None


class Desk:
    """A folder with a ledger, a policy and what was made from them.

    Nothing in it is edited in place but ``policy.toml``, ``desk.toml`` and ``mappings/``, which
    are yours; a changed policy counts once it is signed.
    """

    def __init__(self, directory: Path, settings: dict[str, Any]) -> None:
        self.directory = directory
        self.name = str(settings.get("name") or directory.name)
        self._url = str(settings.get("ledger", {}).get("url") or "") or None
        self._stands_at: datetime | None = settings.get("stands_at")
        self._ledger: Ledger | None = None

    @classmethod
    def create(
        cls,
        directory: Path,
        *,
        actor: Actor,
        at: datetime,
        name: str | None = None,
        policy_text: str | None = None,
        ledger_url: str | None = None,
        stands_at: datetime | None = None,
    ) -> Desk:
        """Make an empty desk with a policy in force from the start, and return it.

        ``stands_at`` is the time at which sample data stand, see ``present``.

        Raises UsageError where ``directory`` already holds something, PolicyError for a policy
        that is not a rulebook; both before anything is written.
        """
        from xldesk.ledger.entry import Command
        from xldesk.ledger.ledger import Ledger

        text = policy_text if policy_text is not None else default_policy_text()
        policy = parse_policy(text, source=POLICY)
        refuse_occupied(directory)
        settings: dict[str, Any] = {"name": name or directory.resolve().name}
        if ledger_url:
            settings["ledger"] = {"url": ledger_url}
        if stands_at is not None:
            settings["stands_at"] = stands_at
        version = policy_version(policy)
        with built_aside(directory) as aside:
            for folder in FOLDERS:
                (aside / folder).mkdir()
            (aside / POLICY).write_text(text, "utf-8")
            (aside / SETTINGS).write_text(settings_text(settings), "utf-8")
            command = Command(
                command_id=f"init-{version}",
                kind="init",
                actor=actor,
                at=at,
                reason="desk made, its first policy in force",
                content_digest=version,
                details={"desk": settings["name"]},
            )
            with Ledger.create(aside, url=ledger_url) as ledger, ledger.writing(command) as writer:
                writer.put_policy(policy, text)
        return cls(directory, settings)

    @classmethod
    def open(cls, directory: Path) -> Desk:
        """Return the desk in ``directory``; raises UsageError where there is none."""
        settings = directory / SETTINGS
        if not settings.is_file():
            raise UsageError(f"{directory} is not a desk; make one: xldesk init {directory}")
        try:
            content = tomllib.loads(settings.read_text("utf-8"))
        except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
            raise UsageError(f"{settings} cannot be read: {error}") from error
        ledger = content.get("ledger", {})
        if not isinstance(ledger, dict) or not isinstance(ledger.get("url", ""), str):
            raise UsageError(f"{settings}: [ledger] takes url, a text, and nothing else")
        stands_at = content.get("stands_at")
        if stands_at is not None and (
            not isinstance(stands_at, datetime) or stands_at.tzinfo is None
        ):
            raise UsageError(f"{settings}: stands_at is a time such as 2026-07-08T09:00:00Z")
        return cls(directory, content)

    @classmethod
    def restore(cls, archive: Path, directory: Path) -> Desk:
        """Make a desk in a new or empty folder from a backup, proven whole, and return it.

        Its ledger is a file of its own, also where the desk backed up had a database: nothing
        done in the copy reaches the original. Raises LedgerError for an archive that is not whole.
        """
        from xldesk.ledger.backup import restore

        restore(archive, directory).close()
        settings = directory / SETTINGS
        settings.write_text(without_ledger(settings.read_text("utf-8")), "utf-8")
        return cls.open(directory)

    def upgrade(self) -> None:
        """Bring an older ledger's tables to this version; nothing happens to a current one."""
        from xldesk.ledger.ledger import Ledger

        self.close()
        Ledger.upgrade(self.directory, url=self._url)

    @classmethod
    def find(cls, given: Path | None = None, start: Path | None = None) -> Desk:
        """Return the desk given, else the one found upwards from ``start`` (the current folder)."""
        if given is not None:
            return cls.open(given)
        here = (start or Path.cwd()).resolve()
        folder = desk_above(here)
        if folder is not None:
            return cls.open(folder)
        raise UsageError(
            f"no desk in {here} or above; go to one, name it with --desk DIR, or make one: "
            "xldesk init desk"
        )

    @property
    def ledger(self) -> Ledger:
        """The ledger, opened on first use and kept open."""
        if self._ledger is None:
            from xldesk.ledger.ledger import Ledger

            self._ledger = Ledger.open(self.directory, url=self._url)
        return self._ledger

    def close(self) -> None:
        """Close the ledger; the desk can be used again afterwards."""
        if self._ledger is not None:
            self._ledger.close()
            self._ledger = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def present(self, now: datetime) -> datetime:
        """Return the time of questions that name none; see ``answers.present.present_time``."""
        from xldesk.answers.present import present_time

        head = None if self._stands_at is None else self.ledger.head()
        return present_time(now, self._stands_at, head)

    def policy_state(self, at: datetime) -> PolicyState:
        """Return the policy in force at ``at``, and the file's where that is not signed yet."""
        version, policy = self.ledger.policy_at(at)
        path = self.directory / POLICY
        if not path.is_file():
            return PolicyState(version, policy, None)
        try:
            written = load_policy(path)
        except PolicyError as error:
            return PolicyState(version, policy, None, unreadable=error.message)
        changed = written != policy
        return PolicyState(version, policy, written if changed else None)

    def sign_policy(
        self,
        *,
        actor: Actor,
        approver: str,
        reason: str,
        at: datetime,
        first_day: date | None = None,
    ) -> Signed:
        """Put policy.toml in force with two people's names; return its version and first day.

        It governs deals that close from ``first_day`` on (default: the day of ``at``), and open
        ones. The first policy that is ever signed takes the place of the unsigned one that the
        desk was made with: without a day it governs from the beginning.

        Raises UsageError when the two are one person, the reason is empty, the file says what
        is in force and signed by two already, or another policy is in force from a later day;
        PolicyError for a file that is no rulebook.
        """
        from xldesk.ledger.entry import Command

        problem = two_people(actor.name, approver)
        if problem is not None:
            raise UsageError(
                f"a policy needs two different people, --actor and --approver: {problem}"
            )
        if not reason.strip():
            raise UsageError("a policy needs a --reason that an auditor can read")
        path = self.directory / POLICY
        try:
            text = path.read_text("utf-8")
        except (OSError, UnicodeDecodeError) as error:
            raise PolicyError(f"{path} cannot be read: {error}") from error
        policy = parse_policy(text, source=str(path))
        version = policy_version(policy)
        recorded = self.ledger.policies()
        since = first_day or _default_first_day(recorded, local_day(policy, at))
        _refuse_superseded(recorded, version, since, path.name)
        command = Command(
            command_id=f"policy-{version}-{at.isoformat()}",
            kind="policy",
            actor=actor,
            at=at,
            reason=reason,
            content_digest=version,
            details={"approver": approver},
        )
        with self.ledger.writing(command) as writer:
            writer.put_policy(policy, text, in_force_from=since)
        return Signed(version, since)

    def intake(
        self,
        paths: Sequence[Path],
        *,
        actor: Actor,
        at: datetime,
        kind: str | None = None,
        mapping: Path | str | None = None,
        constants: dict[str, str] | None = None,
        sheets: Sequence[str] = (),
        command_id: str | None = None,
        progress: Callable[[int, int, str], None] | None = None,
    ) -> list[Completeness]:
        """Read files into the ledger; return how complete each one is.

        ``mapping`` is the path of one or the name of a shipped one; ``constants`` and the names
        of ``sheets`` add to it.
        """
        from xldesk.intake.reading import read_files
        from xldesk.intake.shipped import mapping_asked_for

        return read_files(
            self.ledger,
            self.ledger.policy_at(at)[1],
            paths,
            kind=kind,
            mapping=mapping_asked_for(mapping, constants or {}, sheets),
            actor=actor,
            at=at,
            command_id=command_id,
            progress=progress,
        )

    def suggest_mapping(
        self, path: Path, at: datetime, kind: str | None = None, sheets: Sequence[str] = ()
    ) -> Suggestion:
        """Return a draft of a mapping for an export; nothing is written."""
        from xldesk.intake.matching import known_to
        from xldesk.intake.suggest import suggest_mapping

        policy = self.ledger.policy_at(at)[1]
        return suggest_mapping(path, policy, known_to(self.ledger.snapshot(), policy), kind, sheets)

    def control_totals(
        self, reports: Sequence[Completeness], at: datetime
    ) -> list[list[TotalComparison]]:
        """Return for each file just read the control totals it is about, beside the desk's."""
        from xldesk.controls.total_comparison import after_intake

        return after_intake(self.ledger, self.ledger.policy_at(at)[1], reports)

    def refuse_own_file(self, path: Path) -> None:
        """Raise UsageError where writing to ``path`` would replace a part of this desk."""
        refuse_own_file(self.directory, path)

    @contextmanager
    def basis(
        self, as_of: datetime, position: int | None = None, *, proven: bool = False
    ) -> Iterator[Basis]:
        """Open what the desk knew at ``as_of`` for reading; closed at the end of the block.

        ``position`` asks for another ledger position than the last one at or before ``as_of``.
        ``proven`` makes the state anew from the ledger's entries, trusting no snapshot on disk.
        """
        from xldesk.ledger.basis import open_basis

        basis = open_basis(self.ledger, as_of, position, proven=proven)
        try:
            yield basis
        finally:
            basis.con.close()

    def pack(
        self,
        *,
        as_of: datetime,
        position: int | None = None,
        period: str | None = None,
        only: Sequence[str] = (),
        partners: Sequence[str] | None = None,
        out: Path | None = None,
        progress: Callable[[int, int, str], None] | None = None,
        processes: int = 1,
    ) -> list[Packed]:
        """Write the workbook pack as of a time; see ``workbooks.pack.make_pack``.

        ``out`` is the folder, the desk's ``packs`` unless given, or ``packs/partners``. Raises
        UsageError too for one that has workbooks for other readers; see ``pack_folder``.
        """
        from xldesk.workbooks.pack import make_pack, wanted_workbooks
        from xldesk.workbooks.pack_folder import pack_folder, refuse_mixed

        wanted_workbooks(only, partners)
        for_partners = partners is not None
        folder = out or pack_folder(self.directory / "packs", for_partners=for_partners)
        refuse_mixed(folder, for_partners=for_partners)
        with self.basis(as_of, position, proven=True) as basis:
            self.compute(basis)
            return make_pack(
                basis,
                self.ledger,
                desk=self.name,
                folder=folder,
                period=period,
                only=only,
                partners=partners,
                progress=progress,
                processes=processes,
            )

    def explain(
        self,
        basis: Basis,
        opportunity_id: str,
        *,
        model: str | None = None,
        since: tuple[datetime, int] | None = None,
        progress: Callable[[int, int, str], None] | None = None,
    ) -> Explanation:
        """Return the story of one deal and what changed; see ``attribution.explain.explain``."""
        from xldesk.attribution.explain import explain

        return explain(
            self.ledger, basis, opportunity_id, model=model, since=since, progress=progress
        )

    def answers(self, clock: Callable[[], datetime]) -> Answers:
        """Return what cells may ask of this desk; it reads the ledger and never writes.

        ``clock`` tells the present, for questions that name no time. The caller closes it.
        """
        from xldesk.answers.answers import Answers
        from xldesk.ledger.ledger import Ledger

        ledger = Ledger.open(self.directory, url=self._url, for_reading=True)
        return Answers(ledger, self.name, clock, stands_at=self._stands_at)

    def issue_again(
        self,
        workbook: str,
        scope: str,
        period: str,
        *,
        as_of: datetime,
        folder: Path,
        position: int | None = None,
    ) -> Path:
        """Write one workbook as the desk issues it as of a time; see ``answers.issued_now``."""
        from xldesk.answers.issued_now import issue

        with self.basis(as_of, position, proven=True) as basis:
            self.compute(basis)
            return issue(basis, self.ledger, self.name, workbook, scope, period, folder)

    def verify_workbooks(
        self,
        paths: Sequence[Path],
        progress: Callable[[int, int, str], None] | None = None,
        processes: int = 1,
    ) -> dict[Path, Verification]:
        """Return by file whether it is what this desk issued (``workbooks.provenance``)."""
        from xldesk.workbooks.provenance.reissue import Reissuer
        from xldesk.workbooks.provenance.verdict import verify_workbooks

        reissue = Reissuer(self.pack, self.basis, processes)
        return verify_workbooks(paths, self.ledger, reissue, progress)

    @staticmethod
    def compute(basis: Basis, model: str | None = None) -> None:
        """Validate, attribute and figure out MDF on ``basis``: what every report stands on."""
        from xldesk.attribution.run import attribute
        from xldesk.incentives.mdf import mdf_figures
        from xldesk.validation.run import validate

        validate(basis)
        attribute(basis, model)
        mdf_figures(basis)


def _default_first_day(recorded: Sequence[PolicyEntry], today: date) -> date | None:
    signed_before = any(entry.details.get("approver") for entry in recorded)
    return today if signed_before else None


def _refuse_superseded(
    recorded: Sequence[PolicyEntry], version: str, since: date | None, file: str
) -> None:
    latest = max(recorded, key=lambda entry: (entry.in_force_from or date.min, entry.position))
    later = latest.in_force_from
    if later is not None and (since is None or since < later):
        raise UsageError(
            f"policy {latest.version[:12]} is in force from {later}: a change can begin on that "
            f"day or later, --from {later}"
        )
    if latest.version == version and latest.details.get("approver"):
        raise UsageError(f"nothing to sign: {file} says what is in force and signed")
