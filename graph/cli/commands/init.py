"""``loopmap init``: a small loop of one's own to start from."""

from __future__ import annotations

from pathlib import Path

import click

from graph.errors import UsageError
from graph.files import starter_ontology

#: The name of the file that is written.
_FILE = "my-loop.ttl"


@click.command("init")
@click.argument("directory", metavar="DIR", type=click.Path(file_okay=False, path_type=Path))
def command(directory: Path) -> None:
    """Write a small loop into DIR; nothing that is there is ever replaced."""
    if directory.suffix.lower() == ".ttl":
        raise UsageError("init makes a folder; name it without .ttl")
    target = directory / _FILE
    if directory.exists() and not directory.is_dir():
        raise UsageError(f"{directory} is a file. Name a folder, new or old.")
    try:
        directory.mkdir(parents=True, exist_ok=True)
        with target.open("x", encoding="utf-8") as file:
            file.write(starter_ontology().read_text(encoding="utf-8"))
    except FileExistsError:
        raise UsageError(f"{target} exists already and is left as it is.") from None
    except OSError as error:
        raise UsageError(f"{target} cannot be written: {error.strerror}.") from None
    click.echo(f"Wrote {target}.")
    click.echo(f"Now: loopmap critical-path --ontology {target}")
