"""A map in a SPARQL server gives the answers of its files; what goes wrong is told as it is.

The server is a real Oxigraph on this machine's loopback, ended after the tests of this module.
Faults that it does not have come from a small server of our own.
"""

from __future__ import annotations

import json
import os
import shutil
import socket
import subprocess
import sys
import threading
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from graph.cli.application import run
from graph.errors import UnreadableError
from graph.rdf.endpoint import read_endpoint

WORKED = Path(__file__).parents[1] / "ontologies" / "worked-loop.ttl"
OTHER = "urn:loopmap:test-graph"


def free_port() -> int:
    """A port of the loopback that nobody uses."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Oxigraph with the worked loop in its default graph."""
    program = Path(sys.executable).with_name("oxigraph")
    found = str(program) if program.exists() else shutil.which("oxigraph")
    if not found:
        if os.environ.get("CI"):
            pytest.fail("the program oxigraph is not installed")
        pytest.skip("the program oxigraph is not installed")
    port = free_port()
    folder = tmp_path_factory.mktemp("oxigraph")
    arguments = [found, "serve", "--location", str(folder), "--bind", f"127.0.0.1:{port}"]
    process = subprocess.Popen(arguments, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        address = f"http://127.0.0.1:{port}"
        _wait(port, process)
        for graph in ("default", f"graph={OTHER}"):
            _put(f"{address}/store?{graph}", WORKED.read_bytes())
        yield f"{address}/query"
    finally:
        process.kill()
        process.wait()


def _wait(port: int, process: subprocess.Popen[bytes]) -> None:
    for _ in range(200):
        assert process.poll() is None, "the server ended"
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.05)
    raise AssertionError("the server did not start")


def _put(address: str, body: bytes) -> None:
    request = urllib.request.Request(address, data=body, method="PUT")
    request.add_header("Content-Type", "text/turtle")
    urllib.request.urlopen(request, timeout=10).close()


def answer(capsys: pytest.CaptureFixture[str], path: str) -> dict[str, object]:
    """What critical-path says of a map, without the digest of its bytes."""
    assert run(["critical-path", "-o", path, "--draws", "20", "--format", "json"]) == 0
    found = json.loads(capsys.readouterr().out)
    del found["ontology"]
    return found


