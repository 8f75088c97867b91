"""The shipped domains: their scores, channels, skills and evidence."""

from __future__ import annotations

import functools

import pytest
from shipped_map import shipped_model

from graph.files import shipped_ontology
from graph.loop.study import Study
from graph.model import LoopModel
from graph.questions.domains.scores import READING_ORDER, score_table

#: The rating as it was written down: one digit a property in reading order, by the domain's number.
RATED = {
    "D00": "44244444444", "D01": "42121234232", "D02": "43212244242", "D03": "42133344222",
    "D04": "44223344234", "D05": "33210031300", "D06": "44333444323", "D07": "34332244312",
    "D08": "13410010400", "D09": "44333444344", "D10": "21222221233", "D11": "33311223422",
    "D12": "32112223331", "D13": "43233444223", "D14": "42123334233", "D15": "44333344213",
    "D16": "44244444434", "D17": "33322132221", "D18": "44444344434", "D19": "10100121120",
    "D20": "13400010120", "D21": "44434334443", "D22": "22120210132", "D23": "33222331312",
    "D24": "44343344344", "D25": "33241332342", "D26": "42223334234", "D27": "02310010110",
    "D28": "33333423332", "D29": "31241332241",
}  # fmt: skip

#: What the essay names as habitats, by the domain that stands for each.
NAMED = (
    "making-good-evaluations", "synthetic-data-and-curation", "interpretability-tools",
    "small-scale-ml-research", "chip-rtl-design", "robotics-simulation", "bio-cloud-labs",
    "materials-synthesis", "computational-science", "behavioural-audits",
    "kernels-and-compilers", "cluster-operation-and-reliability",
)  # fmt: skip


@functools.cache
def shipped() -> LoopModel:
    """The shipped map."""
    return shipped_model()


def numbers() -> dict[str, str]:
    """The number of each domain, read from its notation."""
    text = (shipped_ontology() / "domains.ttl").read_text(encoding="utf-8")
    found = {}
    for paragraph in text.split("\n\n"):
        if " a loop:Domain ;" in paragraph:
            name = paragraph.split(" a ")[0].split(":")[-1]
            found[name] = paragraph.split('skos:notation "')[1][:3]
    return found


def test_every_score_is_the_one_that_was_rated():
    """Thirty domains, eleven properties, 330 scores: digit by digit."""
    table = score_table(Study(shipped()))
    found = {
        numbers()[domain]: "".join(
            f"{score:.0f}" for score in table.central(domain) if score is not None
        )
        for domain in table.domains
    }

    assert [item.id for item in table.properties] == list(READING_ORDER)
    assert found == RATED


def test_every_score_says_why_and_on_what():
    """Each has one rater's grade, a reason, and evidence unless it is about what is not there."""
    scores = [item for item in shipped().observations.values() if item.metric in READING_ORDER]
    unfounded = [item for item in scores if not item.derived_from]

    assert len(scores) == 330
    assert {item.grade for item in scores} == {"single-rater-judgement"}
    assert all(item.reasoning for item in scores)
    assert {item.metric for item in unfounded} == {"environments-in-use"}
    assert len(unfounded) == 6


@pytest.mark.parametrize("name", NAMED)
def test_every_habitat_that_the_essay_names_is_there(name):
    """And says that the essay names it."""
    assert shipped().domains[name].origin == "essay"


def test_code_is_the_one_yardstick_and_exercises_all_skills():
    """What carries over from code is measured against all seven skills."""
    references = [item for item in shipped().domains.values() if item.origin == "reference"]

    assert [item.id for item in references] == ["software-coding"]
    assert set(references[0].skills) == set(shipped().skills)
    assert len(shipped().skills) == 7


def test_every_domain_has_a_channel_and_every_channel_a_domain():
    """No domain without a way to talk back, no channel that nobody uses."""
    used = {name for item in shipped().domains.values() for name in item.channels}

    assert all(item.channels and item.skills for item in shipped().domains.values())
    assert used == set(shipped().channels)
