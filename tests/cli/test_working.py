"""The line that says what goes on: at a terminal, a few times a second, and gone at the end."""

from __future__ import annotations

import io
from threading import Event
from time import sleep
from types import SimpleNamespace

import pytest
from git_histories import GitHistory, two_quarters

from graph.cli import working as module
from graph.cli.working import working
from graph.measuring.clock import Counting
from graph.measuring.database import Database, telling
from graph.measuring.source import Asked
from graph.measuring.sources import SOURCES


def terminal_of(monkeypatch):
    """A terminal of 60 columns, and a clock that a test sets."""
    stream, clock = io.StringIO(), [0.0]
    stream.isatty = lambda: True
    monkeypatch.setattr("sys.stderr", stream)
    monkeypatch.setenv("COLUMNS", "60")
    monkeypatch.setattr(module, "monotonic", lambda: clock[0])
    return stream, clock


def shown(stream):
    """What a terminal shows, one line after another."""
    return stream.getvalue().split("\r\x1b[K")[1:]


@pytest.mark.parametrize(("terminal", "shown"), [(True, "\r\x1b[KThinking ..."), (False, "")])
def test_progress_shows_at_a_terminal_alone_and_goes_away(monkeypatch, terminal, shown):
    """A log gets nothing; a terminal gets a line that is cleared at the end, errors or not."""
    stream = io.StringIO()
    stream.isatty = lambda: terminal
    monkeypatch.setattr("sys.stderr", stream)
    with pytest.raises(ZeroDivisionError), working("Thinking"):
        _ = 1 / 0

    assert stream.getvalue().startswith(shown)
    assert stream.getvalue().endswith("\r\x1b[K") is terminal


def test_how_far_it_is_stands_on_the_line_with_a_bar_where_the_end_is_known(monkeypatch):
    """Twelve of 24 signs at the half; a line is no longer than the terminal."""
    stream, clock = terminal_of(monkeypatch)
    with working("Reading") as line:
        line("commits read", 12_000)
        clock[0] += 1
        line("4,000 changes", 2_000, 4_000)
        clock[0] += 1
        line("9,000 changes of a long name and more", 9_000, 9_000)
        line.say("Thinking")

    assert shown(stream) == [
        "Reading ...",
        "Reading: 12,000 commits read ...",
        "Reading [############............] 50% of 4,000 changes",
        "Reading [########################] 100% of 9,000 changes of",
        "Thinking ...",
        "",
    ]


def test_the_line_changes_a_few_times_a_second_alone(monkeypatch):
    """Of a thousand steps within a tenth of a second one is shown."""
    stream, clock = terminal_of(monkeypatch)
    with working("Reading") as line:
        for step in range(1000):
            clock[0] += 0.0001
            line("records", step)

    assert shown(stream) == ["Reading ...", "Reading: 0 records ...", ""]


def test_sources_say_how_far_they_are(tmp_path):
    """Commits and compared changes of a history, records of an export, queries of a table."""
    told = []
    entries = {entry.name: entry for entry in SOURCES}

    def progress(*said):
        told.append(said)

    def opened(name, path, **options):
        return entries[name].opened(Asked((path,), Counting(), options, progress))

    opened("git", two_quarters(GitHistory()).write(tmp_path / "r"), rework="yes").read()
    assert ("commits read", 73) in told
    assert told[-1][0].endswith(" changes")
    assert told[-1][1] == told[-1][2]
    told.clear()
    export = tmp_path / "p.json"
    export.write_text('[{"number": 1, "mergedAt": null, "createdAt": "2026-01-01T00:00:00Z"}]')
    opened("github", export).read()
    assert told == [("records read", 1)]


def test_a_query_says_how_far_it_is():
    """Hundredths of the query under way; before the first and at its beginning there is none."""
    told, known, seen = [], iter([7.0, -1.0, 0.0]), Event()
    database = Database(
        SimpleNamespace(
            con=SimpleNamespace(query_progress=lambda: next(known, 40.2)), raw_sql=lambda _: None
        )
    )

    def progress(*said):
        told.append(said)
        seen.set()

    with telling(database, progress):
        sleep(0.3)  # a look at least, at which no query has begun
        database.queries += 2
        assert seen.wait(60)

    assert set(told) == {("query 2", 40, 100)}
