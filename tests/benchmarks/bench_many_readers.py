"""Loads the explorer with real websocket clients, beside a bare Streamlit page in the same run.

Run with ``python tests/benchmarks/bench_many_readers.py [READERS ...]``; 1, 10 and 50 by default.
Each reader is a connection that does what a browser does: it asks for the page, keeps what it is
sent, and asks again as often as the page tells it to. Bounded: at most 60 readers, this machine
only, some two minutes. Processor seconds are the server's own; on a busy machine only the ratios
to the bare page say much.
"""

from __future__ import annotations

import asyncio
import contextlib
import os
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.asyncio.client import connect

from graph.cli.commands.explore import explorer_arguments, explorer_environment, free_port

#: Readers at most, so that a slip of the fingers loads no machine.
MOST_READERS = 60

IDLE_SECONDS = 10.0

#: Nothing more comes by itself once nothing came for so many seconds.
QUIET_SECONDS = 5.0

#: What the explorer may take: share of a core per idle tab, seconds for ten tabs and for a click.
IDLE_TARGET, DRAWN_TARGET, CLICK_TARGET = 0.01, 15.0, 1.0

#: Parts that the readers look at, in turn.
PARTS = ("coding", "labelling", "pre-training", "code-review", "integration")

BARE_PAGE = """
import streamlit as st
st.write(st.query_params.get("component", "nothing"))
st.slider("number", 0, 100)
"""


class Reader:
    """One tab.

    Attributes:
        runs: how often its page was run to the end.
        received: bytes that it was sent.
    """

    def __init__(self, socket) -> None:
        self._socket = socket
        self.runs = 0
        self.received = 0
        self._ran = asyncio.Event()
        self._repeating: list[asyncio.Task] = []
        self._reading = asyncio.create_task(self._read())

    async def ask(self, query: str = "", *, history: bool = False, fragment: str = "") -> None:
        """Ask for the page as the address has it, and return once it has run."""
        message = BackMsg()
        message.rerun_script.query_string = query
        message.rerun_script.is_history_navigation = history
        message.rerun_script.fragment_id = fragment
        message.rerun_script.is_auto_rerun = bool(fragment)
        self._ran.clear()
        await self._socket.send(message.SerializeToString())
        if not fragment:
            await asyncio.wait_for(self._ran.wait(), 120)

    async def close(self) -> None:
        """End it."""
        for task in (*self._repeating, self._reading):
            task.cancel()
        await self._socket.close()

    async def _read(self) -> None:
        async for frame in self._socket:
            self.received += len(frame)
            message = ForwardMsg()
            message.ParseFromString(frame)
            kind = message.WhichOneof("type")
            if kind == "auto_rerun":
                self._repeating.append(asyncio.create_task(self._repeat(message.auto_rerun)))
            elif kind == "script_finished" and message.script_finished == 0:
                self.runs += 1
                self._ran.set()

    async def _repeat(self, wanted) -> None:
        while True:
            await asyncio.sleep(wanted.interval)
            await self.ask(fragment=wanted.fragment_id)


@dataclass(frozen=True)
class Measured:
    """Figures of one server with so many readers.

    Attributes:
        drawn: seconds until the last of them had its page.
        idle: share of a core that each takes while nobody does anything.
        click: the longest of their seconds from a click to the answer, all at once.
        click_alone: the seconds of one of them while the others do nothing.
        sent: bytes that the server sent each while idle.
    """

    drawn: float
    idle: float
    click: float
    click_alone: float
    sent: float


@contextmanager
def serving(arguments: list[str], surroundings: dict[str, str], port: int) -> Iterator[int]:
    """The process id of a server that answers."""
    quiet = subprocess.DEVNULL
    with subprocess.Popen(arguments, env=surroundings, stdout=quiet, stderr=quiet) as server:
        try:
            _wait_for(f"http://127.0.0.1:{port}/_stcore/health")
            yield server.pid
        finally:
            server.terminate()


def _wait_for(address: str) -> None:
    for _ in range(600):
        with contextlib.suppress(OSError):
            urllib.request.urlopen(address).close()
            return
        time.sleep(0.1)
    raise SystemExit("The server did not start.")


