"""A thing gets another name, in every file of a map that names it."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator

from graph.editing.map_text import MapText
from graph.editing.writing import FileChange, refuse_place
from graph.errors import UsageError
from graph.records import record
from graph.turtle.document import Iri
from graph.turtle.same import DiffersError
from graph.vocabulary import MAP, word

#: A text in quotes on one line of TOML.
_QUOTED = re.compile(r"\"(?P<double>[^\"\\\n]*)\"|'(?P<single>[^'\n]*)'")
#: Tables by which one knows a published model; its names are its own.
_OF_A_PRESET = frozenset({"components", "published", "stocks"})


@record
class Renamed:
    """What a renaming changes besides the Turtle files.

    Attributes:
        tables: column maps and other TOML files of the map.
        notes: what the person should know besides.
    """

    tables: tuple[FileChange, ...]
    notes: tuple[str, ...]


def rename(text: MapText, old: str, new: str) -> Renamed:
    """Note a thing's other name in every Turtle file, and return the other files' changes.

    Args:
        text: the map.
        old: the thing's id or label.
        new: its new id.

    Raises:
        UsageError: there is no such thing, or the new name is taken.
    """
    iri = text.iri_of(old)
    if not iri.startswith(MAP):
        raise UsageError(
            f"{word(iri)} is a word of the vocabulary; loopmap renames things of the map, whose "
            f"names begin with {MAP}."
        )
    fresh = text.free_iri(new)
    for path in text.documents:
        change = text.editor(path).rename(iri, fresh)
        if change.replacements:
            text.change(path, change)
    identifier = word(iri)
    tables = tuple(_tables(text, identifier, new))
    return Renamed(tables, _notes(text, iri, identifier, new))


def _tables(text: MapText, old: str, new: str) -> Iterator[FileChange]:
    for root in text.roots:
        for path in sorted(root.rglob("*.toml")):
            real = refuse_place(path, text.roots)
            data = real.read_bytes()
            changed = renamed_toml(data.decode("utf-8-sig", "replace"), old, new)
            if changed is not None:
                bom = b"\xef\xbb\xbf" if data.startswith(b"\xef\xbb\xbf") else b""
                yield FileChange(real, str(path), data, bom + changed.encode())


def renamed_toml(text: str, old: str, new: str) -> str | None:
    """Return a TOML text in which a thing has another name; ``None`` if nothing changes.

    Changed are values that are the name, or the name with a metric behind it. A published model
    has names of its own and stays.

    Raises:
        DiffersError: more than that would change; a defect of the renaming.

    >>> renamed_toml('a = "coding.speedup" # coding', "coding", "writing")
    'a = "writing.speedup" # coding'
    """
    try:
        before = tomllib.loads(text)
    except tomllib.TOMLDecodeError:
        return None
    if _OF_A_PRESET & before.keys() or old not in text:
        return None

    def put(match: re.Match[str]) -> str:
        said = match["double"] if match["double"] is not None else match["single"]
        return match[0][0] + _renamed_word(said, old, new) + match[0][-1]

    after = _QUOTED.sub(put, text)
    if after == text:
        return None
    if tomllib.loads(after) != _renamed_value(before, old, new):
        raise DiffersError("renaming would change more of a TOML file than the name")
    return after


def _renamed_word(said: str, old: str, new: str) -> str:
    if said == old or said.startswith(old + "."):
        return new + said[len(old) :]
    return said


def _renamed_value(value: object, old: str, new: str) -> object:
    if isinstance(value, str):
        return _renamed_word(value, old, new)
    if isinstance(value, list):
        return [_renamed_value(one, old, new) for one in value]
    if isinstance(value, dict):
        return {
            _renamed_word(key, old, new): _renamed_value(one, old, new)
            for key, one in value.items()
        }
    return value


def _notes(text: MapText, iri: Iri, old: str, new: str) -> tuple[str, ...]:
    parts = re.compile(rf"(?:^|-){re.escape(old)}(?:-|$)")
    named = sorted(
        word(subject)
        for subject in text.said.context.statements.by_subject
        if subject.startswith(MAP) and subject != iri and parts.search(word(subject))
    )
    if not named:
        return ()
    shown = ", ".join(named[:5]) + (f", ... ({len(named)} in all)" if len(named) > 5 else "")
    return (
        f"These have names of their own that hold '{old}', and keep them: {shown}. "
        f"To rename one: loopmap rename {named[0]} {named[0].replace(old, new)}",
    )
