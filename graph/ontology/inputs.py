"""The files that a person means by the paths given: found, read and decoded."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TextIO

from graph.errors import Place, Problem
from graph.ontology.names import did_you_mean, nearest
from graph.rdf.endings import ENDINGS
from graph.records import record

SHAPES = "shapes.ttl"
STDIN = "<stdin>"

#: Larger files are refused: a million lines of Turtle take gigabytes and minutes to read.
MOST_BYTES = 16_000_000


@record
class InputFile:
    """One file, decoded.

    Attributes:
        name: relative to the folder that was given; the same on every machine.
        label: as messages call it: as the person would write it.
        data: its bytes.
        text: its text, without a byte order mark.
    """

    name: str
    label: str
    data: bytes
    text: str


@record(slots=False)
class Inputs:
    """What was found.

    Attributes:
        files: the files to read, in order of their names.
        problems: what could not be read, and why.
    """

    files: tuple[InputFile, ...]
    problems: tuple[Problem, ...]


def find_inputs(
    paths: Sequence[str | Path],
    stdin: TextIO | None = None,
    unsaved: Mapping[str, str | None] | None = None,
) -> Inputs:
    """Return the files that the paths name.

    Folders are searched to the bottom for names that end as RDF does (``.ttl``, and those of other
    formats in ``graph.rdf.endings``), in order of their names; hidden names and ``shapes.ttl`` are
    left out. A file reached twice is read once; one larger than ``MOST_BYTES`` is not read.

    Args:
        paths: folders, files, or ``-`` for standard input.
        stdin: the stream that ``-`` stands for.
        unsaved: texts by the path of their file; each takes the place of what stands on the disk,
            and its file is called by that path, as it is also where the text is ``None``.
    """
    search = _Search(stdin, unsaved or {})
    for path in paths:
        search.take(str(path))
    files = sorted(search.files, key=lambda file: (file.label, file.name))
    return Inputs(tuple(files), tuple(search.problems))


@record
class RawFile:
    """One file that was read from elsewhere than the disk.

    Attributes:
        name: relative to the folder that was asked for.
        label: as messages call it.
        data: its bytes.
    """

    name: str
    label: str
    data: bytes


def decoded_inputs(files: Iterable[RawFile]) -> Inputs:
    """Return files that are in memory as ``find_inputs`` returns those on the disk.

    >>> decoded_inputs([RawFile("a.ttl", "HEAD:a.ttl", b" ")]).problems[0].code
    'file-empty'
    """
    search = _Search(None, {})
    for file in files:
        if os.path.basename(file.name) != SHAPES:
            search.add(file.data, file.name, file.label)
    found = sorted(search.files, key=lambda file: (file.label, file.name))
    return Inputs(tuple(found), tuple(search.problems))


def too_large(label: str, size_bytes: int) -> Problem | None:
    """Return what is said of a file that is larger than ``MOST_BYTES``; nothing of any other.

    >>> too_large("a.ttl", 16_000_000) is None, too_large("a.ttl", 26_000_000).code
    (True, 'file-too-large')
    """
    if size_bytes <= MOST_BYTES:
        return None
    return Problem(
        "file-too-large",
        f"this file has {size_bytes / 1e6:.0f} MB, and {MOST_BYTES / 1e6:.0f} MB are the most that "
        "is read: more would take minutes and gigabytes.",
        "Split it into files by subject, or keep what is generated out of the map's folder.",
        place=Place(label, 1),
    )


class _Search:
    def __init__(self, stdin: TextIO | None, unsaved: Mapping[str, str | None]) -> None:
        self.stdin = stdin
        self.unsaved = {os.path.realpath(path): (path, text) for path, text in unsaved.items()}
        self.files: list[InputFile] = []
        self.problems: list[Problem] = []
        self.seen: set[str] = set()

    def refuse(self, code: str, label: str, message: str, remedy: str) -> None:
        self.problems.append(Problem(code, message, remedy, place=Place(label, 1)))

    def take(self, path: str) -> None:
        if path == "-":
            self.take_stdin()
        elif not path or "\0" in path:
            self.refuse("path-wrong", path or '""', "this is no path.", "Name a file or folder.")
        elif os.path.isdir(path):
            self.take_folder(path)
        elif os.path.realpath(path) in self.unsaved:
            self.take_file(path, os.path.basename(path))
        elif os.path.lexists(path) and not os.path.exists(path):
            self.refuse_link(path)
        elif not os.path.exists(path):
            self.refuse_missing(path)
        elif os.path.basename(path) == SHAPES:
            self.refuse(
                "shapes-not-data",
                path,
                "it holds the shapes that data is checked against, not data.",
                "Name the folder it is in, or a file with data.",
            )
        else:
            self.take_file(path, os.path.basename(path))

    def take_stdin(self) -> None:
        if self.stdin is None or STDIN in self.seen:
            return
        self.seen.add(STDIN)
        binary = getattr(self.stdin, "buffer", None)
        data = binary.read() if binary is not None else self.stdin.read().encode()
        self.add(data, STDIN, STDIN)

    def take_folder(self, root: str) -> None:
        count = 0
        for path in self.walk(root, (os.path.realpath(root),)):
            count += 1
            self.take_file(path.removeprefix("./"), Path(path).relative_to(root).as_posix())
        for real in sorted(self.unsaved):
            # A file that is not on the disk yet.
            if real not in self.seen and Path(real).is_relative_to(os.path.realpath(root)):
                count += 1
                self.take_file(real, Path(real).relative_to(os.path.realpath(root)).as_posix())
        if count == 0 and not any(
            problem.place and problem.place.file.startswith(root) for problem in self.problems
        ):
            self.refuse(
                "folder-without-turtle",
                root,
                "there is no Turtle file (*.ttl) in this folder.",
                "Name the folder with the ontology; `loopmap init DIR` writes one to start from.",
            )

    def walk(self, folder: str, above: tuple[str, ...]) -> Iterator[str]:
        """Return the Turtle files below a folder; ``above`` are the real folders on the way."""
        try:
            entries = sorted(os.scandir(folder), key=lambda entry: entry.name)
        except OSError as error:
            self.refuse_error(folder, error)
            return
        for entry in entries:
            if entry.name.startswith("."):
                continue
            if entry.is_dir():
                yield from self.walk_below(entry, above)
            elif not _is_rdf(entry.name) or entry.name == SHAPES:
                continue
            elif entry.is_file():
                yield entry.path
            elif entry.is_symlink():
                self.refuse_link(entry.path)
            else:
                self.refuse_special(entry.path)

    def walk_below(self, entry: os.DirEntry[str], above: tuple[str, ...]) -> Iterator[str]:
        real = os.path.realpath(entry.path)
        if not entry.is_symlink():
            yield from self.walk(entry.path, (*above, real))
        elif real in above:
            self.refuse(
                "link-loop",
                entry.path,
                "this link leads back to a folder it is in, so there is no end to it.",
                "Remove the link.",
            )
        elif real not in self.seen:
            self.seen.add(real)
            yield from self.walk(entry.path, (*above, real))

    def take_file(self, path: str, name: str) -> None:
        real = os.path.realpath(path)
        if real in self.seen:
            return
        self.seen.add(real)
        label, text = self.unsaved.get(real, (path, None))
        if text is not None:
            self.add_text(text, name, label)
            return
        try:
            found = os.stat(path)
            kind = found.st_mode
            if not stat.S_ISREG(kind) and not stat.S_ISFIFO(kind):
                self.refuse_special(label)
                return
            if self.refuse_size(label, found.st_size):
                return
            data = Path(path).read_bytes()
        except OSError as error:
            self.refuse_error(label, error)
            return
        self.add(data, name, label)

    def add_text(self, text: str, name: str, label: str) -> None:
        # Half a character cannot be stored; the reader tells it with its place.
        data = text.encode("utf-8", "surrogatepass")
        if self.refuse_size(label, len(data)):
            return
        if data.strip():
            self.files.append(InputFile(name, label, data, text.removeprefix("\ufeff")))
        else:
            self.refuse_empty(label)

    def refuse_size(self, label: str, size_bytes: int) -> bool:
        problem = too_large(label, size_bytes)
        if problem is not None:
            self.problems.append(problem)
        return problem is not None

    def refuse_empty(self, label: str) -> None:
        self.refuse("file-empty", label, "this file is empty.", "Write Turtle into it.")

    def add(self, data: bytes, name: str, label: str) -> None:
        if self.refuse_size(label, len(data)):
            return
        if not data.strip():
            self.refuse_empty(label)
            return
        try:
            text = data.decode("utf-8-sig")
        except UnicodeDecodeError as error:
            self.problems.append(_not_utf8(data, label, error))
            return
        self.files.append(InputFile(name, label, data, text))

    def refuse_error(self, path: str, error: OSError) -> None:
        if isinstance(error, PermissionError):
            self.refuse(
                "permission-denied",
                path,
                "you are not allowed to read this.",
                "Ask for leave to read it, or change its permissions.",
            )
        else:
            reason = (error.strerror or "it cannot be read").lower()
            self.refuse("unreadable", path, f"{reason}.", "Check the path and the disk.")

    def refuse_special(self, path: str) -> None:
        self.refuse(
            "not-a-file", path, "this is neither a file nor a folder.", "Name a file or a folder."
        )

    def refuse_link(self, path: str) -> None:
        self.refuse(
            "link-broken",
            path,
            f"this link leads to {os.readlink(path)}, which leads nowhere.",
            "Mend or remove the link.",
        )

    def refuse_missing(self, path: str) -> None:
        folder = os.path.dirname(path) or "."
        try:
            neighbours = [] if not os.path.isdir(folder) else os.listdir(folder)
        except OSError:
            neighbours = []
        likely = [
            name
            for name in neighbours
            if _is_rdf(name) or os.path.isdir(os.path.join(folder, name))
        ]
        near = nearest(os.path.basename(path), likely)
        prefix = os.path.dirname(path)
        question = did_you_mean(tuple(os.path.join(prefix, name) for name in near))
        self.refuse(
            "path-missing",
            path,
            "there is no such file or folder.",
            f"{question}Check the spelling and the folder you are in ({os.getcwd()}).",
        )


def _is_rdf(name: str) -> bool:
    return os.path.splitext(name)[1].lower() in ENDINGS


def _not_utf8(data: bytes, label: str, error: UnicodeDecodeError) -> Problem:
    start = data.rfind(b"\n", 0, error.start) + 1
    line = data.count(b"\n", 0, error.start) + 1
    column = len(data[start : error.start].decode("utf-8", "replace")) + 1
    wide = data[:2] in (b"\xff\xfe", b"\xfe\xff")
    hint = "It looks like UTF-16; save it" if wide else "Save the file"
    end = data.find(b"\n", error.start)
    text = data[start : end if end != -1 else len(data)].decode("utf-8", "replace")
    return Problem(
        "not-utf-8",
        f"byte {error.start + 1} of the file, 0x{data[error.start]:02X}, is not UTF-8.",
        f"{hint} in the encoding UTF-8.",
        place=Place(label, line, column),
        source_line=text.rstrip("\r"),
    )
