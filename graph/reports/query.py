"""What a query found: as a table that fits, as SPARQL results in JSON, as CSV."""

from __future__ import annotations

import csv
import io
import json
import re
import unicodedata
from collections.abc import Sequence

from graph.rdf.query import QueryResult
from graph.reports.plain import FORMULA_STARTS
from graph.reports.report import plain
from graph.turtle.document import Blank, Iri, Literal, Term
from graph.vocabulary import PREFIXES, RDF, XSD

_NARROWEST = 8
_SPACES = re.compile(r"[\x00-\x20\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]+")
_NUMBERS = frozenset(XSD + name for name in ("integer", "decimal", "double", "float"))


def query_table(result: QueryResult, width: int | None = None) -> str:
    """Return a result for the eye; labels stand beside ids.

    Args:
        result: of a query.
        width: of the terminal in columns; ``None`` for as wide as it takes.
    """
    if result.kind == "ASK":
        return "yes\n" if result.truth else "no\n"
    if result.kind != "SELECT":
        return result.statements or "# Nothing was found.\n"
    lines = [list(result.variables)]
    lines += [[_shown(term, result.labels) for term in row] for row in result.rows]
    widths = _fitting(lines, width)
    numeric = [_is_numeric(result, at) for at in range(len(widths))]
    text = ""
    for number, line in enumerate(lines):
        cells = [_cell(c, w, right=n) for c, w, n in zip(line, widths, numeric, strict=True)]
        text += "  ".join(cells).rstrip() + "\n"
        if number == 0:
            text += "  ".join("-" * w for w in widths) + "\n"
    count = len(result.rows)
    more = "; there are more, allow them with --rows" if result.cut else ""
    return f"{text}\n{count:,} {'row' if count == 1 else 'rows'}{more}.\n"


def query_markdown(result: QueryResult) -> str:
    """Return a result as a table in Markdown; statements stand in a block of Turtle."""
    if result.kind == "ASK":
        return query_table(result)
    if result.kind != "SELECT":
        # A fence longer than any in the statements, which may hold Markdown themselves.
        ticks = max(map(len, re.findall("`+", result.statements)), default=0)
        fence = "`" * max(3, ticks + 1)
        return f"{fence}turtle\n{result.statements.rstrip()}\n{fence}\n"
    lines = [[plain(name) for name in result.variables], ["---"] * len(result.variables)]
    lines += [[plain(_shown(term, result.labels)) for term in row] for row in result.rows]
    return "".join(f"| {' | '.join(line)} |\n" for line in lines)


def _shown(term: Term | None, labels: dict[str, str]) -> str:
    if term is None:
        return ""
    if isinstance(term, Literal):
        return _SPACES.sub(" ", term.lexical).strip()
    name = short_name(term)
    label = labels.get(term)
    return _SPACES.sub(" ", f"{name} ({label})" if label and label != name else name)


def short_name(term: str) -> str:
    """Return an address as people write it: the bare id on the map, else with a prefix.

    >>> short_name("https://w3id.org/loopmap/map/coding"), short_name("urn:x")
    ('coding', 'urn:x')
    """
    for prefix, namespace in PREFIXES.items():
        local = term[len(namespace) :]
        if local and term.startswith(namespace) and "/" not in local and "#" not in local:
            return f"{prefix}:{local}" if prefix else local
    return term


def _is_numeric(result: QueryResult, at: int) -> bool:
    found = [row[at] for row in result.rows if row[at] is not None]
    return bool(found) and all(isinstance(o, Literal) and o.datatype in _NUMBERS for o in found)


def _columns(text: str) -> int:
    return sum(
        0 if unicodedata.combining(sign) else 2 if unicodedata.east_asian_width(sign) in "WF" else 1
        for sign in text
    )


def _fitting(lines: Sequence[Sequence[str]], width: int | None) -> list[int]:
    widths = [max(map(_columns, column)) for column in zip(*lines, strict=True)]
    if width is None or not widths:
        return widths
    room = max(width - 2 * (len(widths) - 1), len(widths))
    while sum(widths) > room and max(widths) > _NARROWEST:
        widest = widths.index(max(widths))
        widths[widest] -= 1
    return widths


def _cell(text: str, width: int, *, right: bool) -> str:
    if _columns(text) > width:
        while text and _columns(text) > width - 1:
            text = text[:-1]
        text += "…"
    space = " " * (width - _columns(text))
    return space + text if right else text + space


def query_json(result: QueryResult) -> str:
    """Return a result in the W3C format "SPARQL 1.1 Query Results JSON"; graphs as ``turtle``."""
    if result.kind == "ASK":
        body: object = {"head": {}, "boolean": result.truth}
    elif result.kind != "SELECT":
        body = {"turtle": result.statements}
    else:
        bindings = [
            {
                name: _json_term(term)
                for name, term in zip(result.variables, row, strict=True)
                if term is not None
            }
            for row in result.rows
        ]
        body = {"head": {"vars": list(result.variables)}, "results": {"bindings": bindings}}
    return json.dumps(body, ensure_ascii=False, indent=2) + "\n"


def _json_term(term: Term) -> dict[str, str]:
    if isinstance(term, Iri):
        return {"type": "uri", "value": str(term)}
    if isinstance(term, Blank):
        return {"type": "bnode", "value": term.removeprefix("_:")}
    found = {"type": "literal", "value": term.lexical}
    if term.language:
        found["xml:lang"] = term.language
    elif term.datatype not in (XSD + "string", RDF + "langString"):
        found["datatype"] = term.datatype
    return found


def query_csv(result: QueryResult) -> str:
    """Return the rows as CSV with whole addresses; text that would be a formula begins with "'"."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    if result.kind == "ASK":
        writer.writerows([["answer"], ["yes" if result.truth else "no"]])
    elif result.kind == "SELECT":
        writer.writerow(result.variables)
        writer.writerows([_csv_cell(term) for term in row] for row in result.rows)
    else:
        return result.statements
    return out.getvalue()


def _csv_cell(term: Term | None) -> str:
    if term is None:
        return ""
    if not isinstance(term, Literal):
        return str(term)
    is_number = term.datatype in _NUMBERS and re.fullmatch(r"[-+]?[0-9.eE+-]+", term.lexical)
    unsafe = term.lexical.startswith(FORMULA_STARTS) and not is_number
    return f"'{term.lexical}" if unsafe else term.lexical
