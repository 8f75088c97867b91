"""The JSON Schema (2020-12) of each command's JSON, kept as files beside this module.

They are made from the classes of the answers by ``tests/tools/write_schemas.py``; a test holds the
two equal. Within one ``schema_version`` keys may be added, so each schema allows more keys than it
names.
"""

from __future__ import annotations

from pathlib import Path

from graph.errors import UsageError

_FOLDER = Path(__file__).parent


def schema_names() -> tuple[str, ...]:
    """Return the commands whose JSON has a schema, in alphabetical order.

    >>> "critical-path" in schema_names()
    True
    """
    return tuple(sorted(path.stem for path in _FOLDER.glob("*.json")))


def has_schema(name: str) -> bool:
    """Return whether the JSON of a command has a schema."""
    return (_FOLDER / f"{name}.json").is_file()


def schema_text(name: str) -> str:
    """Return the schema of a command's JSON, as it is shipped.

    Args:
        name: of the command.

    Raises:
        UsageError: there is no schema of that name; the message offers the nearest and lists all.
    """
    known = schema_names()
    if name not in known:
        from difflib import get_close_matches

        close = get_close_matches(name, known, n=3, cutoff=0.4)
        near = f" Did you mean {' or '.join(close)}?" if close else ""
        raise UsageError(f"There is no schema '{name}'.{near} Known: {', '.join(known)}.")
    return (_FOLDER / f"{name}.json").read_text(encoding="utf-8")