def processor_seconds(process: int) -> float:
    """Return the processor time that a process has used, in its own code and in the system's."""
    fields = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


async def measure(port: int, process: int, count: int) -> Measured:
    """Open so many readers, let them rest, let them click, and close them."""
    address = f"ws://127.0.0.1:{port}/_stcore/stream"
    origin = f"http://127.0.0.1:{port}"
    sockets = [
        await connect(address, origin=origin, subprotocols=["streamlit"], max_size=None)
        for _ in range(count)
    ]
    readers = [Reader(socket) for socket in sockets]
    try:
        start = time.perf_counter()
        await asyncio.gather(*(reader.ask() for reader in readers))
        drawn = time.perf_counter() - start
        # The answer about growth comes by itself; after that nothing does.
        await _until_quiet(readers)
        used, sent = processor_seconds(process), sum(reader.received for reader in readers)
        await asyncio.sleep(IDLE_SECONDS)
        idle = (processor_seconds(process) - used) / IDLE_SECONDS / count
        sent = (sum(reader.received for reader in readers) - sent) / count
        alone = await _click(readers[0], PARTS[0])
        together = await asyncio.gather(
            *(_click(reader, PARTS[index % len(PARTS)]) for index, reader in enumerate(readers))
        )
        return Measured(drawn, idle, max(together), alone, sent)
    finally:
        for reader in readers:
            await reader.close()


async def _until_quiet(readers: list[Reader]) -> None:
    before = -1
    for _ in range(12):
        await asyncio.sleep(QUIET_SECONDS)
        received = sum(reader.received for reader in readers)
        if received == before:
            return
        before = received


async def _click(reader: Reader, part: str) -> float:
    start = time.perf_counter()
    await reader.ask(f"component={part}", history=True)
    return time.perf_counter() - start


def measure_bare_page(counts: list[int]) -> list[Measured]:
    """Measure the peer: a page that shows one word of its address and a slider."""
    port = free_port(None)
    with tempfile.TemporaryDirectory() as folder:
        script = Path(folder) / "bare.py"
        script.write_text(BARE_PAGE, encoding="utf-8")
        flags = explorer_arguments(port, no_browser=True)[5:]
        arguments = [sys.executable, "-m", "streamlit", "run", str(script), *flags]
        with serving(arguments, dict(os.environ), port) as process:
            return [asyncio.run(measure(port, process, count)) for count in counts]


def measure_explorer(counts: list[int]) -> list[Measured]:
    """Measure the explorer on the shipped map."""
    port = free_port(None)
    surroundings = explorer_environment(())
    with serving(explorer_arguments(port, no_browser=True), surroundings, port) as process:
        return [asyncio.run(measure(port, process, count)) for count in counts]


def main(counts: list[int]) -> None:
    """Print the figures of both servers."""
    if any(not 0 < count <= MOST_READERS for count in counts):
        raise SystemExit(f"Between 1 and {MOST_READERS} readers.")
    bare, explorer = measure_bare_page(counts), measure_explorer(counts)
    for count, peer, ours in zip(counts, bare, explorer, strict=True):
        print(f"{count} reader{'s' if count > 1 else ''}")
        _say("all drawn", ours.drawn, peer.drawn, "s", DRAWN_TARGET)
        _say("idle, of a core for each", 100 * ours.idle, 100 * peer.idle, "%", 100 * IDLE_TARGET)
        _say("one click, others idle", ours.click_alone, peer.click_alone, "s", CLICK_TARGET)
        _say("all click at once, the last answer", ours.click, peer.click, "s", None)
        print(f"  {'sent to each while idle':<38} {ours.sent:8.0f} bytes")


def _say(name: str, ours: float, peer: float, unit: str, target: float | None) -> None:
    ratio = f"{ours / peer:.1f} x" if peer else "no"
    wanted = f"; target {target:g} {unit}" if target is not None else ""
    print(f"  {name:<38} {ours:8.3f} {unit}   ({ratio} the bare page's {peer:.3f}{wanted})")


if __name__ == "__main__":
    main([int(word) for word in sys.argv[1:]] or [1, 10, 50])
