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


@dataclass(frozen=True, slots=True)
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


@dataclass(frozen=True, slots=True)
class _Author:
    """What an address and a name come to, worked out once."""

    actor: int
    mark: Mark


class _Reader:
    """Takes the fields of the log into the columns."""

    def __init__(self, marks: Marks) -> None:
        self.history = History()
        self._marks = marks
        self._names = Pseudonyms()
        self._authors: dict[tuple[bytes, bytes], _Author] = {}
        self._parents: list[bytes] = []

    def take(self, pieces: Sequence[bytes], whole: int) -> None:
        """Take commits; this runs for every one, so that it calls as little as it can.

        Args:
            pieces: fields of commits, one after the other.
            whole: how many of the pieces are whole commits.
        """
        history, authors, ids = self.history, self._authors, self.history.ids
        parents, authored, committed = self._parents, history.authored, history.committed
        for at in range(0, whole, _FIELDS):
            oid, above, written, done, address, name, committer, message = pieces[at : at + _FIELDS]
            number = ids[oid] = len(parents)
            parents.append(above)
            try:
                times = int(written), int(done)
                authored.append(times[0])
                committed.append(times[1])
                history.seen.append(1)
            except (ValueError, OverflowError):
                del authored[number:], committed[number:]
                authored.append(0)
                committed.append(0)
                history.seen.append(0)
            author = authors.get((address, name)) or self._author(address, name)
            history.actor.append(author.actor)
            other = committer != address and committer.lower() not in _FORGES
            history.by_other.append(other)
            self._take_message(number, message, author.mark, b" " in above)

    def finished(self) -> History:
        """Return the history, each commit's parents by their numbers."""
        ids = self.history.ids
        for above in self._parents:
            found = [ids.get(one) for one in above.split(b" ")]
            self.history.parents.append(tuple(at for at in found if at is not None))
        return self.history

    def _author(self, address: bytes, name: bytes) -> _Author:
        who = address.strip() or name
        known = self._names.of(who.decode("utf-8", "replace"))
        found = _Author(known or 0, self._marks.of_author(address, name))
        self._authors[address, name] = found
        return found

    def _take_message(self, at: int, message: bytes, mark: Mark, merges: bool) -> None:
        history = self.history
        end = message.find(b"\n")
        subject = message[: end if 0 <= end < _LONGEST_SUBJECT else _LONGEST_SUBJECT].rstrip()
        squashed = _SQUASHED.search(subject) if subject.endswith(b")") else None
        history.number.append(int(squashed[1]) if squashed else 0)
        plain = _SUFFIX.sub(b"", subject) if squashed else subject
        history.subject.append(hash(plain))
        told = self._marks.of_message(message)
        if not squashed and subject.startswith((b"Merge", b"Auto merge")):
            branch = self._take_merge(at, subject, message, merges)
            told = branch if branch.part > told.part else told
        elif subject.startswith(b"Revert"):
            self._take_revert(at, subject, message)
        if told.part > mark.part:
            # A bot that only carries what AI wrote is no automation.
            mark = Mark(told.part, told.tool, mark.automation and told.part < Part.COAUTHOR)
        history.part.append(mark.part)
        history.tool.append(mark.tool)
        history.automation.append(mark.automation)

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


#: Bytes of a first line that are looked at.
_LONGEST_SUBJECT: Final = 2_000
#: Bytes of a message in which a merge request's number, or what is undone, is looked for.
MOST_OF_MERGE: Final = 4_000
MOST_OF_REVERT: Final = 20_000


def read_history(git: GitProcess, tips: Sequence[str], marks: Marks) -> History:
    """Return all commits that can be reached from some commits.

    Args:
        git: the repository.
        tips: names of commits; those of which the repository has no object are passed over.
        marks: says what of AI a commit bears.

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
