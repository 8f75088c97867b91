"""``loopmap watch`` from the outside: a process, a file that is saved, and Ctrl+C."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from turtle_maps import TWO, loopmap

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def loop(tmp_path):
    """The small loop in a file."""
    path = tmp_path / "loop.ttl"
    path.write_text(TWO, "utf-8")
    return path


def test_once_says_how_it_is_now(loop):
    """Exit code 0, or 1 where the map has errors; text and JSON say the same."""
    said = loopmap("watch", loop, "--once", "--draws", 0)
    lines = loopmap("watch", loop, "--once", "--draws", 0, "-f", "json").out.splitlines()
    findings, answers = map(json.loads, lines)
    loop.write_text(TWO.replace("Days 8", "Days -8"), "utf-8")
    broken = loopmap("watch", loop, "--once", "--draws", 0)

    assert (said.code, broken.code) == (0, 1)
    assert "Now: 1.25x the pace without AI, a generation every 8 days; Review is on the" in said.out
    assert [findings["event"], answers["event"]] == ["findings", "answers"]
    assert answers["answers"]["answers"]["loop"]["answers"][0]["after"]["median"] == 8.0
    assert "so that there is no answer yet" in broken.out
    assert f"{loop}:5:" in broken.out


def test_what_cannot_be_watched_is_refused(loop):
    """A misspelt path, standard input: exit code 2 at once."""
    missing = loopmap("watch", loop.parent / "lop.ttl")

    assert missing.code == 2
    assert "loop.ttl" in missing.err
    assert loopmap("watch", "-").code == 2


def test_saves_are_answered_until_ctrl_c_ends_it_with_0(loop):
    """A save, a save that breaks the file, the mended file; then an interrupt, and no traceback."""
    process = subprocess.Popen(
        [sys.executable, "-u", "-m", "graph", "watch", str(loop), "--draws", "0", "-f", "json"],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
        env={**os.environ, "PYTHONPATH": str(ROOT)}, cwd=loop.parent,
        # Whoever runs the tests in the background has the interrupt ignored, and so all below.
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
    )  # fmt: skip
    events = []

    def await_event(name):
        for line in process.stdout:
            events.append(json.loads(line))
            if events[-1]["event"] == name:
                return events[-1][name]
        raise AssertionError(process.stderr.read())

    try:
        await_event("answers")
        loop.write_text(TWO.replace("Days 8", "Days 9"), "utf-8")
        moved = await_event("answers")
        loop.write_text(TWO.replace("Days 8", "Days -9"), "utf-8")
        broken = await_event("findings")
        nothing = await_event("answers")
        loop.write_text(TWO, "utf-8")
        mended = await_event("answers")
        process.send_signal(signal.SIGINT)
        code = process.wait(timeout=30)
        left = process.stderr.read()
    finally:
        process.kill()

    period = moved["answers"]["loop"]["answers"][0]
    assert (period["mean_before"], period["mean_after"]) == (8.0, 9.0)
    assert (broken["usable"], nothing) == (False, None)
    assert mended["answers"]["loop"]["answers"][0]["mean_after"] == 8.0
    assert code == 0
    assert "Traceback" not in left
