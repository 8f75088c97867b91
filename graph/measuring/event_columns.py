"""What the columns of a table of events are: by their names, or as a TOML file says."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import field
from pathlib import Path
from typing import TYPE_CHECKING, Final

from graph.errors import ProblemsError, UnreadableError, UsageError
from graph.ontology.names import did_you_mean, nearest
from graph.records import record

if TYPE_CHECKING:
    from graph.questions.growth.published.toml import TomlFile

#: Seconds of the units of durations, by the words that stand at the end of a heading.
UNITS: Final[Mapping[str, float]] = {
    **dict.fromkeys(("ms", "msec", "millis", "milliseconds"), 0.001),
    **dict.fromkeys(("s", "sec", "secs", "second", "seconds"), 1.0),
    **dict.fromkeys(("m", "min", "mins", "minute", "minutes"), 60.0),
    **dict.fromkeys(("h", "hr", "hrs", "hour", "hours"), 3600.0),
    **dict.fromkeys(("d", "day", "days"), 86_400.0),
}

#: What a column can be, and by which names it is known, capitals and signs between words aside.
FIELDS: Final[Mapping[str, tuple[str, ...]]] = {
    "item": ("item", "issue key", "issue", "key", "id", "case", "case concept name"),
    "stage": ("stage", "status", "state", "to", "new status", "activity", "concept name"),
    "start": ("start", "started", "start time", "entered", "from time", "start timestamp"),
    "end": ("end", "ended", "end time", "left", "finished", "completed", "complete timestamp"),
    "duration": tuple(
        f"{word} {unit}".strip() for word in ("duration", "elapsed") for unit in ("", *UNITS)
    ),
    "time": ("time", "timestamp", "date", "changed", "change date", "time timestamp"),
    "queued": ("queued", "ready", "queued at", "requested"),
    "waiting": ("waiting", "is waiting"),
    "actor": ("actor", "assignee", "author", "resource", "org resource", "who"),
    "mark": ("ai", "ai mark", "mark", "assisted"),
    "merged": ("merged", "accepted", "went in"),
    "reviewed": ("reviewed", "is reviewed"),
    "bot": ("bot", "is bot", "automation"),
}
_TIMES: Final = ("formats", "duration")
_TABLES: Final = ("fields", "moments", "only", "times")
_SHIPPED: Final = Path(__file__).parent / "columns"


@record
class EventColumns:
    """What the columns of a table are.

    Attributes:
        fields: field to the name of its column.
        moments: columns of times, in order, with the stage that an item is in from then on.
        only: column to what it must say for a row to be taken.
        formats: of times that are written in no common way.
        duration_seconds: of one unit of the column of durations; ``None`` where its heading says.
    """

    fields: Mapping[str, str] = field(default_factory=dict)
    moments: Mapping[str, str] = field(default_factory=dict)
    only: Mapping[str, str] = field(default_factory=dict)
    formats: tuple[str, ...] = ()
    duration_seconds: float | None = None


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
    seconds: float | None = None
    for name, table in (toml.table(()) or {}).items():
        if name not in _TABLES:
            toml.unknown((name,), _TABLES)
        elif not isinstance(table, dict):
            toml.report("toml-wrong-type", (name,), f"{name} is no table.", f"Write [{name}].")
        elif name == "times":
            formats, seconds = _formats(toml, table), _unit(toml, table)
        else:
            for key, value in table.items():
                if name == "fields" and key not in FIELDS:
                    toml.unknown((name, key), FIELDS)
                elif not isinstance(value, str):
                    message = f"{key} is {value!r}."
                    toml.report("toml-wrong-type", (name, key), message, "Write a text.")
                else:
                    tables[name][key] = value
    return EventColumns(**tables, formats=formats, duration_seconds=seconds)


def _formats(toml: TomlFile, table: Mapping[str, object]) -> tuple[str, ...]:
    for key in table:
        if key not in _TIMES:
            toml.unknown(("times", key), _TIMES)
    value = table.get("formats", [])
    if isinstance(value, list) and all(isinstance(one, str) for one in value):
        return tuple(str(one) for one in value)
    message, remedy = f"formats is {value!r}.", 'Write a list such as ["%d/%m/%Y %H:%M"].'
    toml.report("toml-wrong-type", ("times", "formats"), message, remedy)
    return ()


def _unit(toml: TomlFile, table: Mapping[str, object]) -> float | None:
    unit = table.get("duration")
    if unit is None or (isinstance(unit, str) and unit in UNITS):
        return None if unit is None else UNITS[str(unit)]
    message = f"duration is {unit!r}."
    remedy = 'Write its unit: "seconds", "minutes", "hours" or "days".'
    toml.report("toml-wrong-type", ("times", "duration"), message, remedy)
    return None


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
    seconds = None if "end" in fields else _duration_seconds(fields, given, table)
    if seconds is None:
        fields.pop("duration", None)
    return EventColumns(fields, given.moments, given.only, given.formats, seconds)


def _duration_seconds(fields: Mapping[str, str], given: EventColumns, table: str) -> float | None:
    """Seconds of one unit of the durations, which a column of ends makes unnecessary."""
    if "duration" not in fields:
        return None
    unit = _plain(fields["duration"]).split()[-1:]
    found = given.duration_seconds or (UNITS.get(unit[0]) if unit else None)
    if found is None:
        raise UsageError(
            f"The column '{fields['duration']}' of {table} does not say the unit of its durations. "
            "Call it 'duration seconds' (or minutes, hours, days), or say it in a file named with "
            '--columns: [times] and duration = "seconds".'
        )
    return found


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
