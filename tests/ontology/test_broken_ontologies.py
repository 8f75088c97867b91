"""Every broken file gets exactly the messages written beside it."""

from __future__ import annotations

import contextlib
from functools import cache
from pathlib import Path

import pytest

from graph.errors import OntologyError, Severity
from graph.ontology.checks.check import check
from graph.ontology.reading import read_ontology

BROKEN = Path(__file__).parent.parent / "ontologies" / "broken"
FILES = sorted(BROKEN.glob("*.ttl"))
#: So many files with a fault of their own; a file that is lost must not go unnoticed.
EXPECTED_COUNT = 75


@cache
def refusal_of(path: Path) -> OntologyError:
    """Why a file is refused, read from its own folder."""
    with contextlib.chdir(BROKEN), pytest.raises(OntologyError) as caught:
        read_ontology([path.name])
    return caught.value


def test_no_broken_file_is_lost() -> None:
    """All the broken files are there, each with its messages."""
    assert len(FILES) == EXPECTED_COUNT
    assert {path.stem for path in BROKEN.glob("*.txt")} == {path.stem for path in FILES}


@pytest.mark.parametrize("path", FILES, ids=[path.stem for path in FILES])
def test_broken_file_gets_its_messages(path: Path) -> None:
    """A broken file is refused with exactly the lines beside it: place, subject, fault, remedy."""
    expected = path.with_suffix(".txt").read_text(encoding="utf-8").splitlines()
    assert [str(problem) for problem in refusal_of(path).problems] == expected


@pytest.mark.parametrize("path", FILES, ids=[path.stem for path in FILES])
def test_source_line_is_the_line_of_the_file(path: Path) -> None:
    """Every problem shows the very line that its place names, and the column lies within it."""
    lines = path.read_text(encoding="utf-8").splitlines()
    for problem in refusal_of(path).problems:
        assert problem.place is not None
        assert problem.source_line == lines[problem.place.line - 1]
        assert 1 <= problem.place.column <= len(problem.source_line)


def test_check_tells_no_error_twice(monkeypatch: pytest.MonkeyPatch) -> None:
    """Checked for completeness as well, a broken file gets no more errors than reading found.

    One file in three is tried. But for these: that a dependency belongs to two groups is told at
    the group by the reading, and at the dependency by the check; and two blocks of one name are
    told as that by the check.
    """
    monkeypatch.chdir(BROKEN)
    for path in FILES[::3]:
        if path.stem in ("alternative-overlap", "family-twice", "two-kinds-of-thing"):
            continue
        found = [one for one in check([path.name]).problems if one.severity is Severity.ERROR]
        wanted = [one for one in refusal_of(path).problems if one.severity is Severity.ERROR]
        assert found == wanted, path.stem
