"""A supposition that cannot be understood is answered with what can be set and how it is spelt."""

from __future__ import annotations

from pathlib import Path

import pytest
import turtle_maps

from graph.errors import UsageError
from graph.loop.suppositions import parse_supposition, settable_of
from graph.ontology.reading import read_ontology

RICH = str(Path(__file__).parents[1] / "ontologies" / "rich.ttl")

#: By hand: what a component has that counts no rounds, and a dependency without a lead time.
OF_A_COMPONENT = "speedup, baseline-days, floor-days, floor-share, queue-time, capacity"


@pytest.fixture(scope="module")
def model():
    """A small map with components, dependencies and a label of its own each."""
    return read_ontology((RICH,))


CASES = {
    "coding": ("not of the form NAME.metric=VALUE", OF_A_COMPONENT, "coding.speedup=3."),
    "coding=3": ("not of the form", OF_A_COMPONENT, "coding.speedup=3."),
    "coding.speedup": ("not of the form", OF_A_COMPONENT, "coding.speedup=3."),
    "coding.speedup=": ("not of the form", OF_A_COMPONENT, "coding.speedup=3."),
    "coding.speeed=3": ("'speeed' cannot be set", "Did you mean speedup", "coding.speedup=3."),
    "coding.flor-share=3": ("cannot be set", "Did you mean floor-share", "coding.floor-share=0.2."),
    "coding.zzz=3": ("'zzz' cannot be set", OF_A_COMPONENT),
    "codng.speedup=3": ("There is no component 'codng'", "Did you mean coding"),
    "codng": ("Nothing on the map is called 'codng'", "Did you mean coding", "speedup"),
    "coding.lag=3": ("'coding' is a component and has no lag", OF_A_COMPONENT),
    "coding.speedup=three": ("'three' is not a number", "coding.speedup=3"),
    "": ("not of the form", "speedup"),
    "=": ("not of the form", "speedup"),
    ".speedup=3": ("not of the form", "speedup"),
}


@pytest.mark.parametrize("text", CASES)
def test_the_refusal_says_what_can_be_set(model, text):
    """The message names what is wrong, what the thing has, and one line that would do."""
    with pytest.raises(UsageError) as refused:
        parse_supposition(model, text)

    for part in CASES[text]:
        assert part in str(refused.value)


def test_everything_that_is_offered_can_be_set(model):
    """A law: for each thing, each metric that the message offers is taken."""
    things = [*model.components, *model.dependencies, *model.drivers]
    assert len(things) > 5
    for subject in things:
        assert settable_of(model, subject)
        for metric in settable_of(model, subject):
            assert parse_supposition(model, f"{subject}.{metric}=0.5").metric == metric


def test_set_alone_at_the_end_says_how_it_is_written():
    """Exit code 2, and a line that can be typed."""
    said = turtle_maps.loopmap("critical-path", "--set")

    assert said.code == 2
    assert "NAME.metric=VALUE, for example code-review.speedup=3" in said.err
