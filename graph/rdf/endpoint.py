"""A map in a SPARQL server: asked for all its statements, page by page, and never changed.

Only the address that a person names is asked; redirects to another host are refused. A name and a
password, or a token, come from the environment: LOOPMAP_SPARQL_USER with
LOOPMAP_SPARQL_PASSWORD, or LOOPMAP_SPARQL_TOKEN.
"""

from __future__ import annotations

import base64
import json
import os
import re
import urllib.error
import urllib.request
from typing import Any
from urllib.parse import parse_qs, urldefrag, urlencode, urlsplit

from graph.errors import Place, Problem, UnreadableError
from graph.rdf.formats import PlacelessDocument, placeless
from graph.turtle.document import Blank, Iri, Literal, Term
from graph.vocabulary import RDF, XSD

PAGE = 10_000
SECONDS = 60.0
_MOST = 5_000_000
_JSON = "application/sparql-results+json"


def read_endpoint(address: str, *, page: int = PAGE, seconds: float = SECONDS) -> PlacelessDocument:
    """Return every statement that a SPARQL server holds.

    The default graph is read; a named graph where the address ends in ``#graph=IRI``, and all of
    them together where it ends in ``#graph=*``. The number of statements is asked for before and
    after, so that a server that cuts its answers short, or changes meanwhile, is found out.

    Args:
        address: of the query service, beginning with http:// or https://.
        page: statements asked for at once; servers that give fewer are asked in smaller pages.
        seconds: that one page may take.

    Raises:
        UnreadableError: it cannot be reached, is no SPARQL service, refuses, takes too long, cuts
            its answers short, or holds nothing.
    """
    plain, fragment = urldefrag(address)
    pattern = _pattern(address, fragment)
    server = _Server(address, plain, seconds)
    total = server.count(pattern)
    if total == 0:
        raise server.refusal(
            "endpoint-empty",
            "the graph asked for holds no statement.",
            "Append #graph=IRI to the address for a named graph, or #graph=* for all of them.",
        )
    if total > _MOST:
        raise server.refusal(
            "endpoint-too-large",
            f"it holds {total:,} statements, and at most {_MOST:,} are read.",
            "Name a graph that holds the map alone (#graph=IRI).",
        )
    found: dict[tuple[Iri | Blank, Iri, Term], None] = {}
    read = 0
    if server.count(pattern + " FILTER (isBlank(?s) || isBlank(?o))"):
        # Labels of nameless nodes hold within one reply alone.
        page = total
    while read < total:
        rows = server.page(pattern, read, page)
        if not rows:
            break
        read += len(rows)
        found.update(dict.fromkeys(rows))
    if read < total or server.count(pattern) != total:
        raise server.refusal(
            "endpoint-cut-short",
            f"it says that it holds {total:,} statements and gave {read:,}.",
            "Raise the server's limit of rows, or try again if the map was changed meanwhile.",
        )
    return PlacelessDocument(address, "", placeless(list(found)))


def _pattern(address: str, fragment: str) -> str:
    graph = parse_qs(fragment).get("graph", [""])[0] if fragment else ""
    if graph == "*":
        return "GRAPH ?g { ?s ?p ?o }"
    if graph and not re.search(r"[<>\"{}|^`\\\s]", graph):
        return f"GRAPH <{graph}> {{ ?s ?p ?o }}"
    if fragment:
        raise UnreadableError(
            [
                Problem(
                    "endpoint-graph",
                    f"'#{fragment}' names no graph.",
                    "Write #graph=IRI for one graph, #graph=* for all.",
                    place=Place(address, 0, 0),
                )
            ]
        )
    return "?s ?p ?o"


class _SameHost(urllib.request.HTTPRedirectHandler):
    def redirect_request(
        self, req: Any, fp: Any, code: int, msg: str, headers: Any, newurl: str
    ) -> Any:
        if urlsplit(newurl).netloc != urlsplit(req.full_url).netloc:
            raise urllib.error.HTTPError(
                req.full_url,
                code,
                f"it sends on to another host, {urlsplit(newurl).netloc}",
                headers,
                fp,
            )
        return super().redirect_request(req, fp, code, msg, headers, newurl)


