"""``loopmap explore``: the explorer in a browser, served to this machine alone."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

import click

from graph.cli.options import read_model
from graph.editing.begin import is_room_for_a_map
from graph.errors import UsageError
from graph.files import shipped_app

#: Streamlit's server, with the first answers prepared before the browser asks.
SERVER = "graph.views.server"

#: The only address that is served, and the only names it answers to.
ADDRESS = "127.0.0.1"
ALLOWED_HOSTS = ("localhost", ADDRESS)

#: The first port that is tried, and how many after it.
_FIRST_PORT = 8501
_PORTS_TRIED = 50

#: Where the explorer finds the paths of the ontology, joined as the system joins paths.
ONTOLOGY_VARIABLE = "LOOPMAP_ONTOLOGY"


@click.command("explore")
@click.argument("paths", nargs=-1, metavar="[FILE|FOLDER]...")
@click.option(
    "--ontology",
    "-o",
    multiple=True,
    metavar="PATH",
    help="The same as naming the path.",
)
@click.option(
    "--port",
    default=None,
    type=click.IntRange(1, 65535),
    help="Where to listen; a free one from 8501 on if not given.",
)
@click.option("--no-browser", is_flag=True, help="Only print the address; open no browser.")
def command(
    paths: tuple[str, ...], ontology: tuple[str, ...], port: int | None, no_browser: bool
) -> int:
    """Open the map in a browser: click, slide, compare, build.

    FILE or FOLDER is a map of your own; without one the shipped map is opened. In a folder that is
    new or empty a map can be begun on the screen.

    Served to this machine alone; nothing is sent anywhere. Ctrl+C ends it.
    """
    ontology = (*paths, *ontology)
    _refuse_unusable(ontology)
    chosen = free_port(port)
    if find_spec("streamlit") is None:
        raise UsageError(
            "The explorer needs streamlit and pyvis, which are not installed: pip install "
            '"streamlit>=1.67,<1.68" pyvis. Every other command does without them.'
        )
    click.echo(f"The explorer is at http://{ADDRESS}:{chosen} (Ctrl+C ends it).", err=True)
    return _serve(explorer_arguments(chosen, no_browser), explorer_environment(ontology))


def _refuse_unusable(ontology: tuple[str, ...]) -> None:
    for path in ontology:
        if path == "-":
            raise UsageError("The explorer watches files, so it cannot read standard input.")
        if os.pathsep in path:
            raise UsageError(f"The explorer cannot read a path with '{os.pathsep}' in it: {path}")
    if ontology and not (len(ontology) == 1 and is_room_for_a_map(Path(ontology[0]))):
        read_model(ontology)


def free_port(wanted: int | None) -> int:
    """Return the port to listen on: the one wanted, else the first free one.

    Raises:
        UsageError: the one wanted is taken, or none is free.
    """
    candidates = (wanted,) if wanted else range(_FIRST_PORT, _FIRST_PORT + _PORTS_TRIED)
    for port in candidates:
        if _is_free(port):
            return port
    if wanted:
        raise UsageError(f"Port {wanted} is taken. Choose another, or leave out --port.")
    raise UsageError("No port is free between 8501 and 8550. Name one with --port.")


def _is_free(port: int) -> bool:
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        # As servers do, so that a port just left counts as free.
        if os.name != "nt":
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((ADDRESS, port))
        except OSError:
            return False
    return True


def explorer_arguments(port: int, no_browser: bool) -> list[str]:
    """Return the command line that serves the explorer, with every door shut that can be.

    Args:
        port: where to listen.
        no_browser: whether to leave the browser closed.
    """
    flags = {
        "server.address": ADDRESS,
        "server.port": str(port),
        # The ontology is watched by the explorer itself; its own code does not change.
        "server.fileWatcherType": "none",
        "server.headless": "true" if no_browser else "false",
        "browser.serverAddress": ADDRESS,
        "browser.gatherUsageStats": "false",
        "client.toolbarMode": "viewer",
        # A defect of ours is told in words; where it was stands on the terminal.
        "client.showErrorDetails": "none",
        # Garbage is collected when there is some, not after every click of every reader.
        "runner.postScriptGC": "false",
        # Messages of this many bytes and more are sent once and then named, for so many runs.
        "global.minCachedMessageSize": "600",
        "global.maxCachedMessageAge": "20",
        # Streamlit's own colours are too faint to be read by everybody.
        "theme.light.primaryColor": "#0B5CAD",
        "theme.light.textColor": "#101418",
        "theme.dark.primaryColor": "#7CC0FF",
    }
    options = [f"--{name}={value}" for name, value in flags.items()]
    # Once for each name: names joined by a comma are taken for a single one.
    options += [f"--server.allowedHosts={name}" for name in ALLOWED_HOSTS]
    return [sys.executable, "-P", "-m", SERVER, str(shipped_app()), *options]


def explorer_environment(ontology: tuple[str, ...]) -> dict[str, str]:
    """Return the environment in which the explorer finds the ontology.

    Args:
        ontology: paths as typed; empty for the shipped map.
    """
    surroundings = {key: value for key, value in os.environ.items() if key != ONTOLOGY_VARIABLE}
    # The server runs the very code that this command runs, installed or not.
    places = (str(Path(__file__).parents[3]), os.environ.get("PYTHONPATH", ""))
    surroundings["PYTHONPATH"] = os.pathsep.join(filter(None, places))
    if ontology:
        whole = (str(Path(path).resolve()) for path in ontology)
        surroundings[ONTOLOGY_VARIABLE] = os.pathsep.join(whole)
    return surroundings


def _serve(arguments: list[str], surroundings: dict[str, str]) -> int:
    with subprocess.Popen(arguments, env=surroundings) as server:
        # Whoever ends this command ends the server with it.
        before = signal.signal(signal.SIGTERM, lambda *_: server.terminate())
        try:
            return server.wait()
        except KeyboardInterrupt:
            server.wait()
            return 0
        finally:
            signal.signal(signal.SIGTERM, before)
