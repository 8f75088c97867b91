"""The conversation itself: beginning and end, nothing else on standard output, odd messages."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest
from click.testing import CliRunner
from language_client import place_of
from lsprotocol import types

from graph.cli.commands.lsp import command
from graph.errors import UsageError


def framed(*messages: dict) -> bytes:
    """Messages as they go over the wire."""
    bodies = [json.dumps({"jsonrpc": "2.0", **one}).encode() for one in messages]
    return b"".join(b"Content-Length: %d\r\n\r\n%s" % (len(body), body) for body in bodies)


def unframed(data: bytes) -> list[dict]:
    """The messages of an output that holds nothing else."""
    found = []
    while data:
        head, separator, rest = data.partition(b"\r\n\r\n")
        assert separator, f"no message: {data[:200]!r}"
        lengths = [line for line in head.split(b"\r\n") if line.startswith(b"Content-Length: ")]
        length = int(lengths[0].split()[1])
        found.append(json.loads(rest[:length]))
        data = rest[length:]
    return found


def test_a_whole_conversation_has_nothing_but_messages(tmp_path):
    """Bytes in, bytes out, exit code 0; requests of unknown kind are answered with an error."""
    text = "@prefix : <https://w3id.org/loopmap/map/> .\n:a a :b"
    item = {"uri": (tmp_path / "a.ttl").as_uri(), "languageId": "turtle", "version": 1}
    said = framed(
        {"id": 1, "method": "initialize", "params": {"processId": None, "capabilities": {}}},
        {"method": "initialized", "params": {}},
        {"method": "textDocument/didOpen", "params": {"textDocument": {**item, "text": text}}},
        {"id": 2, "method": "loop/unheardOf", "params": {}},
        {"method": "$/cancelRequest", "params": {"id": 77}},
        {"method": "textDocument/didClose", "params": {"textDocument": {"uri": "file:///no"}}},
        {
            "id": 3,
            "method": "textDocument/hover",
            "params": {
                "textDocument": {"uri": "file:///no.ttl"},
                "position": {"line": 0, "character": 0},
            },
        },
        {"id": 4, "method": "shutdown"},
        {"method": "exit"},
    )
    arguments = [sys.executable, "-m", "graph", "lsp"]

    done = subprocess.run(arguments, input=said, capture_output=True, timeout=60, check=False)

    answers = {one["id"]: one for one in unframed(done.stdout) if "id" in one}
    assert done.returncode == 0
    assert answers[1]["result"]["serverInfo"]["name"] == "loopmap"
    assert "error" in answers[2]
    assert answers[3]["result"] is None
    assert answers[4]["result"] is None
    assert b"Traceback" not in done.stderr


def test_leaving_without_a_goodbye_is_exit_code_1():
    """As the protocol has it: exit without shutdown."""
    said = framed(
        {"id": 1, "method": "initialize", "params": {"processId": None, "capabilities": {}}},
        {"method": "exit"},
    )
    arguments = [sys.executable, "-m", "graph", "lsp"]

    done = subprocess.run(arguments, input=said, capture_output=True, timeout=60, check=False)

    assert done.returncode == 1


def test_requests_that_are_withdrawn_are_answered_and_end_nothing(editor, small_map):
    """Ten questions, all withdrawn at once; the next one is answered as ever."""
    path = small_map / "components" / "parts.ttl"
    text = path.read_text(encoding="utf-8")
    editor.open(path.as_uri(), text)
    params = types.HoverParams(
        types.TextDocumentIdentifier(path.as_uri()), place_of(text, ":review a", 2)
    )

    async def withdrawn() -> None:
        asked = [
            editor.client.protocol.send_request("textDocument/hover", params, callback=None)
            for _ in range(10)
        ]
        for number in range(10):
            editor.client.cancel_request(types.CancelParams(str(number)))
        for one in asked:
            one.cancel()

    editor.wait(withdrawn())
    found = editor.wait(editor.client.text_document_hover_async(params))

    assert found.contents.value.startswith("**Review**")
    editor.close(path.as_uri())


def test_without_pygls_the_command_says_what_to_install(monkeypatch):
    """The server is an extra; nothing else needs it."""
    monkeypatch.setitem(sys.modules, "pygls.lsp.server", None)
    monkeypatch.delitem(sys.modules, "graph.language_server.server", raising=False)
    monkeypatch.setitem(sys.modules, "pygls", None)

    found = CliRunner().invoke(command, [])

    assert isinstance(found.exception, UsageError)
    assert "pip install 'loopmap[editor]'" in str(found.exception)


@pytest.mark.parametrize("arguments", [["check", "--help"], ["critical-path", "--help"]])
def test_no_other_command_loads_the_protocol(arguments):
    """A start costs what it needs."""
    code = (
        "import sys; from graph.cli.application import run; "
        f"run({arguments!r}); sys.exit(any(n.split('.')[0] in ('pygls', 'lsprotocol') "
        "for n in sys.modules))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, timeout=60, check=False
    )

    assert done.returncode == 0
