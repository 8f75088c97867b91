"""Makes the helpers that many tests share importable by their names; deals out the files."""

import atexit
import os
import shutil
import sys
import tempfile
from pathlib import Path

import pytest

TESTS = Path(__file__).parent

sys.path.insert(0, str(TESTS / "helpers"))

# A run keeps the maps it has read where no other run meets them, and forgets them at its end;
# that what is kept is what is read hold tests/ontology/test_read_cache.py and
# tests/loop/test_worked_out.py. The processes of a run share the folder of the first.
if "PYTEST_XDIST_WORKER" not in os.environ:
    KEPT = tempfile.mkdtemp(prefix="loopmap-tests-")
    atexit.register(shutil.rmtree, KEPT, ignore_errors=True)
    os.environ |= {"LOOPMAP_CACHE": "on", "XDG_CACHE_HOME": KEPT, "LOCALAPPDATA": KEPT}
    Path(KEPT, "loopmap").mkdir(mode=0o700)
    # A file in the place of their folder: whole answers are worked out whenever they are asked.
    Path(KEPT, "loopmap", "answers").touch()

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


@pytest.fixture
def nothing_kept(monkeypatch):
    """Everything is worked out anew each time: for tests that hold two runs against each other."""
    monkeypatch.setenv("LOOPMAP_CACHE", "off")


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items):
    """In one of several processes, order the files as they are dealt out; else change nothing."""
    if "PYTEST_XDIST_WORKER" not in os.environ:
        return
    place = {TESTS / name: number for number, name in enumerate(LONGEST)}
    items.sort(key=lambda item: place.get(item.path, len(place)))
