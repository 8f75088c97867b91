"""Colour says what the words say too, and only where somebody looks at a terminal."""

from __future__ import annotations

import io
import os
import pty
import re
import subprocess
import sys
from pathlib import Path

import pytest

from graph.cli.colour import wants_colour
from graph.reports.display_width import display_width
from graph.reports.report import left, make_report, right, table_of
from graph.reports.terminal_text import to_text
from graph.reports.tones import Tone, painted, painted_finding, tone_of

ROOT = Path(__file__).resolve().parents[2]
RICH = str(ROOT / "tests/ontologies/rich.ttl")
CODE = re.compile(r"\x1b\[[0-9;]*m")


class Terminal(io.StringIO):
    """A stream that says that somebody looks at it."""

    def isatty(self) -> bool:
        """Return that it is one."""
        return True


@pytest.mark.parametrize(
    ("environment", "terminal", "wanted"),
    [
        ({}, True, True),
        ({}, False, False),
        ({"NO_COLOR": "1"}, True, False),
        ({"NO_COLOR": ""}, True, True),
        ({"TERM": "dumb"}, True, False),
        ({"FORCE_COLOR": "1"}, False, True),
        ({"FORCE_COLOR": "0"}, False, False),
        ({"FORCE_COLOR": "1", "TERM": "dumb"}, False, True),
        ({"FORCE_COLOR": "1", "NO_COLOR": "1"}, True, False),
    ],
)
def test_who_decides(environment: dict[str, str], terminal: bool, wanted: bool) -> None:
    """Whoever wants none comes first, then whoever demands it, then the terminal."""
    stream = Terminal() if terminal else io.StringIO()
    assert wants_colour(stream, environment) is wanted
    assert wants_colour(None, {}) is False


def in_a_terminal(*words: str, **more: str) -> str:
    """Return what a command writes to a terminal of its own, as raw text."""
    near, far = pty.openpty()
    environment = {k: v for k, v in os.environ.items() if k not in ("NO_COLOR", "FORCE_COLOR")}
    environment |= {"TERM": "xterm-256color", "COLUMNS": "100", **more}
    done = subprocess.Popen(
        [sys.executable, "-m", "graph", *words], stdout=far, stderr=far, env=environment, cwd=ROOT
    )
    os.close(far)
    parts = []
    while True:
        try:
            part = os.read(near, 65536)
        except OSError:  # so a terminal ends whose other side has gone
            break
        if not part:
            break
        parts.append(part)
    os.close(near)
    done.wait(timeout=60)
    return b"".join(parts).decode().replace("\r\n", "\n")


def test_a_terminal_gets_the_same_words_in_colour() -> None:
    """Without the codes it is to the letter what a pipe gets; NO_COLOR leaves them out."""
    words = ("active", "-o", RICH, "--details")
    seen = in_a_terminal(*words)
    plain = in_a_terminal(*words, NO_COLOR="1")

    assert CODE.search(seen)
    assert "\x1b[2munknown\x1b[0m" in seen
    assert not CODE.search(plain)
    assert CODE.sub("", seen) == plain
    piped = subprocess.run(
        [sys.executable, "-m", "graph", *words],
        capture_output=True, text=True, check=True, cwd=ROOT,
        env={**os.environ, "COLUMNS": "100"},
    )  # fmt: skip
    assert not CODE.search(piped.stdout)
    assert piped.stdout == plain


def test_an_error_is_told_by_its_word_in_colour() -> None:
    """On standard error, which is a stream of its own."""
    said = in_a_terminal("active", "-o", RICH, "--setting", "nobody")
    assert "\x1b[1;31merror\x1b[0m: There is no setting 'nobody'." in said
    assert painted_finding("a.ttl:1:2: advice: so") == "a.ttl:1:2: \x1b[36madvice\x1b[0m: so"
    assert painted_finding("no finding: at all") == "no finding: at all"


def test_colours_are_no_wider_than_nothing() -> None:
    """Columns stand where they stand without, and a wrapped cell is coloured line by line."""
    report = make_report(
        "Which",
        table_of(
            "Parts",
            ["our view"],
            (left("our view"), str),
            (left("rests on"), lambda _: "assumed, and then a long word about why it is assumed"),
            (right("our view"), lambda _: "100 %"),
        ),
    )
    for width in (40, 100):
        plain, coloured = (to_text(report, width, colour=wanted) for wanted in (False, True))
        assert CODE.sub("", coloured) == plain
        assert max(map(display_width, CODE.sub("", coloured).splitlines())) <= width
        assert "\x1b[33massumed" in coloured
        assert "\x1b[33m100 %\x1b[0m" in coloured
    # A name is never taken for one of our words.
    assert "\x1b[33mour view" not in to_text(report, 100, colour=True)


def test_the_kind_is_that_of_the_whole_word() -> None:
    """Half a word, or a share of something else, is no kind."""
    assert tone_of("evidence", "known from") is Tone.SHOWN
    assert tone_of("evidence of it", "known from") is None
    assert tone_of("89 %", "our view") is Tone.OURS
    assert tone_of("40 %", "our view") is Tone.SHOWN
    assert tone_of("MISSED", "verdict") is Tone.MISSED
    assert painted("   ", Tone.OURS) == "   "
    assert painted("so", None) == "so"
