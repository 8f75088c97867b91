"""A git history in columns: one pass over the log as it streams; nothing names a person."""

from __future__ import annotations

import re
from array import array
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

from graph.git_process import GitError, GitProcess
from graph.measuring.git.marks import NOTHING, Mark, Marks, Part
from graph.measuring.people import Pseudonyms
from graph.measuring.source import Progress, quiet
from graph.records import record

#: What is asked of each commit, each field ended by NUL, which no message can hold.
FORMAT: Final = "--format=%H%x00%P%x00%at%x00%ct%x00%ae%x00%an%x00%ce%x00%B"
_FIELDS: Final = 8
#: The address under which a forge commits what a person clicked.
_FORGES: Final = frozenset(
    b"noreply@" + forge
    for forge in (b"github.com", b"gitlab.com", b"bitbucket.org", b"codeberg.org")
)
_SQUASHED: Final = re.compile(rb"\(#(\d{1,9})\)[ \t]*$")
_MERGED: Final = re.compile(
    rb"^(?:Merge pull request #(\d{1,9})\b(?: from (\S+))?"
    rb"|Auto merge of #(\d{1,9})\b"
    rb"|Merged in (\S+) \(pull request #(\d{1,9})\)"
    rb"|Merged PR (\d{1,9}):"
    rb"|Merge branch '([^']+)'"
    rb"|Merge #(\d{1,9})\b)"
)
_OF_MERGE_REQUEST: Final = re.compile(rb"^See merge request \S*?!(\d{1,9})[ \t]*\r?$", re.MULTILINE)
_REVERTS: Final = re.compile(rb"^(?:Revert|Reverts) \"(.*)\"(?:[ \t]*\(#\d+\))*[ \t]*$")
_REVERTED_COMMIT: Final = re.compile(rb"This reverts commit ([0-9a-f]{7,64})")
_REVERTED_NUMBER: Final = re.compile(rb"^Reverts (?:\S*#)(\d{1,9})[ \t]*\r?$", re.MULTILINE)
_SUFFIX: Final = re.compile(rb"(?:[ \t]*\(#\d{1,9}\))+[ \t]*$")
#: A merge of this branch into itself from elsewhere is nobody's change.
_FROM_ELSEWHERE: Final = re.compile(
    rb"^Merge (?:remote-tracking branch|branch '[^']+' (?:of|into) |commit '|tag ')"
)


@dataclass
class History:
    """Commits by number, in the order in which the log gave them.

    Attributes:
        ids: name, in hexadecimal, to number.
        parents: of each, by number; one that the log did not give, as at the edge of a shallow
            clone, is left out.
        authored: seconds since 1970, as the commit says.
        committed: likewise.
        actor: keyed hash of the author's address.
        by_other: whether somebody else than the author, and no forge, committed it.
        part: what AI had to do with it (``Part``).
        tool: number of the tool, as of ``Marks.tools``.
        automation: whether automation, which is no AI, made it.
        number: of the change request that its message names; 0 for none.
        subject: a hash of its subject without the numbers at the end.
        elsewhere: those that merge what was there already, from another copy.
        reverts: of those that undo another: by what that can be found.
        seen: whether its times could be read.
    """

    ids: dict[bytes, int] = field(default_factory=dict)
    parents: list[tuple[int, ...]] = field(default_factory=list)
    authored: array[int] = field(default_factory=lambda: array("q"))
    committed: array[int] = field(default_factory=lambda: array("q"))
    actor: array[int] = field(default_factory=lambda: array("q"))
    by_other: bytearray = field(default_factory=bytearray)
    part: bytearray = field(default_factory=bytearray)
    tool: bytearray = field(default_factory=bytearray)
    automation: bytearray = field(default_factory=bytearray)
    number: array[int] = field(default_factory=lambda: array("q"))
    subject: array[int] = field(default_factory=lambda: array("q"))
    elsewhere: set[int] = field(default_factory=set)
    reverts: dict[int, Reverted] = field(default_factory=dict)
    seen: bytearray = field(default_factory=bytearray)

    def __len__(self) -> int:
        return len(self.parents)

    def number_of(self, name: str) -> int | None:
        """Return the number of a commit by its whole name; ``None`` if the log had none of it."""
        found = self.ids.get(name.encode("ascii", "replace"))
        return None if found is None or not self.seen[found] else found

    def name_of(self) -> list[bytes]:
        """Return the names by number."""
        return list(self.ids)


