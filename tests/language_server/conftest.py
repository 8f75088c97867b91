"""One server for the tests of this folder, and a small map for each test."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from language_client import Editor
from team_loop import team_loop

from graph.turtle.format import format_turtle
from graph.turtle.reading import read_turtle

#: Where the starter's dependencies begin.
_SECOND_HALF = "# ---- Who waits for whom ----"


@pytest.fixture(scope="session")
def editor():
    """An editor that talks with a server of its own."""
    found = Editor(None)
    yield found
    assert found.leave() == 0


@pytest.fixture
def small_map(tmp_path: Path) -> Path:
    """A folder with the starter loop: parts in one file, dependencies in another."""
    text = team_loop().read_text(encoding="utf-8")
    head, _, rest = text.partition("# ---- Parts ----")
    parts, _, dependencies = rest.partition(_SECOND_HALF)
    prefixes = head[head.index("@prefix") :].rstrip() + "\n\n"
    words = iter(("planned", "written", "done", "shipped"))
    parts = re.sub(
        r'skos:definition ".*?"@en',
        lambda _: f'skos:definition "What is {next(words)} here."@en',
        parts,
    )
    folder = tmp_path / "a map"
    (folder / "components").mkdir(parents=True)
    (folder / "components" / "parts.ttl").write_text(laid_out(prefixes + parts), encoding="utf-8")
    (folder / "dependencies.ttl").write_text(laid_out(prefixes + dependencies), encoding="utf-8")
    return folder


def laid_out(text: str) -> str:
    """A text in the one layout."""
    return format_turtle(read_turtle(text, "small.ttl"))


@pytest.fixture
def parts(editor, small_map):
    """The parts of the small map, open: its URI and text."""
    path = small_map / "components" / "parts.ttl"
    text = path.read_text(encoding="utf-8")
    editor.open(path.as_uri(), text)
    editor.findings(path.as_uri())
    yield path.as_uri(), text
    editor.close(path.as_uri())
