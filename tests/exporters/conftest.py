"""Maps to export: the worked loop, the shipped map, one of every record, one that attacks."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner
from git_histories import GitHistory, two_quarters

from graph.cli.application import application
from graph.exporters.export_source import ExportSource
from graph.files import shipped_ontology
from graph.loop.study import Study
from graph.ontology.reading import read_documents, read_ontology

ONTOLOGIES = Path(__file__).parents[1] / "ontologies"


def material_of(path, **settings) -> ExportSource:
    """What an export of a file or folder is made from, at the central estimate."""
    return ExportSource(
        read_study=lambda: Study(read_ontology((path,))),
        read_documents=lambda: read_documents((path,)).documents,
        **settings,
    )


@pytest.fixture(scope="session")
def worked():
    """Five components whose answer is worked out by hand: the period is 10 days, by I, E and D."""
    return material_of(ONTOLOGIES / "worked-loop.ttl")


@pytest.fixture(scope="session")
def rich():
    """One of every record."""
    return material_of(ONTOLOGIES / "rich.ttl")


@pytest.fixture(scope="session")
def hostile():
    """A loop whose every text tries to act."""
    return material_of(ONTOLOGIES / "hostile.ttl")


@pytest.fixture(scope="session")
def shipped():
    """The map that loopmap ships."""
    return material_of(shipped_ontology())


@pytest.fixture(scope="session")
def mine(tmp_path_factory):
    """A measured map: a day of coding, then one day of waiting, and later four."""
    folder = tmp_path_factory.mktemp("own")
    repository = two_quarters(GitHistory()).write(folder / "r")
    arguments = ["measure", str(repository), "--to", str(folder / "mine"), "--draws", "0"]
    assert CliRunner().invoke(application, arguments).exit_code == 0
    return folder / "mine"


@pytest.fixture(scope="session")
def material_from():
    """Makes the material of any file."""
    return material_of
