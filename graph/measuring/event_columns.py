"""What the columns of a table of events are: by their names, or as a TOML file says."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Final

from graph.errors import ProblemsError, UnreadableError, UsageError
from graph.ontology.names import did_you_mean, nearest

if TYPE_CHECKING:
    from graph.questions.growth.published.toml import TomlFile

#: What a column can be, and by which names it is known, capitals and signs between words aside.
FIELDS: Final[Mapping[str, tuple[str, ...]]] = {
    "item": ("item", "issue key", "issue", "key", "id", "case", "case concept name"),
    "stage": ("stage", "status", "state", "to", "new status", "activity", "concept name"),
    "start": ("start", "started", "start time", "entered", "from time", "start timestamp"),
    "end": ("end", "ended", "end time", "left", "finished", "completed", "complete timestamp"),
    "time": ("time", "timestamp", "date", "changed", "change date", "time timestamp"),
    "queued": ("queued", "ready", "queued at", "requested"),
    "waiting": ("waiting", "is waiting"),
    "actor": ("actor", "assignee", "author", "resource", "org resource", "who"),
    "mark": ("ai", "ai mark", "mark", "assisted"),
    "merged": ("merged", "accepted", "went in"),
    "reviewed": ("reviewed", "is reviewed"),
    "bot": ("bot", "is bot", "automation"),
}
_TABLES: Final = ("fields", "moments", "only", "times")
_SHIPPED: Final = Path(__file__).parent / "columns"


@dataclass(frozen=True, slots=True)
class EventColumns:
    """What the columns of a table are.

    Attributes:
        fields: field to the name of its column.
        moments: columns of times, in order, with the stage that an item is in from then on.
        only: column to what it must say for a row to be taken.
        formats: of times that are written in no common way.
    """

    fields: Mapping[str, str] = field(default_factory=dict)
    moments: Mapping[str, str] = field(default_factory=dict)
    only: Mapping[str, str] = field(default_factory=dict)
    formats: tuple[str, ...] = ()


def shipped_columns() -> tuple[str, ...]:
    """Return the names of the column maps that come with loopmap.

    >>> shipped_columns()
    ('jira', 'jira-history', 'linear')
    """
    return tuple(sorted(path.stem for path in _SHIPPED.glob("*.toml")))


def read_columns(name: str) -> EventColumns:
    """Return a column map: a shipped one by its name, else that of a TOML file.

    Raises:
        UsageError: there is no such shipped map and no such file.
        UnreadableError: the file makes no sense; every problem with its line.
    """
    from graph.questions.growth.published.toml import read_toml

    path = _SHIPPED / f"{name}.toml" if name in shipped_columns() else Path(name)
    if not path.suffix and not path.exists():
        near = did_you_mean(nearest(name, shipped_columns()))
        raise UsageError(
            f"There are no columns '{name}'. {near}Known: {', '.join(shipped_columns())}; or name "
            "a TOML file."
        )
    try:
        toml = read_toml(path)
        found = event_columns_of(toml)
        toml.finish()
    except ProblemsError as error:
        raise UnreadableError(error.problems) from None
    return found


def event_columns_of(toml: TomlFile) -> EventColumns:
    """Return what a column map of events says; what is wrong in it is noted in the file.

    Args:
        toml: the file; its ``finish`` raises what was noted.
    """
    tables: dict[str, dict[str, str]] = {name: {} for name in ("fields", "moments", "only")}
    formats: tuple[str, ...] = ()
    for name, table in (toml.table(()) or {}).items():
        if name not in _TABLES:
            toml.unknown((name,), _TABLES)
        elif not isinstance(table, dict):
            toml.report("toml-wrong-type", (name,), f"{name} is no table.", f"Write [{name}].")
        elif name == "times":
            formats = _formats(toml, table)
        else:
            for key, value in table.items():
                if name == "fields" and key not in FIELDS:
                    toml.unknown((name, key), FIELDS)
                elif not isinstance(value, str):
                    message = f"{key} is {value!r}."
                    toml.report("toml-wrong-type", (name, key), message, "Write a text.")
                else:
                    tables[name][key] = value
    return EventColumns(**tables, formats=formats)


def _formats(toml: TomlFile, table: Mapping[str, object]) -> tuple[str, ...]:
    for key in table:
        if key != "formats":
            toml.unknown(("times", key), ("formats",))
    value = table.get("formats", [])
    if isinstance(value, list) and all(isinstance(one, str) for one in value):
        return tuple(str(one) for one in value)
    message, remedy = f"formats is {value!r}.", 'Write a list such as ["%d/%m/%Y %H:%M"].'
    toml.report("toml-wrong-type", ("times", "formats"), message, remedy)
    return ()


def _plain(name: str) -> str:
    return " ".join("".join(sign if sign.isalnum() else " " for sign in name).casefold().split())


def columns_of(headings: Sequence[str], given: EventColumns, table: str) -> EventColumns:
    """Return which column is what, by what was said and else by the names of the columns.

    Args:
        headings: of the table.
        given: what was said of it.
        table: what people call the table, for messages.

    Raises:
        UsageError: a column that was named is not there, or nothing says what is needed.
    """
    listed = ", ".join(headings[:40]) or "no column"
    named = [*given.fields.values(), *given.moments, *given.only]
    missing = [name for name in dict.fromkeys(named) if name not in headings]
    optional = {given.fields[key] for key in given.fields if key not in ("item", "stage", "time")}
    for name in missing:
        if name not in optional:
            raise UsageError(f"{table} has no column '{name}'. It has: {listed}.")
    fields = {key: name for key, name in given.fields.items() if name in headings}
    by_plain = {_plain(name): name for name in reversed(headings)}
    taken = {*fields.values(), *given.moments, *given.only}
    for key, names in FIELDS.items():
        found = next((by_plain[one] for one in names if one in by_plain), None)
        if key not in fields and found is not None and found not in taken:
            fields[key] = found
            taken.add(found)
    _refuse_lacking(fields, given, table, listed)
    return EventColumns(fields, given.moments, given.only, given.formats)


def _refuse_lacking(
    fields: Mapping[str, str], given: EventColumns, table: str, listed: str
) -> None:
    wanted = ["item"] if given.moments else ["item", "stage"]
    lacking = [key for key in wanted if key not in fields]
    if not given.moments and "start" not in fields and "time" not in fields:
        lacking.append("start")
    if lacking:
        raise UsageError(
            f"No column of {table} says which is the {' or the '.join(lacking)}. It has: {listed}. "
            "Say which in a file named with --columns: [fields] and a line such as "
            f'{lacking[0]} = "...". Shipped: {", ".join(shipped_columns())}.'
        )
