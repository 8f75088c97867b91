"""``loopmap query``: SPARQL 1.1 over the files of a map, and ready queries by name."""

from __future__ import annotations

import re
import shutil
import sys
from pathlib import Path

import click

from graph.cli.offers import offers
from graph.errors import UsageError
from graph.files import shipped_ontology_as_seen_from_here
from graph.ontology.stated import answer_statements, map_statements
from graph.rdf.query import ENGINES, QueryLimits, query
from graph.rdf.ready import ready_queries, ready_query
from graph.reports.query import query_csv, query_json, query_markdown, query_table

_GAP = re.compile(r"\$([a-z]+)\$")
_WRITERS = {"json": query_json, "csv": query_csv, "markdown": query_markdown}
_PLAIN = re.compile(r"[\w .:-]+")


@click.command("query")
@click.argument(
    "asked",
    required=False,
    default="",
    metavar="[QUERY|NAME|FILE|-]",
    shell_complete=offers("ready"),
)
@click.option("--list", "show_list", is_flag=True, help="List the ready queries.")
@click.option("--show", is_flag=True, help="Print the query instead of asking it.")
@click.option("--with", "filled", multiple=True, metavar="WORD=VALUE", help="For a ready query.")
@click.option("--ontology", "-o", multiple=True, metavar="PATH", help="The map; or the shipped.")
@click.option("--answers", multiple=True, metavar="FILE", help="Computed answers beside it.")
@click.option(
    "--format",
    "-f",
    "format_",
    default="text",
    show_default=True,
    type=click.Choice(("text", "table", "json", "csv", "markdown")),
    help="table is text; json is SPARQL 1.1 Query Results JSON; CONSTRUCT and DESCRIBE print "
    "Turtle.",
)
@click.option("--engine", default=None, type=click.Choice(ENGINES), help="Instead of the fastest.")
@click.option(
    "--timeout",
    default=30.0,
    show_default=True,
    help="Seconds until it is stopped.",
    type=click.FloatRange(0.01, 86_400),
)
@click.option(
    "--rows", default=100_000, show_default=True, help="Rows kept at most.", type=click.IntRange(1)
)
@click.option("--allow-service", multiple=True, metavar="HOST", help="Let SERVICE ask this host.")
def command(
    asked: str,
    show_list: bool,
    show: bool,
    filled: tuple[str, ...],
    ontology: tuple[str, ...],
    answers: tuple[str, ...],
    format_: str,
    engine: str | None,
    timeout: float,
    rows: int,
    allow_service: tuple[str, ...],
) -> None:
    """Ask the map in SPARQL 1.1: a text, - for standard input, a file, or a ready query's name."""
    if show_list:
        _print_list()
        return
    text = _filled(_query_text(asked), filled)
    if show:
        click.echo(text, nl=False)
        return
    found = query(
        map_statements(ontology or (shipped_ontology_as_seen_from_here(),), stdin=sys.stdin),
        text,
        answers=answer_statements(answers),
        engine=engine,
        limits=QueryLimits(timeout, rows),
        services=allow_service,
    )
    if format_ in ("text", "table"):
        width = shutil.get_terminal_size().columns if sys.stdout.isatty() else None
        click.echo(query_table(found, width), nl=False)
    else:
        click.echo(_WRITERS[format_](found), nl=False)
    if found.cut:
        click.echo(f"Only the first {rows:,} rows are shown; --rows allows more.", err=True)


def _print_list() -> None:
    known = ready_queries()
    width = max(len(one.name) for one in known)
    for one in known:
        click.echo(f"{one.name:<{width}}  {one.summary}")


def _query_text(asked: str) -> str:
    if not asked:
        raise UsageError("Say what is asked: a query, a file, -, or a name of `query --list`.")
    if asked == "-":
        return sys.stdin.read()
    if re.search(r"[\s{]", asked):
        return asked
    path = Path(asked)
    try:
        if path.is_file():
            return path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(f"Cannot read '{asked}' as text: {error}.") from None
    return ready_query(asked).text


def _filled(text: str, filled: tuple[str, ...]) -> str:
    values = {}
    for one in filled:
        name, equals, value = one.partition("=")
        if not equals or not _PLAIN.fullmatch(value):
            raise UsageError(f"'{one}' is not WORD=VALUE with plain letters, digits, - : and dots.")
        values[name] = value
    wanted = set(_GAP.findall(text))
    for name in sorted(values.keys() - wanted):
        asks = f" It asks for: {', '.join(sorted(wanted))}." if wanted else ""
        raise UsageError(f"The query has no place for '{name}'.{asks}")
    for name in sorted(wanted - values.keys()):
        raise UsageError(f"The query needs --with {name}=VALUE.")
    return _GAP.sub(lambda found: values[found[1]], text)
