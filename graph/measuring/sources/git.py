"""A git history as a source: changes that went into the mainline, from their first commit on."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Final

from graph.errors import UsageError
from graph.measuring.clock import day_of, start_of
from graph.measuring.event import Event
from graph.measuring.git.change_events import STAGES, events_of, released_alone
from graph.measuring.git.changes import Changes, changes_of
from graph.measuring.git.history import History, commits_touching, read_history
from graph.measuring.git.line_rework import Mainline, lines_reworked
from graph.measuring.git.marks import SHIPPED_RULES, Marks, Rules, read_rules
from graph.measuring.git.notes import NOTES, read_notes
from graph.measuring.git.numbers import (
    CODING,
    LEAST_LINKED,
    REVIEW,
    PeriodChanges,
    Told,
    lines_noted,
    numbers_of,
    periods_of,
    undone_by_period,
    unlinked,
)
from graph.measuring.git.releases import Releases, released, releases_among
from graph.measuring.git.repository import (
    Repository,
    Tag,
    marks_switched_off,
    open_repository,
)
from graph.measuring.measurement import LeftOut, Measurement, Provenance, Refusal
from graph.measuring.measures import WHOLE
from graph.measuring.period import Step, open_at, period_of
from graph.measuring.source import Asked, Progress, Records, SourceEntry, SourceOption, quiet
from graph.measuring.stages import Stage
from graph.records import record

#: The method and its version, quoted with every number.
METHOD: Final = "loopmap import git 1"
#: What hangs on the commits of changes.
_TIMES: Final = ((CODING, "pass-time"), (REVIEW, "queue-time"), (WHOLE, "lag"))
AHEAD: Final = "dated later than today"
_UNSEEN: Final = (
    "A git history does not say who reviewed a change; an export of pull requests does."
)
_IDLE: Final = (
    "The time between the commits of a change holds hours in which nobody was at work on it, so "
    "that nothing tells how many work side by side, or how busy they are."
)
_DAY: Final = 86_400


@record
class GitOptions:
    """What can be chosen.

    Attributes:
        mainline: branch, tag or commit; ``None`` for the usual one.
        tags: which tags are releases, as a regular expression; ``None`` for versions.
        paths: of the repository; only changes below them count. Empty for all.
        since: only changes merged on this day or later.
        rules: a file of rules of attribution.
        name: what to call the repository; ``None`` for its address or folder.
        step: by which periods.
        rework: whether lines are counted that were written anew soon after they went in.
        progress: told how far the reading is.
    """

    mainline: str | None = None
    tags: str | None = None
    paths: tuple[str, ...] = ()
    since: date | None = None
    rules: Path = SHIPPED_RULES
    name: str | None = None
    step: Step = Step.QUARTER
    rework: bool = False
    progress: Progress = quiet


@record
class GitSummary:
    """What a history was found to be.

    Attributes:
        name: of the repository.
        mainline: how the mainline is called.
        commits: of all refs that were read.
        heads: change requests whose newest commit was fetched.
        changes: merged into the mainline, automation left out.
        linked: those whose own commits are known.
        automation: changes of automation, which are left out.
        by_mail: whether patches come by mail.
        fetch_line: what fetches the heads of change requests.
    """

    name: str
    mainline: str
    commits: int
    heads: int
    changes: int
    linked: int
    automation: int
    by_mail: bool
    fetch_line: str


class GitSource:
    """A git history, read once when it is first asked for."""

    def __init__(self, path: Path, options: GitOptions | None = None) -> None:
        """Open the repository; its history is read by ``read``.

        Raises:
            UsageError: there is no repository or commit, or an option makes no sense.
        """
        self._options = options or GitOptions()
        self._rules = read_rules(self._options.rules)
        _check_paths(self._options.paths)
        self.repository = open_repository(path, self._options.mainline)
        self._tags = releases_among(self.repository.tags, self._options.tags)
        self._read: _Read | None = None

    @property
    def _name(self) -> str:
        return self._options.name or self.repository.name

    @property
    def provenance(self) -> Provenance:
        """Where the events come from."""
        repository, name, read = self.repository, self._name, self._history()
        changes = read.changes.changes
        plain = re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-")
        return Provenance(
            name=f"git-{plain or 'history'}"[:60].rstrip("-"),
            title=f"Git history of {name}, {repository.mainline}",
            method=METHOD,
            address=repository.address,
            kind="repository",
            first_day=day_of(min((one.merged for one in changes), default=read.last)).isoformat(),
            last_day=day_of(read.last).isoformat(),
        )

    @property
    def identifiers(self) -> tuple[str, ...]:
        """The name of the mainline's newest commit."""
        return (f"git:{self.repository.tip}",)

    def holds(self, commit: str) -> bool:
        """Return whether the repository has a commit, whichever branch it is on.

        Args:
            commit: its full name, in hexadecimal digits.
        """
        wanted = ("--verify", "--quiet", "--end-of-options", f"{commit}^{{commit}}")
        return self.repository.git.asked("rev-parse", *wanted) is not None

    @property
    def stages(self) -> tuple[Stage, ...]:
        """What the stages of a change are on the map."""
        return STAGES

    @property
    def summary(self) -> GitSummary:
        """What the history was found to be."""
        read = self._history()
        own = [one for one in read.changes.changes if not one.automation]
        return GitSummary(
            self._name,
            self.repository.mainline,
            sum(read.history.seen),
            len(self.repository.heads),
            len(own),
            sum(one.linked for one in own),
            len(read.changes.changes) - len(own),
            read.changes.by_mail,
            self.repository.fetch_line,
        )

    def read(self) -> Records:
        """Return the changes as events, and the numbers that only a history tells.

        Raises:
            GitError: the history is damaged, or lacks what was asked about.
        """
        read = self._history()
        found = list(self._numbers(read))
        refused = [one for one in found if isinstance(one, Refusal)]
        refused.append(Refusal(REVIEW, "bypass-share", None, "not-recorded", _UNSEEN))
        refused.append(Refusal(CODING, "capacity", None, "not-recorded", _IDLE))
        for stage in STAGES:
            part = stage.part or ""
            refused.append(Refusal(part, "items-in-progress", None, "not-recorded", _IDLE))
        for some in read.periods:
            if not some.times_told:
                refused += [self._refused(*what, some) for what in _TIMES]
        return Records(
            _events(read, self._options.step),
            left_out=read.left_out,
            notes=tuple(self._notes(read)),
            refused=tuple(refused),
            measurements=tuple(one for one in found if isinstance(one, Measurement)),
        )

    def _refused(self, part: str, metric: str, some: PeriodChanges) -> Refusal:
        if some.refusal is not None:
            code, reason, count = some.refusal
            return Refusal(part, metric, some.period, code, reason, count)
        return unlinked(part, metric, some)

    def _history(self) -> _Read:
        if self._read is None:
            self._read = _read(self.repository, self._rules, self._options, self._tags)
        return self._read

    def _numbers(self, read: _Read) -> Iterator[Measurement | Refusal]:
        options = self._options
        how = [METHOD, f"rules of attribution {self._rules.version}"]
        how += [f"only below {', '.join(options.paths)}"] if options.paths else []
        how += [f"tags {options.tags}"] if options.tags else []
        told = Told("; ".join(how), read.tools)
        opened = open_at(day_of(read.last))
        changes = read.changes.changes
        undone = undone_by_period(changes, read.history, opened, options.step)
        yield from numbers_of(read.periods, undone, told)
        wanted = _below(read.history, [one.commit for one in changes])
        noted = read_notes(self.repository, read.history, wanted)
        yield from lines_noted(noted, read.history, options.step, read.last, f"{METHOD}; {NOTES}")
        if options.rework:
            tip = read.history.ids[self.repository.tip.encode()]
            line = Mainline(
                self.repository.git, read.history, tip, changes, options.paths, read.last
            )
            yield from lines_reworked(line, read.periods, told.obtained, options.progress)

    def _notes(self, read: _Read) -> Iterator[str]:
        found, repository = self.summary, self.repository
        share = found.linked / found.changes if found.changes else 0.0
        yield (
            f"The commits of {found.linked:,} of {found.changes:,} changes are known "
            f"({share:.0%}); {found.automation:,} changes of automation are left out."
        )
        if share < LEAST_LINKED and not found.heads:
            yield f"To know more of them, fetch the change requests: {found.fetch_line}"
        if repository.shallow:
            yield (
                "The clone is shallow: what is older is missing, and the oldest period is only "
                "partly there. Get the rest: git fetch --unshallow"
            )
        if not self._tags:
            yield "No tag is a release, so nothing is told of the wait for one. --tags names them."
        if read.changes.lost_marks:
            yield (
                f"{read.changes.lost_marks:,} squashed changes bear a mark of AI only in their own "
                "commits."
            )
        single = sum(one.linked and one.commits == 1 for one in read.changes.changes)
        if single:
            yield (
                f"{single:,} changes have one commit, which says nothing of how long it was "
                "written; coding time is told by the others."
            )
        if read.changes.by_mail:
            yield "Patches come by mail: work on one ends when its author wrote it."
        for name in marks_switched_off(repository):
            yield f"Marks are switched off in {name}, so that fewer are seen than there were."


