"""Makes the helpers that many tests share importable by their names; deals out the files."""

import os
import sys
from pathlib import Path

import pytest

TESTS = Path(__file__).parent

sys.path.insert(0, str(TESTS / "helpers"))

# No test may meet what another run has kept in the user's own folder.
os.environ["LOOPMAP_CACHE"] = "off"

#: Files that take longest, longest first: two processes that begin with them end together.
LONGEST = (
    "browser/test_explorer_in_browser.py",
    "views/test_pages.py",
    "golden/test_golden_reports.py",
    "test_shapes.py",
    "test_documents.py",
    "loop/test_shared_between_studies.py",
    "ontology/test_broken_ontologies.py",
    "views/test_answers_page.py",
    "questions/test_question_contract.py",
    "cli/test_command_contract.py",
    "questions/growth/test_presets.py",
    "exporters/test_page_in_browser.py",
    "cycles/test_random_graphs_of_maxpluslib.py",
    "cli/test_explore.py",
)


@pytest.fixture(autouse=True)
def _page_width(monkeypatch):
    """Let every text be as wide as a page, whatever terminal the tests are watched on."""
    monkeypatch.delenv("COLUMNS", raising=False)


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items):
    """In one of several processes, order the files as they are dealt out; else change nothing."""
    if "PYTEST_XDIST_WORKER" not in os.environ:
        return
    place = {TESTS / name: number for number, name in enumerate(LONGEST)}
    items.sort(key=lambda item: place.get(item.path, len(place)))
