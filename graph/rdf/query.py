"""SPARQL over statements: by pyoxigraph where it is installed, else by rdflib; the same rows."""

from __future__ import annotations

import multiprocessing
import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import field
from decimal import Decimal
from importlib.util import find_spec
from multiprocessing.connection import Connection
from typing import TYPE_CHECKING, Any

from graph.errors import UsageError
from graph.rdf.formats import rdflib_as_written
from graph.rdf.sparql_text import check_query, has_order
from graph.rdf.turtle_writing import to_turtle
from graph.records import record
from graph.turtle.document import Blank, Iri, Literal, Term
from graph.vocabulary import PREFIXES, RDF, RDFS, SKOS, XSD

if TYPE_CHECKING:
    import rdflib

    from graph.rdf.turtle_writing import Statement

ENGINES = ("pyoxigraph", "rdflib")
#: The graph of computed answers, apart from what people wrote.
ANSWERS_GRAPH = "https://w3id.org/loopmap/answers"
_AT = re.compile(r"error at (\d+):(\d+):?\s*")


@record(slots=False)
class QueryLimits:
    """How much a query may take.

    Attributes:
        seconds: until it is stopped.
        rows: that are kept, at most.
    """

    seconds: float = 30.0
    rows: int = 100_000


@record(slots=False)
class QueryResult:
    """What a query found.

    Attributes:
        kind: SELECT, ASK, CONSTRUCT or DESCRIBE.
        variables: of SELECT, in order.
        rows: of SELECT, one term a variable; ``None`` where it is not bound.
        truth: of ASK.
        statements: of CONSTRUCT and DESCRIBE, as Turtle.
        cut: whether there were more rows than the limit.
        labels: what people call things, by IRI.
    """

    kind: str
    variables: tuple[str, ...] = ()
    rows: tuple[tuple[Term | None, ...], ...] = ()
    truth: bool | None = None
    statements: str = ""
    cut: bool = False
    labels: dict[str, str] = field(default_factory=dict)


class _QueryFaultError(Exception):
    """A query that an engine does not take."""


def default_engine() -> str:
    """Return the engine that is used: the faster one if it is installed."""
    return ENGINES[0] if find_spec("pyoxigraph") else ENGINES[1]


def query(
    statements: Sequence[Statement],
    text: str,
    *,
    answers: Sequence[Statement] = (),
    engine: str | None = None,
    limits: QueryLimits | None = None,
    services: Collection[str] = (),
) -> QueryResult:
    """Return what a SPARQL 1.1 query finds in the statements of a map.

    The prefixes of the map are declared beforehand. Rows are sorted unless the query says how.
    The query runs in a process of its own, so that an endless one can be ended.

    Args:
        statements: of the map, the default graph.
        text: of the query.
        answers: computed statements; they stand in a graph of their own, ``ANSWERS_GRAPH``.
        engine: one of ``ENGINES``; ``None`` for the faster one that is installed.
        limits: of time and rows.
        services: hosts that SERVICE may ask.

    Raises:
        UsageError: the query is wrong, with line and column; changes something; reaches another
            host; or takes longer than the limit.
    """
    kind, limits = check_query(text, services), limits or QueryLimits()
    job = _Job(list(statements), list(answers), text, kind, engine or default_engine(), limits)
    methods = multiprocessing.get_all_start_methods()
    context: Any = multiprocessing.get_context("fork" if "fork" in methods else "spawn")
    receiver, sender = context.Pipe(duplex=False)
    process = context.Process(target=_run, args=(job, sender), daemon=True)
    process.start()
    sender.close()
    try:
        return _received(receiver, limits)
    finally:
        process.kill()
        process.join()
        receiver.close()


@record(slots=False)
class _Job:
    statements: list[Statement]
    answers: list[Statement]
    text: str
    kind: str
    engine: str
    limits: QueryLimits


def _received(receiver: Connection, limits: QueryLimits) -> QueryResult:
    if not receiver.poll(limits.seconds):
        raise UsageError(
            f"The query did not end within {limits.seconds:g} seconds and was stopped. Join its "
            "patterns by a shared variable, or allow more with --timeout."
        )
    try:
        found = receiver.recv()
    except EOFError:
        raise UsageError(
            "The query ended without a result; it probably needed more memory than there is. "
            "Ask for less."
        ) from None
    if isinstance(found, str):
        raise UsageError(found)
    result: QueryResult = found
    return result


