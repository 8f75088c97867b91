"""The commands shown in README files, and what they print: compared by a test, refreshed by hand.

``uv run python tests/helpers/documents.py`` writes the present outputs into the files.
"""

from __future__ import annotations

import contextlib
import os
import re
import shlex
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from unittest import mock

import same_processor  # before anything loads NumPy
import turtle_maps

ROOT = Path(__file__).resolve().parents[2]
DOCUMENTS = (ROOT / "README.md", ROOT / "ontology" / "README.md")

_BLOCK = re.compile(
    r"```console(?: lines=(?P<lines>\d+))?\n\$ (?P<command>[^\n]+)\n(?P<output>.*?)```", re.DOTALL
)
#: Python with what it prints below it.
_SCRIPT = re.compile(r"```python\n(?P<code>[^`]+)```\n\n```text\n(?P<output>.*?)```", re.DOTALL)
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
        said = _said_by(shlex.split(self.command))
        if said.code not in (0, 1):
            return f"exit code {said.code}\n{said.err}"
        printed = said.out.splitlines()
        if self.lines is not None and len(printed) > self.lines:
            printed = [*printed[: self.lines], "..."]
        return "\n".join(printed) + "\n"


def _said_by(words: list[str]) -> turtle_maps.Answer:
    """Run a command in the root of the project; one of loopmap's own in this process."""
    # What a document shows is as wide as a page, not as the terminal of whoever asks.
    surroundings = {name: value for name, value in os.environ.items() if name != "COLUMNS"}
    if words[:3] == ["uv", "run", "loopmap"]:
        with contextlib.chdir(ROOT), mock.patch.dict(os.environ, surroundings, clear=True):
            return turtle_maps.loopmap(*words[3:])
    done = subprocess.run(
        words, capture_output=True, text=True, cwd=ROOT, check=False, env=surroundings
    )
    return turtle_maps.Answer(done.returncode, done.stdout, done.stderr)


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


@dataclass(frozen=True)
class Script:
    """Python in a document with the output printed below it."""

    code: str
    output: str

    def actual(self) -> str:
        """Run the code as a script and return what it prints."""
        done = subprocess.run(
            [sys.executable, "-c", self.code], capture_output=True, text=True, cwd=ROOT, check=False
        )
        return done.stdout if done.returncode == 0 else done.stderr


def scripts_in(document: Path) -> list[Script]:
    """Return the Python of a document that has its output below it."""
    text = document.read_text(encoding="utf-8")
    return [Script(match["code"], match["output"]) for match in _SCRIPT.finditer(text)]


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

    def run_again(match: re.Match[str]) -> str:
        output = Script(match["code"], "").actual()
        return f"```python\n{match['code']}```\n\n```text\n{output}```"

    text = document.read_text(encoding="utf-8")
    document.write_text(_SCRIPT.sub(run_again, _BLOCK.sub(renewed, text)), encoding="utf-8")


_TERMS = re.compile(r"<!-- terms -->.*?<!-- /terms -->", re.DOTALL)


def term_rows() -> dict[str, list[tuple[str, str, str]]]:
    """Return word, label and definition of every term of the vocabulary, by the kind of term."""
    from rdflib import RDF, RDFS, Graph, Namespace
    from rdflib.namespace import OWL, SKOS

    loop = Namespace("https://w3id.org/loopmap#")
    graph = Graph()
    for name in ("loop.ttl", "terms.ttl", "metrics.ttl"):
        graph.parse(ROOT / "ontology" / name)
    kinds = {
        OWL.Class: "Classes",
        OWL.ObjectProperty: "Properties",
        OWL.DatatypeProperty: "Properties",
        OWL.AnnotationProperty: "Properties",
    }
    rows: dict[str, list[tuple[str, str, str]]] = {}
    for term in sorted(set(graph.subjects(RDF.type, None)), key=str):
        if not str(term).startswith(str(loop)):
            continue
        types = list(graph.objects(term, RDF.type))
        kind = next((kinds[found] for found in types if found in kinds), None)
        if kind is None:
            classes = sorted(
                str(found)[len(loop) :] for found in types if str(found).startswith(str(loop))
            )
            kind = classes[-1] if classes else "Lists"
        definition = graph.value(term, SKOS.definition) or graph.value(term, RDFS.comment) or ""
        label = graph.value(term, RDFS.label) or ""
        rows.setdefault(kind, []).append(
            (
                str(term)[len(loop) :],
                str(label),
                str(definition).replace("|", "\\|").replace("\n", " "),
            )
        )
    return rows


def term_tables() -> str:
    """Return the tables of all terms as Markdown."""
    parts: list[str] = []
    for kind, rows in term_rows().items():
        parts += ["", f"### {kind}", "", "| Term | Label | Meaning |", "|---|---|---|"]
        parts += [f"| `loop:{word}` | {label} | {meaning} |" for word, label, meaning in rows]
    return "<!-- terms -->" + "\n".join(parts) + "\n<!-- /terms -->"


_RULES = re.compile(r"<!-- rules -->.*?<!-- /rules -->", re.DOTALL)


def rule_tables() -> str:
    """Return the tables of all rules of ``check`` as Markdown."""
    from graph.ontology.checks.rules.registry import RULES

    parts: list[str] = []
    for about, rules in RULES.items():
        parts += ["", f"### {about}", "", "| Code | What is wrong |", "|---|---|"]
        for rule in rules:
            level = "" if rule.level.value == "error" else f" ({rule.level.value})"
            what = rule.what.replace("|", "\\|").replace("<", "\\<")
            parts.append(f"| `{rule.code}`{level} | {what} |")
    return "<!-- rules -->" + "\n".join(parts) + "\n<!-- /rules -->"


if __name__ == "__main__":
    with same_processor.nothing_kept():
        for path in DOCUMENTS:
            refresh(path)
    guide = DOCUMENTS[1]
    tables = term_tables()
    renewed = _TERMS.sub(lambda _: tables, guide.read_text("utf-8"))
    rules = rule_tables()
    guide.write_text(_RULES.sub(lambda _: rules, renewed), encoding="utf-8")