@record
class Reverted:
    """By what the commit that another undoes can be found.

    Attributes:
        commits: the beginnings of names, as bytes of hexadecimal.
        number: of its change request; 0 for none.
        subject: a hash of its subject.
    """

    commits: tuple[bytes, ...]
    number: int
    subject: int


@record
class _Author:
    """What an address and a name come to, worked out once."""

    actor: int
    mark: Mark


class _Reader:
    """Takes the fields of the log into the columns, a column of many commits at a time."""

    def __init__(self, marks: Marks) -> None:
        self.history = History()
        self._marks = marks
        self._names = Pseudonyms()
        self._authors: dict[tuple[bytes, bytes], _Author] = {}
        self._parents: list[bytes] = []

    @property
    def count(self) -> int:
        """How many commits were taken."""
        return len(self._parents)

    def take(self, pieces: Sequence[bytes], whole: int) -> None:
        """Take commits.

        Args:
            pieces: fields of commits, one after the other.
            whole: how many of the pieces are whole commits.
        """
        names, above, written, done, addresses, authors, committers, messages = (
            pieces[at:whole:_FIELDS] for at in range(_FIELDS)
        )
        history, first = self.history, len(self._parents)
        history.ids.update(zip(names, range(first, first + len(names)), strict=True))
        self._parents += above
        self._take_times(written, done)
        marks = self._take_authors(addresses, authors)
        history.by_other.extend(
            committer != address and committer.lower() not in _FORGES
            for committer, address in zip(committers, addresses, strict=True)
        )
        self._take_messages(first, messages, above, marks)

    def finished(self) -> History:
        """Return the history, each commit's parents by their numbers."""
        known, parents = self.history.ids.get, self.history.parents
        for above in self._parents:
            only = known(above)
            if only is not None:
                parents.append((only,))
            else:
                found = map(known, above.split(b" "))
                parents.append(tuple(at for at in found if at is not None))
        return self.history

    def _take_times(self, written: Sequence[bytes], done: Sequence[bytes]) -> None:
        history = self.history
        try:
            authored, committed = array("q", map(int, written)), array("q", map(int, done))
        except (ValueError, OverflowError):
            for times in zip(written, done, strict=True):
                read = _times(*times)
                history.authored.append(read[0] if read else 0)
                history.committed.append(read[1] if read else 0)
                history.seen.append(read is not None)
            return
        history.authored.extend(authored)
        history.committed.extend(committed)
        history.seen.extend(b"\x01" * len(authored))

    def _take_authors(self, addresses: Sequence[bytes], names: Sequence[bytes]) -> list[Mark]:
        """Take who wrote the commits, and return what that says of AI."""
        pairs = list(zip(addresses, names, strict=True))
        for pair in set(pairs).difference(self._authors):
            self._authors[pair] = self._author(*pair)
        found = [self._authors[pair] for pair in pairs]
        self.history.actor.extend([one.actor for one in found])
        return [one.mark for one in found]

    def _author(self, address: bytes, name: bytes) -> _Author:
        who = address.strip() or name
        known = self._names.of(who.decode("utf-8", "replace"))
        return _Author(known or 0, self._marks.of_author(address, name))

    def _take_messages(
        self, first: int, messages: Sequence[bytes], above: Sequence[bytes], marks: list[Mark]
    ) -> None:
        """Take what the messages say; the few that say more than their subject are read in full."""
        history = self.history
        subjects = [one[:_LONGEST_SUBJECT].partition(b"\n")[0].rstrip() for one in messages]
        history.number.frombytes(bytes(8 * len(subjects)))
        history.subject.extend(map(hash, subjects))
        for at in self._marks.may_bear(messages):
            marks[at] = _together(marks[at], self._marks.of_message(messages[at]))
        for at, subject in enumerate(subjects):
            if subject.endswith(b")") or subject.startswith(_TELLING):
                branch = self._take_subject(first + at, subject, messages[at], b" " in above[at])
                marks[at] = _together(marks[at], branch)
        history.part.extend([one.part for one in marks])
        history.tool.extend([one.tool for one in marks])
        history.automation.extend([one.automation for one in marks])

    def _take_subject(self, at: int, subject: bytes, message: bytes, merges: bool) -> Mark:
        """Take the number and the kind that a subject tells, and return what its branch says."""
        history = self.history
        squashed = _SQUASHED.search(subject) if subject.endswith(b")") else None
        if squashed:
            history.number[at] = int(squashed[1])
            history.subject[at] = hash(_SUFFIX.sub(b"", subject))
        if subject.startswith(b"Revert"):
            self._take_revert(at, subject, message)
        elif not squashed and subject.startswith(_MERGING):
            return self._take_merge(at, subject, message, merges)
        return NOTHING

    def _take_merge(self, at: int, subject: bytes, message: bytes, merges: bool) -> Mark:
        history = self.history
        found = _MERGED.match(subject)
        number = next((found[i] for i in (1, 3, 5, 6, 8) if found[i]), None) if found else None
        if number is None and merges:
            request = _OF_MERGE_REQUEST.search(message[-MOST_OF_MERGE:])
            number = request[1] if request else None
        history.number[at] = int(number) if number else 0
        if merges and number is None and _FROM_ELSEWHERE.match(subject):
            history.elsewhere.add(at)
        if not merges or found is None or at in history.elsewhere:
            return NOTHING
        if found[2]:  # OWNER/BRANCH
            return self._marks.of_branch(found[2].partition(b"/")[2])
        return self._marks.of_branch(found[4] or found[7] or b"")

    def _take_revert(self, at: int, subject: bytes, message: bytes) -> None:
        named = _REVERTS.match(subject)
        commits = tuple(_REVERTED_COMMIT.findall(message[:MOST_OF_REVERT]))
        number = _REVERTED_NUMBER.search(message[:MOST_OF_REVERT])
        if named is None and not commits and number is None:
            return
        title = _SUFFIX.sub(b"", named[1]) if named else b""
        self.history.reverts[at] = Reverted(
            commits, int(number[1]) if number else 0, hash(title) if named else 0
        )


