"""Behind every number: each observation with its weight, its words, and the number without it."""

from __future__ import annotations

import pytest
from evidence_maps import LOOP, observed, study_of
from shipped_map import shipped_model

from graph.errors import OntologyError, UsageError
from graph.evidence.standpoint import Standpoint
from graph.loop.study import Study
from graph.model import Supposition
from graph.questions.explain.compute import explain

TRIAL = observed("trial", "coding", "Speedup", 4, "trial-report")
POLL = observed("poll", "coding", "Speedup", 4, "poll-report")
GUESS = observed("guess", "coding", "Speedup", 2)


@pytest.fixture(scope="module")
def shipped():
    """The shipped map, read once."""
    return shipped_model()


def number(result, metric):
    """The one number of a metric in an explanation."""
    (found,) = (item for item in result.numbers if item.metric == metric)
    return found


def test_a_number_is_shown_with_every_observation_and_its_weight(tmp_path):
    """Two equal trials weigh half each; the guess is there, weighs nothing and says why."""
    speed = number(explain(study_of(tmp_path, TRIAL, POLL, GUESS), "coding"), "speedup")
    weights = {item.id: item.weight for item in speed.observations}

    assert weights == {"trial": pytest.approx(0.5), "poll": pytest.approx(0.5), "guess": 0.0}
    assert "better evidence" in speed.observations[-1].reason_excluded
    assert speed.observations[-1].reasoning == "A guess."
    assert speed.source_count == 2
    assert speed.judgement.median == 2.0


def test_an_observation_carries_quote_source_date_and_how_it_was_read(tmp_path):
    """What a reader needs to check it stands beside it."""
    (heard,) = number(explain(study_of(tmp_path, TRIAL), "coding"), "speedup").observations

    assert heard.quote == "so it is"
    assert (heard.source_title, heard.publisher) == ("A trial", "An institute")
    assert (heard.as_of, heard.issued) == ("2026-01", "2026-01-15")
    assert heard.address == "https://example.org/trial"
    assert (heard.read_as, heard.grade, heard.basis) == ("read", "randomised-trial", "measured")
    assert heard.place.endswith("map.ttl:" + heard.place.rsplit(":", 1)[1])


def test_without_its_source_a_number_is_what_the_rest_says(tmp_path):
    """Without the trial the guess of 2 stands instead of 4: half of it."""
    speed = number(explain(study_of(tmp_path, TRIAL, GUESS), "coding"), "speedup")
    (without,) = speed.without_sources

    assert without.title == "A trial"
    assert without.value.median == 2.0
    assert without.change == pytest.approx(-0.5)


def test_without_its_only_source_a_number_is_unknown(tmp_path):
    """Nothing else speaks of it, so that it is missing, neither 1 nor 0."""
    (without,) = number(explain(study_of(tmp_path, TRIAL), "coding"), "speedup").without_sources

    assert without.value is None
    assert without.change is None


def test_a_number_without_evidence_is_shown_as_unknown(tmp_path):
    """Nobody has said how fast review is: listed, with nothing behind it."""
    speed = number(explain(study_of(tmp_path), "review"), "speedup")

    assert speed.value is None
    assert speed.basis is None
    assert speed.observations == ()


@pytest.mark.parametrize("name", ["coding", "Coding", " CODING ", "component:coding"])
def test_ids_and_labels_are_both_understood(tmp_path, name):
    """Upper and lower case and spaces around do not matter."""
    assert explain(study_of(tmp_path), name).id == "coding"


def test_one_number_can_be_asked_about(tmp_path):
    """NAME.metric, as --set has it, gives that number alone."""
    found = explain(study_of(tmp_path, TRIAL), "coding.speedup")

    assert [item.metric for item in found.numbers] == ["speedup"]
    assert found.kind == "component"


@pytest.mark.parametrize(
    ("name", "said"),
    [("codng", "Did you mean coding"), ("", "nothing called"), ("coding.speed", "nothing called"),
     ("source:coding", "nothing called"), ("reviw.speedup", "nothing called")],
)  # fmt: skip
def test_a_name_that_means_nothing_is_answered_with_the_nearest(tmp_path, name, said):
    """A slip of the finger gets at most three names that exist."""
    with pytest.raises(UsageError, match=said) as refused:
        explain(study_of(tmp_path), name)

    assert str(refused.value).count(" or ") <= 2


def test_a_dependency_says_what_it_joins_and_its_numbers(tmp_path):
    """From, to, kind, and the lag written on it."""
    found = explain(study_of(tmp_path), "review-gates-coding")

    assert found.kind == "dependency"
    assert [(item.relation, item.id) for item in found.related] == [
        ("from", "review"), ("to", "coding"),
    ]  # fmt: skip
    assert number(found, "lag").value.median == 1.0


def test_a_source_shows_its_own_observations_and_what_hangs_on_it(tmp_path):
    """One of the two observations of coding; the poll says the same, so nothing moves."""
    found = explain(study_of(tmp_path, TRIAL, POLL), "trial-report")

    assert [item.id for item in found.observations] == ["trial"]
    assert found.observations[0].weight == pytest.approx(0.5)
    assert found.sources[0].source == "trial-report"
    assert found.sources[0].period_change == pytest.approx(0)


