"""The ready queries: files ``ready/NAME.rq``, each with what it finds in its first line."""

from __future__ import annotations

from pathlib import Path

from graph.errors import UsageError
from graph.records import record

_FOLDER = Path(__file__).parent / "ready"


@record
class ReadyQuery:
    """One query that has a name.

    Attributes:
        name: by which it is asked.
        summary: what it finds, in one line.
        text: in SPARQL.
    """

    name: str
    summary: str
    text: str


def ready_queries() -> tuple[ReadyQuery, ...]:
    """Return all of them, by name.

    >>> [one.name for one in ready_queries()][0]
    'assumptions'
    """
    return tuple(_read(path) for path in sorted(_FOLDER.glob("*.rq")))


def _read(path: Path) -> ReadyQuery:
    text = path.read_text(encoding="utf-8")
    return ReadyQuery(path.stem, text.splitlines()[0].removeprefix("#").strip(), text)


def ready_query(name: str) -> ReadyQuery:
    """Return the query of that name.

    Raises:
        UsageError: there is none; the message offers the nearest.
    """
    from difflib import get_close_matches

    known = {one.name: one for one in ready_queries()}
    if name in known:
        return known[name]
    near = get_close_matches(name, known, 3)
    question = f" Did you mean {' or '.join(near)}?" if near else ""
    raise UsageError(
        f"'{name}' is neither a file nor a ready query nor a query in SPARQL.{question} "
        "`loopmap query --list` shows the ready ones."
    )