def _together(author: Mark, told: Mark) -> Mark:
    """What author and message say of AI together."""
    if told.part <= author.part:
        return author
    # A bot that only carries what AI wrote is no automation.
    return Mark(told.part, told.tool, author.automation and told.part < Part.COAUTHOR)


def _times(written: bytes, done: bytes) -> tuple[int, int] | None:
    """When a commit was written and committed; ``None`` where either cannot be read or kept."""
    try:
        read = array("q", (int(written), int(done)))
    except (ValueError, OverflowError):
        return None
    return read[0], read[1]


#: Bytes of a first line that are looked at.
_LONGEST_SUBJECT: Final = 2_000
#: How subjects begin that say more than what was done.
_MERGING: Final = (b"Merge", b"Auto merge")
_TELLING: Final = (*_MERGING, b"Revert")
#: Bytes of a message in which a merge request's number, or what is undone, is looked for.
MOST_OF_MERGE: Final = 4_000
MOST_OF_REVERT: Final = 20_000


def read_history(
    git: GitProcess, tips: Sequence[str], marks: Marks, progress: Progress = quiet
) -> History:
    """Return all commits that can be reached from some commits.

    Args:
        git: the repository.
        tips: names of commits; those of which the repository has no object are passed over.
        marks: says what of AI a commit bears.
        progress: told how many are read.

    Raises:
        GitError: git ended with an error: the history is damaged, or lacks commits.
    """
    reader = _Reader(marks)
    given = "".join(f"{name}\n" for name in tips).encode()
    arguments = ("log", "-z", FORMAT, "--no-show-signature", "--ignore-missing", "--stdin")
    left: list[bytes] = []
    for pieces in git.fields(arguments, given):
        ready = left + pieces if left else pieces
        whole = len(ready) - len(ready) % _FIELDS
        reader.take(ready, whole)
        left = ready[whole:]
        progress("commits read", reader.count)
    if left:
        raise GitError("git's log ended in the middle of a commit.")
    return reader.finished()


def commits_touching(
    git: GitProcess, tips: Sequence[str], paths: Sequence[str], history: History
) -> bytearray:
    """Return, by number, whether a commit changes anything below some paths of the repository.

    Args:
        git: the repository.
        tips: names of commits.
        paths: relative to the top of the repository, taken as they are written.
        history: of the same tips.

    Raises:
        GitError: the clone lacks the folders of old commits, or git ended with another error.
    """
    touching = bytearray(len(history))
    given = "".join(f"{name}\n" for name in tips).encode()
    command = ("log", "-z", "--format=%H", "--full-history", "--no-merges", "--no-renames")
    arguments = (*command, "--ignore-missing", "--stdin", "--", *paths)
    try:
        for pieces in git.fields(arguments, given):
            for piece in pieces:
                at = history.ids.get(piece.strip())
                if at is not None:
                    touching[at] = 1
    except GitError as error:
        raise GitError(
            f"{error} --path needs the folders of every commit; a partial clone may lack them. "
            "Clone again without --filter, or leave --path out."
        ) from None
    return touching
