"""Studies that share what the evidence says answer as if each were alone, and leave nothing."""

import gc
import random
import weakref
from dataclasses import replace

import numpy as np
import pytest
from shipped_map import shipped_model
from small_maps import edge, exactly, seen, small_map

from graph.errors import LoopmapError
from graph.estimates import Interval
from graph.evidence.standpoint import Standpoint
from graph.loop.sample import draw
from graph.loop.study import Study
from graph.model import Supposition
from graph.questions.active.compute import active
from graph.questions.critical_path.compute import critical_path
from graph.questions.human.compute import human

#: Everyday values and extreme ones.
_VALUES = {
    "speedup": (1e-3, 0.5, 1.0, 2.5, 40.0, 1e9),
    "baseline-days": (0.0, 1.0, 5000.0),
    "floor-days": (0.0, 3.0, 5000.0),
    "ai-share-of-person-time": (0.0, 0.3, 1.0),
    "human-by-design": (0.0, 1.0),
}

STANDPOINTS = [
    Standpoint("frontier-lab"),
    Standpoint("open-source"),
    Standpoint("industry", "2024"),
    Standpoint("frontier-lab", "2021"),
]


@pytest.fixture(scope="module")
def shipped():
    """The shipped map."""
    return shipped_model()


def suppositions(model, seed):
    """Return one to three suppositions about components and dependencies, chosen by chance."""
    chance = random.Random(seed)
    found = []
    for _ in range(chance.choice((1, 1, 2, 3))):
        metric = chance.choice((*_VALUES, "speedup", "lag", "delay-days", "rework-share"))
        values = _VALUES.get(metric, (0.0, 0.5, 0.9))
        subjects = model.components if metric in _VALUES else model.dependencies
        found.append(Supposition(chance.choice(sorted(subjects)), metric, chance.choice(values)))
    return tuple(found)


def answers(study):
    """Return what the analyses say of a study, or why they cannot."""
    analyses = (lambda it: critical_path(it, draws=32, seed=1), critical_path, active, human)
    return [_answer(analysis, study) for analysis in analyses]


def _answer(analysis, study):
    try:
        return analysis(study)
    except LoopmapError as error:
        return str(error)


@pytest.mark.parametrize("standpoint", STANDPOINTS, ids=str)
def test_a_study_that_shares_answers_as_one_that_stands_alone(shipped, standpoint):
    """After its base was asked, a study with suppositions gives equal answers to a fresh one."""
    base = Study(shipped, standpoint)
    answers(base)
    for seed in range(2):
        supposed = suppositions(shipped, f"{standpoint} {seed}")
        assert answers(base.supposing(supposed)) == answers(Study(shipped, standpoint, supposed))


def test_it_does_not_matter_which_of_two_studies_was_asked_first(shipped):
    """A study answers the same before and after another one that shares with it."""
    first, second = (suppositions(shipped, seed) for seed in ("one", "two"))
    base = Study(shipped)
    shared = [answers(base.supposing(chosen)) for chosen in (first, second, first)]
    assert shared[0] == shared[2]
    assert answers(base) == answers(Study(shipped))


def test_a_slider_moved_back_and_forth_gives_what_fresh_studies_give(shipped):
    """Cycles remembered from earlier positions make it quicker and change no digit."""
    base = Study(shipped)
    moves = [("question-choice", value) for value in (2.0, 2.1, 0.01, 1e6, 2.0)]
    moves += [("code-review", 3.0), ("code-review", 0.5)]
    for subject, value in moves:
        supposed = (Supposition(subject, "speedup", value),)
        shared = critical_path(base.supposing(supposed), draws=128)
        assert shared == critical_path(Study(shipped, base.standpoint, supposed), draws=128)


def test_another_shape_of_the_loop_does_not_borrow_what_was_remembered(shipped):
    """A supposed lag or capacity closes or opens ways; what was known before is not used there."""
    gate = sorted(item for item in shipped.dependencies if "-gates-" in item)[0]
    base = Study(shipped)
    for subject, metric, value in (
        ("question-choice", "speedup", 3.0),
        ("question-choice", "capacity", 2.0),
        (gate, "lag", 1.0),
        (gate, "lag", 2.0),
        ("question-choice", "speedup", 4.0),
    ):
        supposed = (Supposition(subject, metric, value),)
        shared = critical_path(base.supposing(supposed), draws=64)
        assert shared == critical_path(Study(shipped, base.standpoint, supposed), draws=64)


