"""Formats and edits every Turtle file of a folder in memory, judged by a reader of another make.

``uv run python tests/tools/edit_folder.py FOLDER...`` counts, of all files that are Turtle 1.1:
how many ``fmt`` leaves as the same graph, with the same comments, and unchanged at a second run;
and the same for edits at random places (a value set, a statement taken out, one added, a name
changed, a paragraph appended) in the file as it is, and with CRLF and a byte order mark.
It writes nothing. Exit code 1 if anything differs.
"""

from __future__ import annotations

import random
import sys
from collections import Counter
from pathlib import Path

import pyoxigraph

from graph.turtle.document import Blank, Document, Iri, Literal
from graph.turtle.edit import Change, Editor, edited
from graph.turtle.format import comments_of, format_turtle
from graph.turtle.reading import read_turtle
from graph.vocabulary import RDFS, XSD

BASE = "http://example.org/base/"
#: Files beyond this are left out: this is a trial of many files, not of large ones.
MOST_CHARACTERS = 1_000_000
EDITS = 6


def graph_of(text: str) -> pyoxigraph.Dataset:
    """Return what oxigraph reads, blank nodes named alike."""
    turtle = pyoxigraph.RdfFormat.TURTLE
    quads = pyoxigraph.parse(text.encode(), format=turtle, base_iri=BASE)
    dataset = pyoxigraph.Dataset(quads)
    dataset.canonicalize(pyoxigraph.CanonicalizationAlgorithm.RDFC_1_0)
    return dataset


def statements_of(text: str) -> set[str]:
    """Return the statements without blank nodes that oxigraph reads."""
    turtle = pyoxigraph.RdfFormat.TURTLE
    quads = pyoxigraph.parse(text.encode(), format=turtle, base_iri=BASE)
    return {line for line in map(str, quads) if "_:" not in line}


def changes(document: Document, pick: random.Random) -> list[tuple[str, Change]]:
    """Return some edits at random places, each with what it is."""
    editor = Editor(document)
    found: list[tuple[str, Change]] = []
    five = Literal("5", f"{XSD}integer")
    picked = pick.sample(range(len(document.triples)), min(EDITS, len(document.triples)))
    for index in picked:
        triple = document.triples[index]
        for name, make in (
            ("set", lambda index=index: editor.set_value(index, five, "5")),
            ("remove", lambda index=index: editor.remove(index)),
            ("rename", lambda name=triple.subject: editor.rename(name, "urn:x-new:name")),
        ):
            try:
                found.append((name, make()))
            except ValueError:
                continue  # Refused: an item of a list, a value in brackets, a word of RDF.
        if isinstance(triple.subject, Iri):
            predicate = Iri(f"{RDFS}comment")
            found.append(("add", editor.add(triple.subject, predicate, five, "5")))
    found.append(("append", editor.append("<urn:x-new:a>\n    <urn:x-new:b> 5 .\n")))
    return found


def expected(document: Document, name: str, change: Change, before: set[str]) -> bool:
    """Return whether oxigraph, too, finds just what was asked in the edited text."""
    text = edited(document, change, BASE)
    after = statements_of(text)
    kept = Counter(comments_of(document.text)) - Counter(comments_of(text))
    if kept:
        return False
    if name in ("append", "add"):
        return before <= after and len(after - before) <= 1
    if name == "rename":
        return len(after) <= len(before)
    gone = {index for index, _ in change.changed} | change.removed
    blank = any(isinstance(document.triples[at].subject, Blank) for at in gone)
    return len(before - after) <= len(gone) and (len(after - before) <= 1 or blank)


def forms_of(text: str) -> list[str]:
    """Return a text as it is and with the other kind of line ends."""
    plain = text.replace("\r\n", "\n")
    return [text, plain if "\r\n" in text else plain.replace("\n", "\r\n")]


def try_file(path: Path, counts: Counter[str], pick: random.Random) -> None:
    """Count what becomes of one file."""
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError:
        counts["not UTF-8"] += 1
        return
    if len(text) > MOST_CHARACTERS:
        counts["too long for this trial"] += 1
        return
    if read_turtle(text, str(path), BASE).problems:
        counts["not Turtle 1.1"] += 1
        return
    counts["files"] += 1
    for form in forms_of(text):
        document = read_turtle("\ufeff" + form, str(path), BASE)
        laid_out = format_turtle(document, BASE)
        again = format_turtle(read_turtle(laid_out, str(path), BASE), BASE)
        good = again == laid_out and comments_of(laid_out) == comments_of(form)
        judge(counts, "fmt", path, good and graph_of(laid_out) == graph_of(form))
        before = statements_of(form)
        for name, change in changes(document, pick):
            judge(counts, name, path, expected(document, name, change, before))


def judge(counts: Counter[str], name: str, path: Path, good: bool) -> None:
    """Count one trial."""
    counts[f"{name}: {'right' if good else 'WRONG'}"] += 1
    if not good:
        print(f"wrong: {name} of {path}")


def main(folders: list[str]) -> int:
    """Try every file below the folders and print the counts."""
    counts: Counter[str] = Counter()
    pick = random.Random(1)
    for folder in folders:
        for path in sorted(Path(folder).rglob("*.ttl")):
            try:
                try_file(path, counts, pick)
            except Exception as error:  # noqa: BLE001 (every failure is to be counted)
                counts["failed"] += 1
                print(f"failed: {path}: {type(error).__name__}: {str(error)[:200]}")
    for name, count in sorted(counts.items()):
        print(f"{count:8,}  {name}")
    return 1 if counts["failed"] or any("WRONG" in name for name in counts) else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
