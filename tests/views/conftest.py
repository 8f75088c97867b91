"""The explorer without a browser: pages run in this process, on the shipped map or any other."""

from __future__ import annotations

import contextlib
import sys
from functools import cache
from pathlib import Path
from unittest import mock

import pytest
import shipped_map

from graph.ontology.reading import read_ontology

ROOT = Path(__file__).parents[2]
ONTOLOGIES = ROOT / "tests" / "ontologies"


def script(first_page: str) -> None:
    """Run the explorer with a page of one's choice at the bare address."""
    from graph.views.application import main

    main(first_page)


@pytest.fixture(scope="session", autouse=True)
def packages_searched_once():
    """Streamlit searches all packages for components at each page: most of what a page takes."""
    from streamlit.components.v2 import manifest_scanner

    search = cache(manifest_scanner.scan_component_manifests)
    with mock.patch.object(manifest_scanner, "scan_component_manifests", search):
        yield


@pytest.fixture(autouse=True)
def the_same_main_module():
    """A page that runs here takes the place of ``__main__``, which new processes run anew."""
    before = sys.modules["__main__"]
    yield
    sys.modules["__main__"] = before


@pytest.fixture(autouse=True)
def no_background_work(monkeypatch):
    """Nothing is worked out beside the pages, so that no test waits for another's answers."""
    from graph.views.background import BackgroundWork

    monkeypatch.setattr(BackgroundWork, "get", lambda *_, **__: None)
    monkeypatch.setattr(BackgroundWork, "is_settled", lambda *_: False)


@pytest.fixture
def answers_at_once(no_background_work, monkeypatch):
    """What is worked out beside the pages is there when they first ask for it."""
    from graph.errors import LoopmapError
    from graph.views.background import BackgroundWork

    assert no_background_work is None
    done = {}

    def at_once(_, key, work, _reader, **__):
        if key not in done:
            done[key] = None
            with contextlib.suppress(LoopmapError):
                done[key] = work()
        return done[key]

    monkeypatch.setattr(BackgroundWork, "get", at_once)
    monkeypatch.setattr(BackgroundWork, "is_there", lambda _, key: key in done)


@pytest.fixture
def all_draws():
    """Asked for by a test that holds the numbers of a page against those of the terminal."""


@pytest.fixture(autouse=True)
def few_draws(monkeypatch, request):
    """What pages show is looked at here, not how sure it is; ``all_draws`` lets a test say so."""
    if "all_draws" not in request.fixturenames:
        monkeypatch.setattr("graph.views.answers.draws_for", lambda _: 64)


@pytest.fixture(scope="session")
def shipped_model():
    """The map that loopmap ships."""
    return shipped_map.shipped_model()


@pytest.fixture(scope="session")
def small_model():
    """Coding and review, which wait for each other."""
    return read_ontology((ONTOLOGIES / "one-file.ttl",))


@pytest.fixture
def open_page():
    """Opens a page with the parameters of an address and runs it once."""
    from streamlit.testing.v1 import AppTest

    def open_it(page: str = "loop", **parameters):
        app = AppTest.from_function(script, args=(page,), default_timeout=60)
        for name, value in parameters.items():
            app.query_params[name] = value
        return app.run()

    return open_it


@pytest.fixture
def small_files(tmp_path, monkeypatch):
    """A copy of the small map that a test may edit; the explorer shows it."""
    target = tmp_path / "loop.ttl"
    target.write_text((ONTOLOGIES / "one-file.ttl").read_text(encoding="utf-8"), encoding="utf-8")
    monkeypatch.setenv("LOOPMAP_ONTOLOGY", str(target))
    return target