def _run(job: _Job, sender: Connection) -> None:
    try:
        run = _by_pyoxigraph if job.engine == "pyoxigraph" else _by_rdflib
        sender.send(run(job))
    except _QueryFaultError as error:
        sender.send(str(error))
    except MemoryError:
        sender.send("The query needs more memory than there is. Ask for less.")
    sender.close()


def _fault(message: str, text: str, line: int | None, column: int | None) -> _QueryFaultError:
    lines = text.splitlines()
    if not line or not column or line > len(lines):
        return _QueryFaultError(f"The query is wrong: {message}.")
    mark = " " * (column - 1 + len(str(line)) + 3) + "^"
    return _QueryFaultError(
        f"The query is wrong at line {line}, column {column}: {message}.\n"
        f"{line} | {lines[line - 1]}\n{mark}"
    )


def _finished(
    job: _Job, variables: Sequence[str], found: Iterable[Sequence[Term | None]]
) -> QueryResult:
    rows: list[tuple[Term | None, ...]] = []
    cut = False
    for row in found:
        if len(rows) == job.limits.rows:
            cut = True
            break
        rows.append(tuple(map(_shortest, row)))
    if not has_order(job.text):
        rows.sort(key=lambda row: [_order(term) for term in row])
    return QueryResult(job.kind, tuple(variables), tuple(rows), cut=cut, labels=_labels(job, rows))


def _shortest(term: Term | None) -> Term | None:
    """Return a number in its shortest form, since engines differ in what they keep of 4.0."""
    if not isinstance(term, Literal):
        return term
    text = term.lexical
    if term.datatype == XSD + "decimal" and re.fullmatch(r"[+-]?[0-9]*\.?[0-9]+", text):
        short = f"{Decimal(text).normalize():f}"
        return term._replace(lexical="0" if short == "-0" else short)
    if term.datatype == XSD + "integer" and re.fullmatch(r"[+-]?[0-9]{1,1000}", text):
        return term._replace(lexical=str(int(text)))
    return term


def _order(term: Term | None) -> tuple[int, str, str]:
    if term is None:
        return (0, "", "")
    if isinstance(term, Literal):
        return (3, term.lexical, f"{term.datatype} {term.language}")
    return (2 if isinstance(term, Iri) else 1, "" if isinstance(term, Blank) else term, "")


def _labels(job: _Job, rows: Iterable[Sequence[Term | None]]) -> dict[str, str]:
    wanted = {term for row in rows for term in row if isinstance(term, Iri)}
    properties = {RDFS + "label", SKOS + "prefLabel", PREFIXES["dcterms"] + "title"}
    found: dict[str, str] = {}
    for subject, predicate, value in job.statements:
        if predicate in properties and subject in wanted and isinstance(value, Literal):
            found.setdefault(subject, value.lexical)
    return found


# pyoxigraph


def _by_pyoxigraph(job: _Job) -> QueryResult:
    import pyoxigraph as ox

    store = ox.Store()
    graph = ox.NamedNode(ANSWERS_GRAPH)
    store.extend(ox.Quad(_to_ox(one[0]), _to_ox(one[1]), _to_ox(one[2])) for one in job.statements)
    store.extend(
        ox.Quad(_to_ox(one[0]), _to_ox(one[1]), _to_ox(one[2]), graph) for one in job.answers
    )
    try:
        found: Any = store.query(job.text, prefixes=PREFIXES, use_default_graph_as_union=True)
        if job.kind == "ASK":
            return QueryResult(job.kind, truth=bool(found))
        if job.kind != "SELECT":
            triples = [(_of_ox(t.subject), _of_ox(t.predicate), _of_ox(t.object)) for t in found]
            return QueryResult(job.kind, statements=to_turtle(triples))  # type: ignore[arg-type]
        names = [variable.value for variable in found.variables]
        return _finished(job, names, ([_of_ox(term) for term in row] for row in found))
    except SyntaxError as error:
        message = _AT.sub("", str(error.msg)).rstrip(".")
        at = _AT.search(str(error.msg))
        line = int(at[1]) if at else error.lineno
        column = int(at[2]) if at else error.offset
        raise _fault(message, job.text, line, column) from None
    except (OSError, ValueError, RuntimeError) as error:
        raise _QueryFaultError(f"The query could not be answered: {error}.") from None


