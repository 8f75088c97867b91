"""How many of the lines that went in were taken out or written anew soon after.

One stream of the mainline's differences, the oldest first. Of each file only the lines younger than
the window are kept, as runs of line numbers, so that nothing has to be looked up backwards.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import accumulate
from typing import Final, NamedTuple

from graph.git_process import GitError, GitProcess
from graph.measuring.clock import DAY, day_of, start_of
from graph.measuring.git.changes import Change, first_parents
from graph.measuring.git.history import History
from graph.measuring.git.numbers import CODING, PeriodChanges, ratio_of_sums
from graph.measuring.measurement import Measurement, Refusal
from graph.measuring.people import LEAST_GROUP
from graph.measuring.period import Period, period_of
from graph.measuring.source import Progress
from graph.records import record
from graph.vocabulary import Bound

METRIC: Final = "line-rework-share"

#: Days within which a line that is written anew counts as rework.
WINDOW_DAYS: Final = 21
WINDOW: Final = WINDOW_DAYS * DAY
#: Larger files are made by programs, or hold data: git takes them for no text then.
_LARGEST: Final = "1m"
_HUNK: Final = re.compile(rb"^@@ -(\d+)(?:,(\d+))? \+(\d+)(?:,(\d+))? @@")
_COMMAND: Final = (
    *("-c", f"core.bigFileThreshold={_LARGEST}", "-c", "diff.renameLimit=400"),
    *("-c", "log.showRoot=false", "-c", "log.diffMerges=first-parent", "-c", "log.follow=false"),
    *("-c", "diff.relative=false", "-c", "diff.orderFile=/dev/null"),
    *("log", "--no-walk=unsorted", "--stdin", "--first-parent", "-m", "--patch", "--unified=0"),
    *("--format=commit %H", "--no-ext-diff", "--no-textconv", "--no-color", "--find-renames"),
    *("--diff-algorithm=histogram", "--ignore-all-space", "--inter-hunk-context=0"),
    *("--src-prefix=a/", "--dst-prefix=b/", "--submodule=short", "--ignore-submodules=none"),
    "--no-show-signature",
)


_DEFINITION: Final = (
    f"Of the lines that went in with changes whose {WINDOW_DAYS} days ended in the period, the "
    "share that was taken out or written anew within them."
)
_CAVEATS: Final = (
    "An upper bound of work done again: a line that only moved counts as written anew.",
    "What was written anew before a change went in is not seen.",
)


#: Changes of which the repository may lack contents.
MOST_UNREADABLE: Final = 50
_NAMES: Final = ("diff-tree", "-r", "-m", "--first-parent", "--no-commit-id", "--name-only")


class Run(NamedTuple):
    """Lines of a file that went in together.

    Attributes:
        start: number of the first, from 1 on.
        length: how many.
        change: by which they went in.
    """

    start: int
    length: int
    change: int


class Hunk(NamedTuple):
    """A place at which a file changes, as git writes it.

    Attributes:
        old: line before or at which lines are taken out.
        taken: how many are.
        new: likewise, in the file as it is then.
        put: how many are put in.
    """

    old: int
    taken: int
    new: int
    put: int


@record
class LineCounts:
    """Lines by change, in the order in which the changes were given.

    Attributes:
        added: lines that went in.
        reworked: those of them that were taken out or written anew within the window.
        unreadable: places of changes of which the repository lacks contents; they count nothing.
    """

    added: list[int]
    reworked: list[int]
    unreadable: frozenset[int] = frozenset()


def count_lines(
    git: GitProcess,
    names: Sequence[bytes],
    times: Sequence[int],
    paths: Sequence[str],
    progress: Progress,
) -> LineCounts:
    """Return how many lines changes added, and how many of these were written anew soon after.

    Changes of spaces alone count for nothing, renamed files keep their lines, and neither binary
    files nor those above a megabyte are looked at. A commit without parents adds nothing.

    Args:
        git: the repository.
        names: of commits that follow each other on the mainline, the oldest first.
        times: when each went in, in seconds since 1970, never falling.
        paths: of the repository; only what lies below them counts. Empty for all.
        progress: told how many of the commits are read.

    Raises:
        GitError: the clone lacks contents of many changes, or git ended with another error.
    """
    reader = _Reader(names, times)
    begin = 0
    while begin < len(names):
        try:
            for lines in _differences(git, names[begin:], paths):
                reader.take(lines)
                progress(f"{len(names):,} changes", reader.at + 1, len(names))
        except GitError as error:
            bad = _unreadable(git, reader, paths)
            if bad is None or len(reader.unreadable) >= MOST_UNREADABLE:
                raise GitError(
                    f"{error} --rework needs the contents of old files; a partial clone lacks "
                    "them. Clone again without --filter, or leave --rework out."
                ) from None
            files = git.run(*_NAMES, names[bad].decode())
            reader.pass_over(bad, files.splitlines())
            begin = bad + 1
        else:
            reader.finish()
            break
    return LineCounts(reader.added, reader.reworked, frozenset(reader.unreadable))


def _differences(
    git: GitProcess, names: Sequence[bytes], paths: Sequence[str]
) -> Iterator[list[bytes]]:
    arguments = (*_COMMAND, "--", *paths) if paths else _COMMAND
    return git.fields(arguments, b"".join(name + b"\n" for name in names), b"\n")


def _unreadable(git: GitProcess, reader: _Reader, paths: Sequence[str]) -> int | None:
    """The commit at which git broke off: the last that it named, or the one after that."""
    for at in (reader.at, reader.at + 1):
        if 0 <= at < len(reader.added) and at not in reader.unreadable:
            try:
                for _ in _differences(git, [reader.names[at]], paths):
                    pass
            except GitError:
                return at
    return None


@record
class Mainline:
    """The commits of a mainline that are compared.

    Attributes:
        git: the repository.
        history: all commits.
        tip: number of the mainline's newest commit.
        changes: that went in.
        paths: of the repository; only what lies below them counts. Empty for all.
        last: the last moment of the records, in seconds since 1970.
    """

    git: GitProcess
    history: History
    tip: int
    changes: Sequence[Change]
    paths: Sequence[str]
    last: int


def lines_reworked(
    mainline: Mainline, periods: Sequence[PeriodChanges], obtained: str, progress: Progress
) -> Iterator[Measurement | Refusal]:
    """Yield, by period, the share of lines that were written anew soon after they went in.

    A change belongs to the period in which its days of rework ended, so that the number of a period
    that is over never changes. Automation's changes and the first commit of all are left out.

    Args:
        mainline: what is compared.
        periods: that are told.
        obtained: how the numbers come about.
        progress: told how much is read.
    """
    told = [one.period for one in periods]
    if not told:
        return
    history = mainline.history
    line = list(first_parents(history, mainline.tip))[::-1]
    times = list(accumulate((history.committed[at] for at in line), max))
    since = start_of(told[0].start) - WINDOW
    first = next((at for at, moment in enumerate(times) if moment >= since), len(line))
    line, times = line[first:], times[first:]
    names = history.name_of()
    counts = count_lines(mainline.git, [names[at] for at in line], times, mainline.paths, progress)
    people: dict[int, set[int]] = defaultdict(set)
    for one in mainline.changes:
        if not one.automation:
            people[one.commit].add(one.actor)
    found: dict[Period, list[int]] = defaultdict(list)
    lacking: dict[Period, int] = defaultdict(int)
    by_start = {period.start: period for period in told}
    for at, commit in enumerate(line):
        over = times[at] + WINDOW
        period = by_start.get(period_of(day_of(over), told[0].step).start)
        if period and over <= mainline.last:
            lacking[period] += at in counts.unreadable
            if counts.added[at] and commit in people:
                found[period].append(at)
    for period in told:
        some = found[period]
        authors = set().union(*(people[line[at]] for at in some))
        yield _share(period, some, len(authors), counts, obtained, lacking[period])


def _share(
    period: Period,
    some: Sequence[int],
    people: int,
    counts: LineCounts,
    obtained: str,
    lacking: int,
) -> Measurement | Refusal:
    """The share of one period; lines of a change go together, so that changes are what varies."""
    share = ratio_of_sums([counts.reworked[at] for at in some], [counts.added[at] for at in some])
    if share is None or len(some) < LEAST_GROUP or people < LEAST_GROUP:
        few = len(some) < LEAST_GROUP
        reason = (
            f"{len(some)} changes of {people} people had their {WINDOW_DAYS} days; nothing is told "
            f"of fewer than {LEAST_GROUP}."
        )
        code = "too-few-items" if few else "too-few-people"
        return Refusal(CODING, METRIC, period, code, reason, len(some))
    return Measurement(
        CODING, METRIC, share.value, share.low, share.high, "share", len(some), "changes", period,
        _DEFINITION, obtained, bound=Bound.UPPER, caveats=_caveats(lacking),
    )  # fmt: skip


def _caveats(lacking: int) -> tuple[str, ...]:
    said = f"The repository lacks contents of {lacking:,} changes, which are left out."
    return (*_CAVEATS, *((said,) if lacking else ()))


class _Reader:
    """Takes the lines of git's differences, and keeps what is young of each file."""

    def __init__(self, names: Sequence[bytes], times: Sequence[int]) -> None:
        self.added, self.reworked = [0] * len(names), [0] * len(names)
        self.at = -1
        self.names = names
        self.unreadable: set[int] = set()
        self._known = {name: at for at, name in enumerate(names)}
        self._times = times
        self._young: dict[bytes, list[Run]] = {}
        self._old: bytes | None = None
        self._new: bytes | None = None
        self._hunks: list[Hunk] = []
        self._passed_over = 0

    def take(self, lines: Sequence[bytes]) -> None:
        """Take lines; the contents of files are passed over by their number."""
        at = self._passed_over
        while at < len(lines):
            line = lines[at]
            at += 1
            if line.startswith(b"@@ "):
                at += self._take_hunk(line)
            elif line.startswith(b"diff --git "):
                self.finish()
            elif line.startswith(b"commit "):
                self.finish()
                self.at = self._known[line[len(b"commit ") :].strip()]
            else:
                self._take_name(line)
        self._passed_over = at - len(lines)

    def pass_over(self, bad: int, files: Iterable[bytes]) -> None:
        """Count nothing of a commit that cannot be read; of its files nothing is known then."""
        self.unreadable.add(bad)
        self._old = self._new = None
        self._hunks, self._passed_over = [], 0
        for file in files:
            self._young.pop(file, None)
        self.added[bad] = self.reworked[bad] = 0

    def _take_hunk(self, line: bytes) -> int:
        found = _HUNK.match(line)
        if found is None:
            return 0
        old, taken, new, put = (1 if one is None else int(one) for one in found.groups())
        self._hunks.append(Hunk(old, taken, new, put))
        return taken + put

    def _take_name(self, line: bytes) -> None:
        if line.startswith(b"--- "):
            self._old = _path(line[4:])
        elif line.startswith(b"+++ "):
            self._new = _path(line[4:])
        elif line.startswith(b"rename from "):
            self._old = line[len(b"rename from ") :]
        elif line.startswith(b"rename to "):
            self._new = line[len(b"rename to ") :]

    def finish(self) -> None:
        """Take up what was read of one file; nothing of a file that is binary."""
        if self._old is not None or self._new is not None:
            runs = self._young.pop(self._old, []) if self._old is not None else []
            after = list(self._after(runs))
            if self._new is not None and after:
                self._young[self._new] = after
        self._old = self._new = None
        self._hunks = []

    def _after(self, runs: Sequence[Run]) -> Iterator[Run]:
        now = self._times[self.at]
        young = [one for one in runs if now - self._times[one.change] <= WINDOW]
        taken: list[Run] = []
        self.added[self.at] += sum(hunk.put for hunk in self._hunks)
        yield from after_hunks(young, self._hunks, self.at, taken)
        for one in taken:
            self.reworked[one.change] += one.length


