"""Makes the helpers that many tests share importable by their names; deals out the files."""

import atexit
import gc
import os
import shutil
import sys
import tempfile
from functools import lru_cache
from pathlib import Path
from unittest import mock

import pytest

TESTS = Path(__file__).parent

sys.path.insert(0, str(TESTS / "helpers"))

import same_processor  # noqa: E402, F401 - before anything loads NumPy

# Hundreds of tests start Python anew: where a shell forbids it to keep what it has compiled, each
# of them, and each process of a run, would compile all that it imports once more.
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
sys.dont_write_bytecode = False

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
    Path(KEPT, "asked", "loopmap").mkdir(mode=0o700, parents=True)

# Maps and graphs are a few hundred thousand objects without cycles, and searching them for cycles
# again and again takes a tenth to a third of the time.
gc.set_threshold(20_000, 20, 100)

#: Files that take longest, longest first: processes that begin with them end together.
LONGEST = (
    "browser/test_explorer_in_browser.py",
    "views/test_pages.py",
    "test_shapes.py",
    "ontology/test_blind_faults.py",
    "golden/test_golden_reports.py",
    "cli/test_terminals.py",
    "loop/test_shared_between_studies.py",
    "browser/test_building_in_browser.py",
    "measuring/test_import_events.py",
    "browser/test_unusual_maps.py",
    "language_server/test_findings_while_typing.py",
    "rdf/test_queries.py",
    "ontology/test_meaning_faults.py",
    "test_recipes.py",
    # Shows answers that cli/test_terminals.py has worked out by then.
    "test_documents.py",
    "questions/growth/test_presets.py",
    "views/test_answers_page.py",
    "ontology/test_rules.py",
    "ontology/test_written_numbers.py",
    "questions/test_question_contract.py",
    "questions/growth/test_growth_answer.py",
    "cycles/test_random_graphs_of_maxpluslib.py",
    "test_packaging.py",
    "workers/test_cluster.py",
    "test_guides.py",
    "cycles/test_three_ways_agree.py",
    "cycles/test_compiled_kernels.py",
    "evidence/test_without_sources.py",
    "ontology/test_owl_reasoning.py",
    "exporters/test_data_formats.py",
    "exporters/test_page_in_browser.py",
    "cli/test_writing_commands.py",
    "cli/test_map_workflow_and_hook.py",
    "site/test_site.py",
    "cli/test_explore.py",
)


@pytest.fixture(autouse=True)
def _page_width(monkeypatch):
    """Let every text be as wide as a page, whatever terminal the tests are watched on."""
    monkeypatch.delenv("COLUMNS", raising=False)


@pytest.fixture(scope="session", autouse=True)
def _texts_read_once():
    """Let a text that was read before under the same name be the document that it was then.

    Every map, however small, brings the vocabulary, and a copy of the shipped map 70 files that did
    not change: to read them again took most of what asking a small map takes. A document is frozen;
    that readers read is held by tests/turtle, which ask them by themselves.
    """
    from graph.ontology import reading

    with mock.patch.object(reading, "read_text", lru_cache(400)(reading.read_text)):
        yield


@pytest.fixture
def nothing_kept(monkeypatch):
    """Everything is worked out anew each time: for tests that hold two runs against each other."""
    monkeypatch.setenv("LOOPMAP_CACHE", "off")


@pytest.fixture
def answers_kept(monkeypatch):
    """Whole answers are kept: for tests of how those of the shipped map are shown.

    Several files ask the same, which takes seconds each time; whoever asks first works it out.
    None of these tests may change what is worked out.
    """
    for name in ("XDG_CACHE_HOME", "LOCALAPPDATA"):
        monkeypatch.setenv(name, str(Path(os.environ[name], "asked")))


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items):
    """In one of several processes, order the files as they are dealt out; else change nothing."""
    if "PYTEST_XDIST_WORKER" not in os.environ:
        return
    place = {TESTS / name: number for number, name in enumerate(LONGEST)}
    items.sort(key=lambda item: place.get(item.path, len(place)))