@record
class _Read:
    history: History
    changes: Changes
    periods: tuple[PeriodChanges, ...]
    releases: Releases
    left_out: tuple[LeftOut, ...]
    tools: Sequence[str]
    last: int


def _read(repository: Repository, rules: Rules, options: GitOptions, tags: Sequence[Tag]) -> _Read:
    marks = Marks(rules)
    tips = [repository.tip, *repository.heads.values(), *(tag.commit for tag in tags)]
    tips = list(dict.fromkeys(tips))
    history = read_history(repository.git, tips, marks, options.progress)
    tip = history.number_of(repository.tip)
    if tip is None:
        raise UsageError("The newest commit of the mainline cannot be read.")
    touching = (
        commits_touching(repository.git, tips, options.paths, history) if options.paths else None
    )
    numbered = {number: history.number_of(name) for number, name in repository.heads.items()}
    heads = {number: at for number, at in numbered.items() if at is not None}
    found = changes_of(history, tip, heads, touching)
    since = start_of(options.since) if options.since else 0
    latest = int(time.time()) + _DAY
    kept = tuple(one for one in found.changes if since <= one.merged <= latest)
    ahead = sum(one.merged > latest for one in found.changes)
    left_out = (*found.left_out, *((LeftOut(AHEAD, ahead),) if ahead else ()))
    last = max((one.merged for one in kept), default=min(latest, history.committed[tip]))
    return _Read(
        history,
        replace(found, changes=kept),
        periods_of(kept, options.step, last),
        released(history, tags),
        left_out,
        marks.tools,
        last,
    )