def test_a_metric_lists_every_thing_it_was_measured_of(tmp_path):
    """Speed-ups of coding and review, each with its own number."""
    found = explain(study_of(tmp_path, TRIAL, POLL.replace(":coding", ":review")), "speedup")

    assert [item.subject for item in found.numbers] == ["coding", "review"]


def test_the_pace_is_taken_apart_into_the_days_it_is_made_of(tmp_path):
    """(3 + 8) d now against (12 + 8) d: 20/11."""
    found = explain(study_of(tmp_path, TRIAL), "pace")
    facts = {item.name: item.text for item in found.facts}

    assert found.value.median == pytest.approx(20 / 11)
    assert facts["Now"].startswith("(3 + 8) d / 1 = 11 d")
    assert facts["Without AI"].startswith("(12 + 8) d / 1 = 20 d")
    assert {item.id for item in found.related} == {"coding", "review"}


def test_the_ceiling_of_a_loop_that_nothing_speeds_up_is_unknown(tmp_path):
    """There is no ceiling where nothing is shown accelerated; it is said so."""
    found = explain(study_of(tmp_path), "ceiling")

    assert found.value is None
    assert found.facts[0].text == "nothing is shown to be faster with AI"


def test_what_is_supposed_stands_beside_what_is_known(tmp_path):
    """The evidence stays visible behind a supposition."""
    study = study_of(tmp_path, TRIAL).supposing((Supposition("coding", "speedup", 9.0),))
    speed = number(explain(study, "coding"), "speedup")

    assert speed.supposed == 9.0
    assert speed.value.median == pytest.approx(4)


def test_a_component_of_a_map_that_does_not_turn_is_explained_all_the_same(tmp_path):
    """Its numbers stand; an answer has none, and says why."""
    study = study_of(tmp_path, TRIAL, loop=LOOP.split(":review-gates-coding")[0])

    assert number(explain(study, "coding"), "speedup").value.median == pytest.approx(4)
    with pytest.raises(OntologyError, match="no cycle"):
        explain(study, "pace")


def test_the_pace_and_parts_are_drawn_and_sources_are_not(tmp_path):
    """The seed stands in the answer exactly where something was drawn."""
    study = study_of(tmp_path, TRIAL)
    pace = explain(study, "pace", draws=64, seed=3)
    coding = explain(study, "coding", draws=64, seed=3)

    assert (pace.draws, pace.seed) == (64, 3)
    assert pace.value.low < pace.value.median < pace.value.high
    assert (coding.draws, coding.seed) == (64, 3)
    facts = {item.name: item.text for item in coding.facts}
    assert facts["Holds up"].endswith("of the runs")
    alone = explain(study, "coding.speedup", draws=0)
    assert (alone.draws, alone.seed) == (0, None)


def test_a_measured_slowdown_weighs_in_industry_and_is_borrowed_for_the_labs(shipped):
    """The trial at 0.84 is industry's own; for frontier labs it is borrowed, and weighs less.

    The two numbers differ, and each shows why; neither vanishes nor turns negative.
    """
    industry = number(explain(Study(shipped, Standpoint("industry")), "coding.speedup"), "speedup")
    labs = number(explain(Study(shipped, Standpoint("frontier-lab")), "coding.speedup"), "speedup")
    in_industry = {item.id: item for item in industry.observations}["c004-open-source-trial"]
    in_labs = {item.id: item for item in labs.observations}["c004-open-source-trial"]

    assert in_industry.value == in_labs.value == pytest.approx(0.84, abs=0.005)
    assert in_industry.weight > in_labs.weight > 0.05
    assert "setting" not in in_industry.borrowed
    assert in_labs.borrowed == ("setting",)
    assert 0 < industry.value.low < industry.value.median < labs.value.median


def test_everything_on_the_shipped_map_can_be_explained(shipped):
    """Every loop, skill, domain, resource, alternative and some of the rest, by id."""
    study = Study(shipped, Standpoint())
    names = [*shipped.loops, *shipped.skills, *shipped.domains, *shipped.resources]
    names += [
        *shipped.alternatives,
        *list(shipped.observations)[::40],
        *list(shipped.metrics)[::10],
    ]

    for name in names:
        assert explain(study, name).id == name


def test_every_weight_list_on_the_shipped_map_sums_to_one(shipped):
    """Of each known number of the components, the weights make a whole.

    Of numbers estimated together what was taken to be so before is the rest of it, and weights too
    small to tell are left out of the list; they are taken from the model.
    """
    study = Study(shipped, Standpoint())

    for name in list(shipped.components)[::6]:
        for item in explain(study, name).numbers:
            if item.value is not None:
                told = sum(heard.weight for heard in item.observations)
                if item.prior_weight is not None:
                    joint = study.estimates.joint(item.metric)
                    told = sum(joint.solved.weights(item.subject).values()) + item.prior_weight
                assert told == pytest.approx(1)
