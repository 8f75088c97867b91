"""The commands shown in README files, and what they print: compared by a test, refreshed by hand.

``uv run python tests/documents.py`` writes the present outputs into the files.
"""

from __future__ import annotations

import re
import shlex
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
DOCUMENTS = (ROOT / "README.md", ROOT / "ontology" / "README.md")

_BLOCK = re.compile(
    r"```console(?: lines=(?P<lines>\d+))?\n\$ (?P<command>[^\n]+)\n(?P<output>.*?)```", re.DOTALL
)
_NUMBER = re.compile(r"\d[\d,]*\.?\d*")


@dataclass(frozen=True)
class Shown:
    """A command in a document with the output printed below it."""

    document: Path
    command: str
    lines: int | None
    output: str

    def actual(self) -> str:
        """Run the command and return what it prints, cut as the document cuts it."""
        words = shlex.split(self.command)
        if words[:3] == ["uv", "run", "loopmap"]:
            words = [sys.executable, "-m", "graph", *words[3:]]
        done = subprocess.run(words, capture_output=True, text=True, cwd=ROOT, check=False)
        if done.returncode not in (0, 1):
            return f"exit code {done.returncode}\n{done.stderr}"
        printed = done.stdout.splitlines()
        if self.lines is not None and len(printed) > self.lines:
            printed = [*printed[: self.lines], "..."]
        return "\n".join(printed) + "\n"


def shown_in(document: Path) -> list[Shown]:
    """Return the commands of a document that have their output below them."""
    return [
        Shown(
            document,
            match["command"],
            int(match["lines"]) if match["lines"] else None,
            match["output"],
        )
        for match in _BLOCK.finditer(document.read_text(encoding="utf-8"))
    ]


def words_of(text: str) -> list[str]:
    """Return the words of an output with its numbers replaced, spaces and rules left out."""
    return [word for word in _NUMBER.sub("0", text).split() if set(word) - set("-=")]


def numbers_of(text: str) -> list[float]:
    """Return the numbers of an output in order."""
    return [float(found.replace(",", "")) for found in _NUMBER.findall(text)]


def refresh(document: Path) -> None:
    """Write the present outputs into a document."""

    def renewed(match: re.Match[str]) -> str:
        lines = int(match["lines"]) if match["lines"] else None
        head = f"```console lines={lines}" if lines else "```console"
        output = Shown(document, match["command"], lines, "").actual()
        return f"{head}\n$ {match['command']}\n{output}```"

    text = document.read_text(encoding="utf-8")
    document.write_text(_BLOCK.sub(renewed, text), encoding="utf-8")


if __name__ == "__main__":
    for path in DOCUMENTS:
        refresh(path)