@pytest.mark.parametrize("graph", ["", f"#graph={OTHER}", "#graph=*"])
def test_a_served_map_gives_the_answer_of_its_files(
    graph: str, server: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """In the default graph, a named one and all of them: the JSON of the Turtle file."""
    assert answer(capsys, server + graph) == answer(capsys, str(WORKED))


def test_small_pages_give_the_same_statements(server: str) -> None:
    """Seven at a time or all at once; none is lost or told twice where one page ends."""
    assert read_endpoint(server, page=7).triples == read_endpoint(server).triples


def test_findings_name_the_server_and_the_subject(
    server: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """There is no line to name, so the address and the thing stand in its place."""
    assert run(["check", server, "--fail-on", "advice", "--all"]) == 1
    out = capsys.readouterr().out
    assert f"{server}: advice: R-gates-I: rdfs:comment is missing." in out


def test_a_graph_that_is_not_there_is_told(server: str) -> None:
    """An empty answer is no empty map: the graph's name was probably misspelt."""
    assert _code(server + "#graph=urn:none") == "endpoint-empty"


def test_an_address_without_queries_is_told(server: str) -> None:
    """A host that answers, and no SPARQL: another message than silence."""
    assert _code(server.replace("/query", "/nothing")) == "endpoint-not-sparql"


def test_no_server_is_told() -> None:
    """Nobody listens at the port: it cannot be reached, and no traceback follows."""
    assert _code(f"http://127.0.0.1:{free_port()}/query") == "endpoint-unreachable"


def _code(address: str, seconds: float = 5) -> str:
    with pytest.raises(UnreadableError) as caught:
        read_endpoint(address, seconds=seconds)
    (problem,) = caught.value.problems
    assert problem.place is not None
    assert problem.place.file == address
    return problem.code


Reply = Callable[[str, BaseHTTPRequestHandler], tuple[int, str]]


@contextmanager
def faulty(reply: Reply) -> Iterator[str]:
    """A server that replies as a test wishes."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"])).decode()
            status, text = reply(body, self)
            self.send_response(status)
            if status == 302:
                self.send_header("Location", text)
            self.end_headers()
            self.wfile.write(text.encode())

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    web = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=web.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{web.server_port}/query"
    finally:
        web.shutdown()
        web.server_close()
        thread.join()


def _results(*rows: dict[str, object]) -> str:
    return json.dumps({"head": {}, "results": {"bindings": list(rows)}})


def _statements(count: int, kind: str = "uri") -> str:
    return _results(
        *(
            {
                "s": {"type": kind, "value": f"urn:{number}"},
                "p": {"type": "uri", "value": "urn:p"},
                "o": {"type": "literal", "value": "x"},
            }
            for number in range(count)
        )
    )


def _counted(body: str, total: int, blank: int = 0) -> str | None:
    if "COUNT" not in body:
        return None
    return _results({"n": {"type": "literal", "value": str(blank if "isBlank" in body else total)}})


def test_a_server_that_cuts_short_is_found_out() -> None:
    """It counts 50 statements and gives 20: half a map is worse than none."""

    def reply(body: str, _: BaseHTTPRequestHandler) -> tuple[int, str]:
        return 200, _counted(body, 50) or _statements(0 if "OFFSET+0" not in body else 20)

    with faulty(reply) as address:
        assert _code(address) == "endpoint-cut-short"


def test_nameless_nodes_come_in_one_reply_or_not_at_all() -> None:
    """Their labels hold within one reply, so all 12 are asked for at once, not 5."""
    asked = []

    def reply(body: str, _: BaseHTTPRequestHandler) -> tuple[int, str]:
        asked.append(body)
        return 200, _counted(body, 12, blank=12) or _statements(12, "bnode")

    with faulty(reply) as address:
        assert len(read_endpoint(address, page=5).triples) == 12
    assert [one for one in asked if "LIMIT+12" in one]


@pytest.mark.parametrize(
    ("status", "text", "code"),
    [
        (200, "<html>hello</html>", "endpoint-not-sparql"),
        (200, "[]", "endpoint-not-sparql"),
        (200, _results({"n": {"type": "literal", "value": "many"}}), "endpoint-not-sparql"),
        (500, "", "endpoint-not-sparql"),
        (401, "", "endpoint-denied"),
        (302, "http://192.0.2.1/query", "endpoint-moved"),
    ],
)
def test_what_a_server_says_wrongly_is_told(status: int, text: str, code: str) -> None:
    """A web page, a list, words for a number, a closed door, another host."""
    with faulty(lambda *_: (status, text)) as address:
        assert _code(address) == code


def test_a_slow_server_is_not_waited_for() -> None:
    """It would take 0.6 s and is given 0.2."""

    def reply(*_: object) -> tuple[int, str]:
        time.sleep(0.6)
        return 200, ""

    with faulty(reply) as address:
        assert _code(address, seconds=0.2) == "endpoint-slow"


def test_who_asks_stands_in_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    """User and password, or a token, which counts first; never on the command line."""
    seen = []

    def reply(body: str, handler: BaseHTTPRequestHandler) -> tuple[int, str]:
        seen.append(handler.headers["Authorization"])
        return 200, _counted(body, 1) or _statements(1)

    with faulty(reply) as address:
        monkeypatch.setenv("LOOPMAP_SPARQL_USER", "ada")
        monkeypatch.setenv("LOOPMAP_SPARQL_PASSWORD", "pw")
        read_endpoint(address)
        monkeypatch.setenv("LOOPMAP_SPARQL_TOKEN", "t")
        read_endpoint(address)
    # base64 of "ada:pw"
    assert seen[0] == "Basic YWRhOnB3"
    assert seen[-1] == "Bearer t"
