"""``loopmap explore`` serves this machine alone, with every door shut that can be."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest

from graph.cli.application import run
from graph.cli.commands import explore

WORKED = Path(__file__).parents[1] / "ontologies" / "worked-loop.ttl"


@pytest.fixture
def served(monkeypatch):
    """Keeps the command from serving; what it would have served with is noted."""
    calls = []

    def note(arguments, surroundings):
        calls.append((arguments, surroundings))
        return 0

    monkeypatch.setattr(explore, "_serve", note)
    return calls


@pytest.fixture
def taken_port():
    """A port on which somebody listens."""
    with socket.socket() as busy:
        busy.bind((explore.ADDRESS, 0))
        busy.listen()
        yield busy.getsockname()[1]


def flags(arguments):
    """The flags of a command line as pairs."""
    return dict(word[2:].split("=", 1) for word in arguments if word.startswith("--"))


def test_the_explorer_is_for_this_machine_alone(served):
    """One address, two names it answers to, no statistics, nothing to deploy with."""
    assert run(["explore", "--no-browser"]) == 0
    given = flags(served[0][0])

    assert given["server.address"] == "127.0.0.1"
    hosts = [word for word in served[0][0] if word.startswith("--server.allowedHosts=")]
    assert [word.partition("=")[2] for word in hosts] == ["localhost", "127.0.0.1"]
    assert given["browser.gatherUsageStats"] == "false"
    assert given["client.toolbarMode"] == "viewer"
    assert given["server.headless"] == "true"


def test_every_flag_is_one_that_the_server_knows():
    """A flag that the server does not know would stop it: each is in its list of options."""
    from streamlit import config

    known = set(config.get_config_options())

    assert set(flags(explore.explorer_arguments(8501, True))) <= known


def test_the_server_is_found_whatever_lies_in_the_folder(tmp_path):
    """A folder that happens to hold a 'graph' of its own does not stand in the server's way."""
    (tmp_path / "graph.py").write_text("raise SystemExit('the wrong one')", encoding="utf-8")
    arguments = explore.explorer_arguments(8501, True)
    known = [*arguments[: arguments.index(explore.SERVER) + 1], "--help"]
    environment = explore.explorer_environment(())
    ended = subprocess.run(
        known, cwd=tmp_path, env=environment, capture_output=True, text=True, check=False
    )
    assert ended.returncode == 0
    assert "Run a Python script" in ended.stdout


def test_a_browser_is_opened_unless_told_otherwise(served):
    """Without --no-browser the server may open one."""
    run(["explore"])

    assert flags(served[0][0])["server.headless"] == "false"


def test_the_address_is_told(served, capsys):
    """On standard error, so that nothing mixes with what the server prints."""
    run(["explore", "--no-browser"])
    port = flags(served[0][0])["server.port"]

    assert f"http://127.0.0.1:{port}" in capsys.readouterr().err


def test_paths_reach_the_explorer_whole(served, monkeypatch):
    """Several paths, made absolute, joined as the system joins paths."""
    monkeypatch.chdir(WORKED.parent)
    run(["explore", "--ontology", WORKED.name, "-o", str(WORKED)])

    surroundings = served[0][1]
    assert surroundings["LOOPMAP_ONTOLOGY"].split(os.pathsep) == [str(WORKED)] * 2


def test_the_shipped_map_is_shown_whatever_was_shown_before(served, monkeypatch):
    """A variable left over from elsewhere does not decide what is shown."""
    monkeypatch.setenv("LOOPMAP_ONTOLOGY", "/somewhere/else")
    run(["explore"])

    assert "LOOPMAP_ONTOLOGY" not in served[0][1]


def test_a_free_port_is_found_beside_a_taken_one(taken_port, monkeypatch):
    """The first port tried is taken: the next free one is used."""
    monkeypatch.setattr(explore, "_FIRST_PORT", taken_port)

    assert explore.free_port(None) > taken_port


def test_a_taken_port_is_told(served, taken_port, capsys):
    """Who asks for a port gets that one or an answer, never another one on the quiet."""
    assert run(["explore", "--port", str(taken_port)]) == 2
    assert f"Port {taken_port} is taken" in capsys.readouterr().err
    assert served == []


def test_no_free_port_at_all_is_told(served, taken_port, monkeypatch, capsys):
    """The search ends, and says how to go on."""
    monkeypatch.setattr(explore, "_FIRST_PORT", taken_port)
    monkeypatch.setattr(explore, "_PORTS_TRIED", 1)

    assert run(["explore"]) == 2
    assert "--port" in capsys.readouterr().err
    assert served == []


@pytest.mark.parametrize("port", ["0", "-1", "65536", "http", ""])
def test_an_impossible_port_is_told(served, port):
    """Ports are whole numbers from 1 to 65535."""
    assert run(["explore", "--port", port]) == 2
    assert served == []


@pytest.mark.parametrize("path", ["-", "no-such-file.ttl", f"a{os.pathsep}b.ttl"])
def test_what_cannot_be_watched_is_refused(served, path, capsys):
    """Standard input, a missing file, a path that cannot be handed on: told before serving."""
    assert run(["explore", "--ontology", path]) == 2
    assert capsys.readouterr().err
    assert served == []


def test_a_broken_ontology_is_told_before_serving(served, tmp_path, capsys):
    """The problem with its line, not an empty browser window."""
    path = tmp_path / "broken.ttl"
    path.write_text("@prefix loop: <x", encoding="utf-8")

    assert run(["explore", "-o", str(path)]) != 0
    assert "broken.ttl:1" in capsys.readouterr().err
    assert served == []


def test_the_exit_code_of_the_server_is_passed_on(monkeypatch):
    """A server that fails makes the command fail."""
    monkeypatch.setattr(
        explore, "explorer_arguments", lambda *_: [sys.executable, "-c", "raise SystemExit(7)"]
    )

    assert run(["explore"]) == 7


def greeted(port, host, origin):
    """The first line of the server's answer to somebody who wants to talk to the explorer."""
    asked = (
        f"GET /_stcore/stream HTTP/1.1\r\nHost: {host}\r\nOrigin: {origin}\r\n"
        "Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
        "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n"
    )
    with socket.create_connection((explore.ADDRESS, port), timeout=10) as line:
        line.sendall(asked.encode())
        return line.recv(200).split(b"\r\n")[0].decode()


def test_no_other_page_can_talk_to_the_explorer_and_it_ends_with_its_command():
    """A page elsewhere that makes its own name lead to this machine is turned away.

    101 lets in, 403 does not; who asks with a foreign name or from a foreign page stays out. No
    server is left behind that goes on listening.
    """
    port = explore.free_port(None)
    arguments = [sys.executable, "-m", "graph", "explore", "--no-browser", "--port", str(port)]
    own, quiet = f"127.0.0.1:{port}", subprocess.DEVNULL
    with subprocess.Popen(arguments, stdout=quiet, stderr=quiet) as command:
        try:
            for _ in range(300):
                if not explore._is_free(port):
                    break
                time.sleep(0.1)
            assert "101" in greeted(port, own, f"http://{own}")
            assert "101" in greeted(port, f"localhost:{port}", f"http://localhost:{port}")
            assert "403" in greeted(port, "hostile.example", "http://hostile.example")
            assert "403" in greeted(port, own, "http://hostile.example")
        finally:
            command.terminate()
        command.wait(timeout=20)

    assert explore._is_free(port)