def _events(read: _Read, step: Step) -> Iterator[Event]:
    """Yield the stages of changes; of a period without times the wait for a release alone."""
    told = {some.period for some in read.periods if some.times_told}
    whole = {one.commit for some in read.periods if some.period in told for one in some.changes}
    starts = {period.start for period in told}
    for change in read.changes.changes:
        if change.automation or change.commit in whole:
            yield from events_of(change, read.releases)
        else:
            out = read.releases.of(change.commit)
            if out is not None and period_of(day_of(out), step).start not in starts:
                yield from released_alone(change, out)


def _below(history: History, commits: Sequence[int]) -> bytearray:
    """Return, by number, whether a commit is one of some or went in with it."""
    wanted = bytearray(len(history))
    waiting = list(commits)
    while waiting:
        at = waiting.pop()
        if not wanted[at]:
            wanted[at] = 1
            waiting.extend(history.parents[at])
    return wanted


def _check_paths(paths: Sequence[str]) -> None:
    for path in paths:
        parts = path.replace("\\", "/").split("/")
        if not path.strip() or path.startswith("/") or ".." in parts or "\0" in path:
            raise UsageError(
                f"--path '{path}' is no path inside the repository. Write it from the top of the "
                "repository on, such as services/search."
            )


def opened(asked: Asked) -> GitSource:
    """Return the source for what was asked on the command line.

    Raises:
        UsageError: more than one repository is named, or an option makes no sense.
    """
    if len(asked.paths) != 1:
        raise UsageError("Name one git repository.")
    given = asked.options
    return GitSource(
        asked.paths[0],
        GitOptions(
            mainline=_text(given.get("mainline")),
            tags=_text(given.get("tags")),
            paths=_texts(given.get("path")),
            since=_day(_text(given.get("since"))),
            rules=Path(_text(given.get("rules")) or SHIPPED_RULES),
            step=asked.counting.step,
            rework=bool(given.get("rework")),
            progress=asked.progress,
        ),
    )


def _text(value: str | tuple[str, ...] | None) -> str | None:
    return value if isinstance(value, str) else None


def _texts(value: str | tuple[str, ...] | None) -> tuple[str, ...]:
    return value if isinstance(value, tuple) else (value,) if value else ()


def _day(text: str | None) -> date | None:
    if text is None:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise UsageError(f"--since '{text}' is no day. Write it as 2026-01-31.") from None


OPTIONS: Final = (
    SourceOption("--mainline", "The branch that changes go into; else the usual one.", "REF"),
    SourceOption("--tags", "Which tags are releases; else those with a version.", "REGEX"),
    SourceOption(
        "--path", "Only changes below this path of the repository.", "PATH", multiple=True
    ),
    SourceOption("--since", "Only changes merged on this day or later.", "DATE"),
    SourceOption("--rules", "Your own rules of what is a mark of AI.", "FILE.toml"),
    SourceOption(
        "--rework",
        "Also tell how many lines are written anew within 21 days; takes seconds to minutes.",
        metavar=None,
    ),
)

ENTRY: Final = SourceEntry(
    name="git",
    summary="A git history: marks of AI, coding time, wait for merge and release.",
    argument="PATH",
    description=(
        "Read the history of a git repository, offline. Nothing that it holds is run, and no name, "
        "address or message is kept.\n\n"
        "Each commit on the line of first parents is a change. The commits of a squashed one are "
        "known where the heads of change requests were fetched: "
        "git fetch origin '+refs/pull/*/head:refs/pull/*/head'. Where those of fewer than half are "
        "known, no times are told. Marks of AI are a lower bound."
    ),
    opened=opened,
    options=OPTIONS,
)