@pytest.mark.parametrize(("draws", "seed"), [(64, 1), (33, 0), (96, 0)])
def test_other_draws_do_not_borrow_what_was_remembered(shipped, draws, seed):
    """After one number of draws and one seed, another gives what it gives alone."""
    base = Study(shipped)
    critical_path(base, draws=64, seed=0)
    assert critical_path(base, draws=draws, seed=seed) == critical_path(
        Study(shipped), draws=draws, seed=seed
    )


def test_taking_suppositions_back_gives_what_the_evidence_says(shipped):
    """Supposing and then supposing nothing is the study that one began with."""
    base = Study(shipped)
    supposed = base.supposing(suppositions(shipped, "any"))
    answers(supposed)
    assert answers(supposed.without_suppositions()) == answers(Study(shipped))


def test_a_source_left_out_is_not_brought_back_by_what_was_remembered():
    """Without its only source a speed-up is unknown, and no longer among what is drawn."""
    days = [exactly(name, "baseline-days", 3.0) for name in "ab"]
    speeds = [seen(f"x{name}", name, "speedup", 3.0, as_of="2024-03") for name in "ab"]
    edges = [edge("a", "b"), edge("b", "a")]
    model = small_map("ab", [*days, *speeds], edges, lags=["b-gates-a"])
    supposed = (Supposition("b", "floor-days", 0.5),)
    base = Study(model)
    answers(base)
    shared = base.supposing(supposed).without("source-of-xa")
    alone = Study(model, base.standpoint, supposed, frozenset({"source-of-xa"}))
    assert answers(shared) == answers(alone)
    assert answers(shared) != answers(base.supposing(supposed))


def test_a_supposition_may_mend_what_the_evidence_alone_cannot_answer():
    """A map that can never start is asked first; a supposed lag lets it start all the same."""
    days = [exactly(name, "baseline-days", 3.0) for name in "ab"]
    edges = [edge("a", "b"), edge("b", "a")]
    model = small_map("ab", [*days, seen("x", "a", "speedup", 3.0, as_of="2024-03")], edges)
    base = Study(model)
    with pytest.raises(LoopmapError):
        critical_path(base)
    with pytest.raises(LoopmapError):
        human(base)
    lag = (Supposition("b-gates-a", "lag", 1.0),)
    # Period of the ring: (3 / 3 + 3) / 1 = 4 days.
    assert critical_path(base.supposing(lag)).period_days.median == pytest.approx(4.0)
    assert answers(base.supposing(lag)) == answers(Study(model, Standpoint(), lag))


def test_a_study_that_is_dropped_leaves_nothing_behind(shipped):
    """What one move of a slider brought forth goes when the study goes: memory does not grow."""
    base = Study(shipped)
    answers(base)
    study = base.supposing((Supposition("question-choice", "speedup", 2.0),))
    answers(study)
    left = weakref.ref(study)
    del study
    gc.collect()
    assert left() is None


def test_a_pace_of_one_in_every_draw_has_no_uncertainty_to_share_out(shipped):
    """Before any speed-up is known, the loop takes as long as without AI, to the last digit."""
    for seed in (0, 1):
        answer = critical_path(
            Study(shipped, Standpoint("frontier-lab", "2021")), draws=64, seed=seed
        )
        assert answer.pace == Interval(1.0, 1.0, 1.0)
        assert answer.assumed_variance_share is None


def test_values_kept_for_some_scores_are_not_given_for_others(shipped):
    """At scores of zero every number is its median, whatever was drawn before."""
    study = Study(shipped)
    drawn = draw(study, 64, 0)
    for number in drawn.numbers:
        drawn.values(study, number.subject, number.metric)
    central = replace(drawn, count=1, table=np.zeros((1 + len(drawn.numbers), 1)))
    for number in drawn.numbers:
        estimate = study.estimate(number.subject, number.metric)
        found = central.values(study, number.subject, number.metric)
        assert found.tolist() == pytest.approx([estimate.median])
