"""Faults in TOML files of a map: one finding, at the line of the slip, that says what to write.

``tests/tools/fault_kinds.py`` tries every kind at as many lines as it is asked to.
"""

from __future__ import annotations

import pytest
from blind_faults import MapCopy
from toml_fault_kinds import TOML_KINDS, sound_files, toml_faults

from graph.editing.check_toml import check_toml_text


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> MapCopy:
    """One copy of the map for all of them."""
    return MapCopy(tmp_path_factory.mktemp("map"))


@pytest.mark.parametrize("kind", TOML_KINDS)
def test_faults_in_tables_are_one_finding_in_their_line(copy: MapCopy, kind: str) -> None:
    """Three lines of each kind, of seed 1; what is missed, or told twice, is named."""
    made = toml_faults(kind, 3, seed=1)
    assert len(made) == 3
    assert [found.fault.name for found in copy.misses(made)] == []


def test_nothing_is_told_of_the_files_that_the_faults_are_put_into() -> None:
    """What the kinds start from has no finding: fourteen presets and three small files."""
    files = sound_files()
    assert len(files) == 14 + 3
    assert [(file, check_toml_text(text, file)) for file, text in files.items()] == [
        (file, ()) for file in files
    ]
