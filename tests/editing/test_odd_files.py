"""Writing commands on files in whatever form: what was asked changes, by another reader's word."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from team_loop import team_loop

from graph.cli.application import run
from graph.turtle.format import comments_of
from graph.vocabulary import LOOP, MAP, XSD
from tests.turtle.conftest import oxigraph
from tests.turtle.test_turtle_random import documents

STARTER = team_loop().read_text(encoding="utf-8")
DAYS = f"<{MAP}coding> <{LOOP}baselineDays>"
INTEGER = f"<{XSD}integer>"


def said_in(data):
    """Every statement of a file as a line, with the names of blank nodes made alike."""
    return set(map(str, oxigraph(data.decode("utf-8-sig"))))


def moved(before, after):
    """The statements that went and those that came."""
    return before - after, after - before


def foreign_line_ends(data, line_end):
    """How many lines end otherwise than those of the file do."""
    both = data.count(b"\r\n")
    return both if line_end == "\n" else data.count(b"\n") - both


@pytest.fixture(scope="module")
def file(tmp_path_factory):
    """Where the file of each trial is."""
    return tmp_path_factory.mktemp("odd") / "my-loop.ttl"


@given(documents(), st.sampled_from(["\n", "\r\n"]), st.sampled_from([b"", b"\xef\xbb\xbf"]))
@settings(
    max_examples=5,
    deadline=None,
    phases=[Phase.explicit, Phase.reuse, Phase.generate],
    suppress_health_check=list(HealthCheck),
)
def test_a_command_changes_what_was_asked_and_nothing_else(file, document, line_end, mark):
    """A map with anything at all before it: set, rename, new, fmt, each from the same bytes."""
    text = f"{document[0]}\n{STARTER}".replace("\r\n", "\n").replace("\n", line_end)
    old = mark + text.encode()
    before = said_in(old)

    def after(*arguments):
        file.write_bytes(old)
        assert run([*arguments]) == 0
        new = file.read_bytes()
        assert new.startswith(mark)
        assert comments_of(new.decode("utf-8-sig")) == comments_of(text)
        assert foreign_line_ends(new, line_end) == foreign_line_ends(old, line_end)
        return said_in(new)

    gone, come = moved(before, after("set", "coding.baseline-days", "9", "-o", str(file)))
    assert (len(gone), {one.split(" ", 2)[2] for one in come}) == (1, {f'"9"^^{INTEGER}'})
    assert all(one.startswith(DAYS) for one in gone | come)

    renamed = after("rename", "coding", "writing", "-o", str(file))
    assert renamed == {one.replace(f"<{MAP}coding>", f"<{MAP}writing>") for one in before}

    source = "new source s --title T --publisher P --issued 2026 --address https://a.example/"
    gone, come = moved(before, after(*source.split(), "-o", str(file)))
    assert gone == set()
    assert len(come) == 5
    assert all(one.startswith(f"<{MAP}s> ") for one in come)

    assert after("fmt", str(file)) == before