def _to_ox(term: Term) -> Any:
    import pyoxigraph as ox

    if isinstance(term, Literal):
        if term.language:
            return ox.Literal(term.lexical, language=term.language)
        return ox.Literal(term.lexical, datatype=ox.NamedNode(term.datatype))
    return _ox_blank(term) if isinstance(term, Blank) else ox.NamedNode(term)


def _ox_blank(term: Blank) -> Any:
    import pyoxigraph as ox

    return ox.BlankNode("b" + re.sub("[^A-Za-z0-9]", "x", term))


def _of_ox(term: Any) -> Term | None:
    import pyoxigraph as ox

    if term is None:
        return None
    if isinstance(term, ox.NamedNode):
        return Iri(term.value)
    if isinstance(term, ox.BlankNode):
        return Blank(f"_:{term.value}")
    language = term.language.lower() if term.language else None
    return Literal(term.value, term.datatype.value, language)


# rdflib


def _by_rdflib(job: _Job) -> QueryResult:
    import pyparsing
    from rdflib import Dataset, URIRef
    from rdflib.plugins import sparql

    # A query must not make rdflib load addresses that it names.
    sparql.SPARQL_LOAD_GRAPHS = False
    with rdflib_as_written():
        data = Dataset(default_union=True)
        data.addN((*map(to_rdflib_term, one), data.default_graph) for one in job.statements)
        if job.answers:
            graph = data.graph(URIRef(ANSWERS_GRAPH))
            graph.addN((*map(to_rdflib_term, one), graph) for one in job.answers)
        try:
            found = data.query(job.text, initNs=PREFIXES)
            if job.kind == "ASK":
                return QueryResult(job.kind, truth=bool(found.askAnswer))
            if job.kind != "SELECT":
                triples = [tuple(map(of_rdflib_term, one)) for one in found.graph or ()]
                return QueryResult(job.kind, statements=to_turtle(triples))  # type: ignore[arg-type]
            names = [str(name) for name in found.vars or ()]
            rows = ([of_rdflib_term(term) for term in row] for row in found)  # type: ignore[union-attr]
            return _finished(job, names, rows)
        except pyparsing.ParseException as error:
            raise _fault(str(error.msg), job.text, error.lineno, error.column) from None
        except MemoryError:
            raise
        except Exception as error:  # noqa: BLE001 (rdflib raises bare Exception for a prefix)
            raise _QueryFaultError(f"The query is wrong: {error}.") from None


def to_rdflib_graph(statements: Iterable[Statement], name: str) -> rdflib.Graph:
    """Return statements as an rdflib graph with an address, and the usual prefixes."""
    import rdflib

    graph = rdflib.Graph(identifier=rdflib.URIRef(name), bind_namespaces="none")
    for prefix, namespace in PREFIXES.items():
        graph.bind(prefix, namespace)
    with rdflib_as_written():
        for one in statements:
            graph.add((to_rdflib_term(one[0]), to_rdflib_term(one[1]), to_rdflib_term(one[2])))
    return graph


def to_rdflib_term(term: Term) -> Any:
    """Return a term as rdflib has it, its text as written."""
    import rdflib

    if isinstance(term, Literal):
        if term.language:
            return rdflib.Literal(term.lexical, lang=term.language)
        datatype = None if term.datatype == XSD + "string" else rdflib.URIRef(term.datatype)
        return rdflib.Literal(term.lexical, datatype=datatype, normalize=False)
    return rdflib.BNode(term.removeprefix("_:")) if isinstance(term, Blank) else rdflib.URIRef(term)


def of_rdflib_term(node: Any) -> Term | None:
    """Return a term of rdflib as ours; ``None`` for what is not bound."""
    import rdflib

    if node is None:
        return None
    if isinstance(node, rdflib.BNode):
        return Blank(f"_:{node}")
    if isinstance(node, rdflib.Literal):
        language = node.language.lower() if node.language else None
        plain = RDF + "langString" if language else XSD + "string"
        return Literal(str(node), plain if language else str(node.datatype or plain), language)
    return Iri(str(node))
