"""A map for numbers to be measured into."""

from __future__ import annotations

import shutil

import pytest

from graph.files import starter_ontology


@pytest.fixture
def own(tmp_path, monkeypatch):
    """A map of one's own in a folder."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    folder = tmp_path / "map"
    folder.mkdir()
    shutil.copy(starter_ontology(), folder / "loop.ttl")
    return folder