class _Server:
    def __init__(self, name: str, address: str, seconds: float) -> None:
        self.name, self.address, self.seconds = name, address, seconds
        # A proxy would be one more host that nobody named.
        self.opener = urllib.request.build_opener(urllib.request.ProxyHandler({}), _SameHost())

    def refusal(self, code: str, message: str, remedy: str) -> UnreadableError:
        return UnreadableError([Problem(code, message, remedy, place=Place(self.name, 0, 0))])

    def count(self, pattern: str) -> int:
        rows = self.ask(f"SELECT (COUNT(*) AS ?n) WHERE {{ {pattern} }}")
        try:
            return int(rows[0]["n"]["value"])
        except (IndexError, KeyError, ValueError, TypeError):
            raise self.not_sparql("it gave no number of statements") from None

    def page(self, pattern: str, offset: int, limit: int) -> list[tuple[Iri | Blank, Iri, Term]]:
        rows = self.ask(
            f"SELECT ?s ?p ?o WHERE {{ {pattern} }} ORDER BY ?s ?p ?o OFFSET {offset} LIMIT {limit}"
        )
        try:
            return [_row(row) for row in rows]
        except (KeyError, TypeError, AttributeError):
            raise self.not_sparql("its rows are no statements") from None

    def not_sparql(self, why: str) -> UnreadableError:
        return self.refusal(
            "endpoint-not-sparql",
            f"this is no SPARQL service: {why}.",
            "Name the address that takes queries; of Oxigraph it ends in /query, of Fuseki in "
            "/DATASET/sparql, of GraphDB in /repositories/NAME.",
        )

    def ask(self, query: str) -> list[dict[str, Any]]:
        request = urllib.request.Request(
            self.address,
            data=urlencode({"query": query}).encode(),
            headers={"Accept": _JSON, "User-Agent": "loopmap", **_authorization()},
        )
        try:
            with self.opener.open(request, timeout=self.seconds) as reply:
                body = json.load(reply)
            rows: list[dict[str, Any]] = body["results"]["bindings"]
        except urllib.error.HTTPError as error:
            raise self._http(error) from None
        except TimeoutError:
            raise self._slow() from None
        except urllib.error.URLError as error:
            if isinstance(error.reason, TimeoutError):
                raise self._slow() from None
            raise self._unreachable(error.reason) from None
        except OSError as error:
            raise self._unreachable(error) from None
        except (ValueError, KeyError, TypeError):
            raise self.not_sparql("it does not answer with SPARQL results in JSON") from None
        return rows

    def _slow(self) -> UnreadableError:
        return self.refusal(
            "endpoint-slow",
            f"it did not answer within {self.seconds:g} seconds.",
            "Try again, or ask a server with less to do.",
        )

    def _unreachable(self, reason: object) -> UnreadableError:
        why = getattr(reason, "strerror", None) or reason
        return self.refusal(
            "endpoint-unreachable",
            f"it cannot be reached: {why}.",
            "See that the server runs, and check the address.",
        )

    def _http(self, error: urllib.error.HTTPError) -> UnreadableError:
        if error.code in (401, 403):
            return self.refusal(
                "endpoint-denied",
                f"it wants to know who asks (HTTP {error.code}).",
                "Set LOOPMAP_SPARQL_USER and LOOPMAP_SPARQL_PASSWORD, or LOOPMAP_SPARQL_TOKEN.",
            )
        if 300 <= error.code < 400:
            return self.refusal(
                "endpoint-moved", f"{error.reason}.", "Name that address yourself if you trust it."
            )
        return self.not_sparql(f"it answers HTTP {error.code}, {error.reason}")


def _authorization() -> dict[str, str]:
    token = os.environ.get("LOOPMAP_SPARQL_TOKEN")
    user = os.environ.get("LOOPMAP_SPARQL_USER")
    if token:
        return {"Authorization": f"Bearer {token}"}
    if user:
        pair = f"{user}:{os.environ.get('LOOPMAP_SPARQL_PASSWORD', '')}".encode()
        return {"Authorization": f"Basic {base64.b64encode(pair).decode()}"}
    return {}


def _row(row: dict[str, Any]) -> tuple[Iri | Blank, Iri, Term]:
    subject, predicate = _term(row["s"]), _term(row["p"])
    if isinstance(subject, Literal) or not isinstance(predicate, Iri):
        raise TypeError
    return subject, predicate, _term(row["o"])


def _term(term: dict[str, str]) -> Term:
    value = term["value"]
    if term["type"] == "uri":
        return Iri(value)
    if term["type"] == "bnode":
        return Blank(f"_:{value}")
    language = term.get("xml:lang")
    if language:
        return Literal(value, RDF + "langString", language.lower())
    return Literal(value, term.get("datatype", XSD + "string"))
