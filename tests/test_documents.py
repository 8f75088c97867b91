"""What the README files say is what the program does."""

from __future__ import annotations

import math

import documents
import pytest

SHOWN = [shown for document in documents.DOCUMENTS for shown in documents.shown_in(document)]

#: Draws may differ in the last digit shown between versions of the libraries.
_TOLERANCE = 0.03


def test_the_documents_show_commands():
    """Each question of the README has its command, and the guide its check."""
    readme, guide = (
        [shown.command for shown in documents.shown_in(path)] for path in documents.DOCUMENTS
    )

    for command in ("active", "human", "critical-path", "next", "domains", "takeoff"):
        assert f"uv run loopmap {command}" in readme
    assert guide == ["uv run loopmap check"]


@pytest.mark.usefixtures("answers_kept")
@pytest.mark.parametrize("shown", SHOWN, ids=[shown.command for shown in SHOWN])
def test_every_command_prints_what_the_document_shows(shown):
    """A command of a document, run now, prints the output that stands below it."""
    actual = shown.actual()

    assert documents.words_of(shown.output) == documents.words_of(actual)
    pairs = zip(documents.numbers_of(shown.output), documents.numbers_of(actual), strict=True)
    assert all(math.isclose(one, other, rel_tol=_TOLERANCE, abs_tol=0.02) for one, other in pairs)


@pytest.mark.parametrize("script", documents.scripts_in(documents.DOCUMENTS[0]))
def test_the_python_of_the_readme_prints_what_it_shows(script):
    """The section on Python, run as a script."""
    actual = script.actual()

    assert documents.words_of(script.output) == documents.words_of(actual)
    pairs = zip(documents.numbers_of(script.output), documents.numbers_of(actual), strict=True)
    assert all(math.isclose(one, other, rel_tol=_TOLERANCE, abs_tol=0.02) for one, other in pairs)


def test_the_readme_shows_python():
    """The section is there, and it begins with the import."""
    (script,) = documents.scripts_in(documents.DOCUMENTS[0])

    assert script.code.startswith("import loopmap")


def test_the_readme_names_the_command_that_runs_the_tests():
    """The check that runs on every change calls the very test command of the README."""
    readme = documents.DOCUMENTS[0].read_text(encoding="utf-8")

    assert "uv run pytest" in readme
    assert "uv run pytest" in (documents.ROOT / ".ci" / "run").read_text(encoding="utf-8")


def test_the_guide_lists_every_term():
    """Every class, property and list entry of the vocabulary stands in the guide's tables."""
    assert documents.term_tables() in documents.DOCUMENTS[1].read_text(encoding="utf-8")


def test_the_guide_lists_every_rule_of_check():
    """The tables of rules are what the registry says."""
    assert documents.rule_tables() in documents.DOCUMENTS[1].read_text(encoding="utf-8")
