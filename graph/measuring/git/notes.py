"""Lines that a tool noted as written by AI, at ``refs/notes/ai``, counted; nothing else is kept.

A note lists files, below each the lines that a session of AI wrote, and after a line of three
hyphens a record that names people and sessions, which is not read.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Final

from graph.git_process import GitError
from graph.measuring.git.history import History
from graph.measuring.git.repository import Repository
from graph.records import record

#: Where the notes are.
NOTES: Final = "refs/notes/ai"
#: Bytes of a note that are read; its list of lines stands first.
MOST_BYTES: Final = 4_000_000
_END: Final = re.compile(rb"^---\s*$", re.MULTILINE)
_LINE: Final = re.compile(rb"^[ \t]+(\S+)[ \t]+([\d,\- ]+)\s*$", re.MULTILINE)
_NAME: Final = re.compile(rb"[0-9a-f]{40}|[0-9a-f]{64}")
#: Notes that are read at once.
_AT_ONCE: Final = 200
_DIGITS: Final = tuple(str(digit).encode() for digit in range(10))
_LEGACY: Final = re.compile(rb"[0-9a-f]{7,64}")


@record
class Noted:
    """What the notes say of one commit.

    Attributes:
        commit: its number.
        ai_lines: added lines that AI wrote, and that were still there when it was committed.
        added: all lines that it adds; ``None`` if the clone lacks the contents.
    """

    commit: int
    ai_lines: int
    added: int | None


def lines_of_ai(note: bytes) -> int:
    r"""Return how many lines a note says AI wrote.

    Keys that begin with ``s_``, and bare hexadecimal ones of older notes, are sessions of AI; those
    with ``h_`` are people's.

    >>> lines_of_ai(b"a.py\n  s_1::t_2 1-3,7\n  h_1 4\n---\n{}")
    4
    """
    end = _END.search(note)
    listed = note[: end.start()] if end else note
    return sum(
        _count(ranges)
        for key, ranges in _LINE.findall(listed)
        if key.startswith(b"s_") or _LEGACY.fullmatch(key.split(b"::")[0])
    )


def _count(ranges: bytes) -> int:
    total = 0
    for piece in ranges.replace(b" ", b"").split(b","):
        first, dash, last = piece.partition(b"-")
        if not first.isdigit() or (dash and not last.isdigit()) or len(piece) > 20:
            continue
        total += max(0, int(last) - int(first) + 1) if dash else 1
    return total


def read_notes(repository: Repository, history: History, wanted: bytearray) -> tuple[Noted, ...]:
    """Return what was noted of some commits; nothing if no notes were fetched.

    Args:
        repository: whose notes.
        history: all commits.
        wanted: by number, whether a commit is asked about.

    Raises:
        GitError: the notes are there and cannot be read.
    """
    git = repository.git
    if git.asked("rev-parse", "--verify", "--quiet", NOTES) is None:
        return ()
    blobs: dict[int, str] = {}
    for entry in git.run("ls-tree", "-r", "-z", "--full-tree", NOTES).split(b"\0"):
        head, _, path = entry.partition(b"\t")
        name = path.replace(b"/", b"")
        if not _NAME.fullmatch(name) or b" blob " not in head:
            continue
        at = history.number_of(name.decode("ascii"))
        if at is not None and wanted[at] and len(history.parents[at]) < 2:
            blobs[at] = head.split()[2].decode("ascii")
    names = history.name_of()
    added = _added(repository, [names[at] for at in blobs])
    counts = _lines(repository, blobs)
    return tuple(Noted(at, counts[at], added.get(names[at])) for at in sorted(counts))


def _lines(repository: Repository, blobs: Mapping[int, str]) -> dict[int, int]:
    """Lines of AI by commit; a note that is too large, or not there, is passed over."""
    found: dict[int, int] = {}
    items = list(blobs.items())
    for start in range(0, len(items), _AT_ONCE):
        some = items[start : start + _AT_ONCE]
        asked = "".join(f"{oid}\n" for _, oid in some).encode()
        heads = repository.git.run("cat-file", "--batch-check", given=asked).splitlines()
        sizes = [int(head.split()[2]) if head.endswith(_DIGITS) else 0 for head in heads]
        small = [one for one, size in zip(some, sizes, strict=True) if 0 < size <= MOST_BYTES]
        asked = "".join(f"{oid}\n" for _, oid in small).encode()
        data = repository.git.run("cat-file", "--batch", given=asked) if small else b""
        place = 0
        for at, _ in small:
            end = data.index(b"\n", place)
            size = int(data[place:end].split()[2])
            found[at] = lines_of_ai(data[end + 1 : end + 1 + size])
            place = end + 2 + size
    return found


def _added(repository: Repository, names: list[bytes]) -> dict[bytes, int]:
    """Lines that commits add, as far as the clone has their contents."""
    given = b"".join(name + b"\n" for name in names)
    command = (
        "diff-tree", "--stdin", "-r", "--root", "--numstat", "-z", "--no-ext-diff",
        "--no-textconv", "--no-renames", "--ignore-submodules=all",
    )  # fmt: skip
    found: dict[bytes, int] = {}
    try:
        for name, lines in _sums(repository, command, given):
            found[name] = found.get(name, 0) + lines
    except GitError:
        return found  # a clone without contents: what could be read is read
    return found


def _sums(
    repository: Repository, command: tuple[str, ...], given: bytes
) -> Iterator[tuple[bytes, int]]:
    name = b""
    for pieces in repository.git.fields(command, given):
        for piece in pieces:
            lines, tab, _ = piece.partition(b"\t")
            if not tab and _NAME.fullmatch(piece.strip()):
                name = piece.strip()
                yield name, 0
            elif tab and lines.isdigit():  # of binary files a hyphen stands there
                yield name, int(lines)
