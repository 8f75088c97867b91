"""A page for each command: what it is for, a real run of it, and every option."""

from __future__ import annotations

import tomllib
from pathlib import Path

from graph.cli.commands import COMMANDS
from graph.records import record

#: Where the examples stand.
EXAMPLES = Path(__file__).with_name("examples.toml")


@record(slots=False)
class Example:
    """Real runs of a command.

    Attributes:
        says: a paragraph above them, in Markdown.
        run: the commands, in order, in one folder.
        before: commands that make the folder ready, not shown.
        lines: so many lines of each output are shown; ``None`` for all.
    """

    says: str
    run: tuple[str, ...] = ()
    before: tuple[str, ...] = ()
    lines: int | None = None


def examples(path: Path = EXAMPLES) -> dict[str, tuple[Example, ...]]:
    """Return the examples of each command.

    Raises:
        ValueError: a command has none, or there are some of none.
    """
    told = tomllib.loads(path.read_text(encoding="utf-8"))
    known = {entry.name for entry in COMMANDS}
    if known != set(told):
        odd = ", ".join(sorted(known ^ set(told)))
        raise ValueError(f"{path.name}: commands without an example, or examples of none: {odd}")
    return {
        name: tuple(
            Example(
                item["says"],
                tuple(item.get("run", ())),
                tuple(item.get("before", ())),
                item.get("lines"),
            )
            for item in items
        )
        for name, items in told.items()
    }


def command_pages() -> dict[str, str]:
    """Return the pages of all commands by path, in Markdown, their runs still to be done."""
    told = examples()
    pages = {
        f"commands/{entry.name}.md": _page(entry.name, entry.summary, told[entry.name])
        for entry in COMMANDS
    }
    listed = "\n".join(
        f"| [`{entry.name}`]({entry.name}.md) | {entry.summary} |" for entry in COMMANDS
    )
    pages["commands/index.md"] = (
        "# Commands\n\nEvery output on these pages was printed by the command above it when the "
        "site was built.\n\n| command | what it is for |\n| --- | --- |\n" + listed + "\n"
    )
    return pages


def _page(name: str, summary: str, told: tuple[Example, ...]) -> str:
    parts = [f"# loopmap {name}\n", f"{summary}\n"]
    for example in told:
        if example.before:
            parts.append(_block(" hidden", example.before))
        parts.append(example.says.strip() + "\n")
        if example.run:
            parts.append(_block(f" lines={example.lines}" if example.lines else "", example.run))
    parts += ["## Options\n", _block("", (f"loopmap {name} --help",))]
    return "\n".join(parts)


def _block(how: str, commands: tuple[str, ...]) -> str:
    return f"```console run{how}\n" + "".join(f"$ {item}\n" for item in commands) + "```\n"