def _path(text: bytes) -> bytes | None:
    """The path on a line that names the old or the new file; ``None`` where there is none."""
    text = text.rstrip(b"\t\r")
    if text == b"/dev/null":
        return None
    return b'"' + text[3:] if text.startswith(b'"') else text[2:]


def after_hunks(
    runs: Iterable[Run], hunks: Iterable[Hunk], change: int, taken: list[Run]
) -> Iterator[Run]:
    """Yield the runs of a file after a change, in rising order.

    Args:
        runs: before it, in rising order, none of which overlap.
        hunks: of the change, in rising order.
        change: what to call it.
        taken: gets the lines of the runs that the change takes out.

    >>> taken = []
    >>> list(after_hunks([Run(3, 4, 0)], [Hunk(4, 2, 4, 1)], 1, taken))
    [Run(start=3, length=1, change=0), Run(start=4, length=1, change=1), Run(start=5, length=1, change=0)]
    >>> taken
    [Run(start=4, length=2, change=0)]
    """  # noqa: E501
    waiting = list(runs)[::-1]
    shift = 0
    for hunk in hunks:
        start = hunk.old if hunk.taken else hunk.old + 1
        yield from (run._replace(start=run.start + shift) for run in _before(waiting, start))
        taken += _before(waiting, start + hunk.taken)
        if hunk.put:
            yield Run(hunk.new, hunk.put, change)
        shift += hunk.put - hunk.taken
    yield from (run._replace(start=run.start + shift) for run in reversed(waiting))


def _before(waiting: list[Run], line: int) -> list[Run]:
    """Take from the end of a list, which is the top of a file, what lies above a line."""
    found = []
    while waiting and waiting[-1].start < line:
        run = waiting.pop()
        above = min(run.length, line - run.start)
        found.append(run._replace(length=above))
        if above < run.length:
            waiting.append(Run(line, run.length - above, run.change))
    return found
