"""What was worked out of a map before: the same answers sooner, and never those of another map."""

from __future__ import annotations

import dataclasses
import json
from pathlib import Path

import numpy as np
import pytest
from shipped_map import shipped_model

from graph import disk_cache
from graph.evidence.standpoint import Standpoint
from graph.evidence.status import status_of
from graph.loop import conditioning, worked_out
from graph.loop.sampled import conditioning_of, draw_loop
from graph.loop.study import Study
from graph.loop.worked_out import keep_worked_out, recall_worked_out
from graph.model import LoopModel
from graph.questions.critical_path.compute import critical_path
from graph.reports.plain import to_plain
from graph.statistics import linear_gaussian

DRAWS = 64


@pytest.fixture(scope="module")
def shipped() -> LoopModel:
    """Read the shipped map."""
    return shipped_model()


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Keep entries in a folder of the test's own."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    monkeypatch.delenv("LOOPMAP_CACHE", raising=False)
    return tmp_path / "loopmap"


def ask(study: Study) -> str:
    """Return the answer to what blocks the loop, as JSON."""
    return json.dumps(to_plain(critical_path(study, draws=DRAWS, seed=1)))


def forbid(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let nobody pool a number, solve the model of the evidence, scramble points or weigh them."""

    def never(*_: object, **__: object) -> None:
        raise AssertionError("this was worked out before")

    monkeypatch.setattr(linear_gaussian, "_solve", never)
    monkeypatch.setattr("graph.loop.sampled.condition", never)
    monkeypatch.setattr("graph.loop.points.scrambled_net", never)
    monkeypatch.setattr("graph.evidence.loop_estimates.LoopEstimates._pooled", never)
    assert conditioning.condition is not never


def test_the_second_answer_is_the_first_and_nothing_is_solved(
    shipped: LoopModel, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The same bytes, from what was kept: neither the evidence nor the gaps are gone through."""
    first = Study(shipped)
    known = recall_worked_out(first)
    found = ask(first)
    keep_worked_out(first, known)
    assert known == 0
    assert len(list(folder.iterdir())) == 1
    forbid(monkeypatch)
    again = Study(shipped)
    assert recall_worked_out(again) > 0
    assert ask(again) == found


def test_what_is_supposed_comes_on_top_of_what_was_kept(shipped: LoopModel, folder: Path) -> None:
    """With a supposition the answer from what was kept is that from scratch."""
    study = Study(shipped)
    ask(study)
    keep_worked_out(study, 0)
    supposing = Study(shipped).supposing("code-review.speedup=3")
    assert recall_worked_out(supposing) > 0
    assert ask(supposing) == ask(Study(shipped).supposing("code-review.speedup=3"))
    assert folder.exists()


@pytest.mark.parametrize(
    "standpoint",
    [Standpoint("industry"), Standpoint(as_of="2025"), Standpoint(evidence_only=True)],
    ids=["setting", "date", "evidence"],
)
def test_another_standpoint_has_an_entry_of_its_own(
    shipped: LoopModel, folder: Path, standpoint: Standpoint
) -> None:
    """What was kept of one standpoint is none of another's."""
    study = Study(shipped)
    ask(study)
    keep_worked_out(study, 0)
    assert recall_worked_out(Study(shipped, standpoint)) == 0
    assert len(list(folder.iterdir())) == 1


def test_another_map_or_other_code_has_none(
    shipped: LoopModel, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A changed file or changed code is worked out anew."""
    study = Study(shipped)
    ask(study)
    keep_worked_out(study, 0)
    assert recall_worked_out(Study(dataclasses.replace(shipped, digest="other"))) == 0
    monkeypatch.setattr(worked_out, "code_stamp", lambda _: "other")
    assert recall_worked_out(Study(shipped)) == 0
    assert folder.exists()


def test_a_damaged_entry_is_worked_out_anew(shipped: LoopModel, folder: Path) -> None:
    """An entry cut short says nothing, and the answer is the same."""
    study = Study(shipped)
    found = ask(study)
    keep_worked_out(study, 0)
    (entry,) = folder.iterdir()
    entry.write_bytes(entry.read_bytes()[:100])
    again = Study(shipped)
    assert recall_worked_out(again) == 0
    assert ask(again) == found


def test_switched_off_nothing_is_kept(
    shipped: LoopModel, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With the switch off no file appears."""
    monkeypatch.setenv(disk_cache.SWITCH, "off")
    study = Study(shipped)
    ask(study)
    keep_worked_out(study, 0)
    assert not folder.exists()


def test_points_come_back_as_they_were(shipped: LoopModel) -> None:
    """Packed and unpacked, the same points stand for the map."""
    study = Study(shipped)
    found = conditioning_of(study, DRAWS, 1)
    assert found is not None
    back = conditioning.unpacked(found.reports, found.packed())
    assert np.array_equal(back.chosen, found.chosen)
    assert np.array_equal(back.shift, found.shift)
    assert back.prior_pace == found.prior_pace


def test_statuses_are_those_worked_out_anew(shipped: LoopModel, folder: Path) -> None:
    """Every part stands where it stood."""
    study = Study(shipped)
    ask(study)
    keep_worked_out(study, 0)
    again = Study(shipped)
    recall_worked_out(again)
    fresh = Study(shipped)
    for part in shipped.components:
        assert status_of(shipped, again.estimates, part) is status_of(
            shipped, fresh.estimates, part
        )
    assert folder.exists()
    assert draw_loop(again, DRAWS, 1).period_days.tolist() == (
        draw_loop(fresh, DRAWS, 1).period_days.tolist()
    )
