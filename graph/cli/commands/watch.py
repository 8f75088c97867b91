"""``loopmap watch``: at every save the findings, and what became of the answers."""

from __future__ import annotations

import json
import time
from dataclasses import dataclass

import click

from graph.cli.colour import echo_finding
from graph.editing.check_toml import check_tables_in
from graph.errors import Problem, Severity, UsageError
from graph.evidence.standpoint import Standpoint
from graph.files import shipped_ontology_as_seen_from_here
from graph.ontology.watched_files import WatchedFiles
from graph.questions.question import DEFAULT_DRAWS
from graph.reports.plain import SCHEMA_VERSION, to_plain
from graph.reports.watching import answer_lines, findings_line
from graph.turtle.faults import frame
from graph.watching import SaveAnswers, SaveFindings, WatchedMap

#: Problems shown after a save before the rest is counted.
_SHOWN = 20


@click.command("watch")
@click.argument("paths", nargs=-1, metavar="[FILE|FOLDER]...")
@click.option("--ontology", "-o", multiple=True, metavar="PATH",
              help="The same as naming the path.")  # fmt: skip
@click.option("--setting", default="", metavar="NAME",
              help="Whose loop: frontier-lab, industry or open-source.")  # fmt: skip
@click.option("--draws", default=DEFAULT_DRAWS, show_default=True,
              type=click.IntRange(0, 1_000_000),
              help="Number of draws; 0 for the central estimates alone.")  # fmt: skip
@click.option("--seed", default=0, show_default=True, type=click.IntRange(min=0),
              help="Seed of the draws.")  # fmt: skip
@click.option("--once", is_flag=True,
              help="Say how it is now and end: exit code 1 if the map has errors.")  # fmt: skip
@click.option("--format", "-f", "format_", default="text", show_default=True,
              type=click.Choice(("text", "json")),
              help="How to print it; json has one object a line.")  # fmt: skip
def command(
    paths: tuple[str, ...],
    ontology: tuple[str, ...],
    setting: str,
    draws: int,
    seed: int,
    once: bool,
    format_: str,
) -> int:
    """Print at every save what is wrong, and what became of the answers.

    Every save is compared with the last map that could be used. While the files are broken its
    answers stay. Ctrl+C ends it, with exit code 0.
    """
    chosen = paths + ontology or (str(shipped_ontology_as_seen_from_here()),)
    if "-" in chosen:
        raise UsageError("Standard input cannot be watched. Name a file or a folder.")
    files = WatchedFiles(chosen)
    files.refuse_missing()
    told = _Teller(format_)
    watched = WatchedMap(
        chosen, Standpoint(setting), draws=draws, seed=seed, check_tables=check_tables_in
    )
    try:
        found = watched.begin()
        told.findings(found)
        told.answers(watched.answers())
        if once:
            return 0 if found.usable else 1
        told.waiting()
        while True:
            saved = files.next_saved()
            told.findings(watched.findings(saved))
            told.answers(watched.answers())
    except KeyboardInterrupt:
        return 0


@dataclass
class _Teller:
    """Prints what happens, and remembers when the map could last be used."""

    format: str
    last_good: str | None = None

    def findings(self, found: SaveFindings) -> None:
        now = time.strftime("%H:%M:%S")
        if self.format == "json":
            self._line("findings", now, to_plain(found))
        else:
            click.echo(f"[{now}] {findings_line(found, self.last_good)}")
            for problem in sorted(found.problems, key=_worst_first)[:_SHOWN]:
                echo_finding(frame(problem) + "\n")
            if len(found.problems) > _SHOWN:
                click.echo(f"... and {len(found.problems) - _SHOWN} more.")
        if found.usable:
            self.last_good = now

    def answers(self, found: SaveAnswers | None) -> None:
        now = time.strftime("%H:%M:%S")
        if self.format == "json":
            self._line("answers", now, to_plain(found))
        elif found is not None:
            for line in answer_lines(found):
                click.echo(f"  {line}")

    def waiting(self) -> None:
        click.echo("Watching. Ctrl+C ends it.", err=True)

    def _line(self, event: str, now: str, plain: object) -> None:
        body = {"schema_version": SCHEMA_VERSION, "event": event, "at": now, event: plain}
        click.echo(json.dumps(body, ensure_ascii=False, allow_nan=False))


def _worst_first(problem: Problem) -> tuple[int, tuple[str, int, int, str, str]]:
    return list(Severity).index(problem.severity), problem.sort_key
