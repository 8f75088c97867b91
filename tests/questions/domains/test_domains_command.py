"""``loopmap domains``: the shipped answer, a domain of one's own, and what it refuses."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from graph.cli.application import run
from graph.questions.domains.scores import READING_ORDER

ONTOLOGIES = Path(__file__).parents[2] / "ontologies"
WORKED = ONTOLOGIES / "worked-loop.ttl"
ONE_FILE = ONTOLOGIES / "one-file.ttl"


@pytest.fixture
def ask(capsys):
    """A function that runs the command and returns its exit code, output and errors."""

    def call(*arguments: str):
        code = run(["domains", *arguments])
        printed = capsys.readouterr()
        return code, printed.out, printed.err

    return call


@pytest.fixture
def answer(ask):
    """A function that returns the JSON of the command."""

    def call(*arguments: str):
        code, out, err = ask(*arguments, "--format", "json")
        assert code == 0, err
        return json.loads(out)

    return call


def serving(*components: str) -> str:
    """A domain without scores that serves components of the worked loop."""
    served = f"loop:serves {' , '.join(':' + name for name in components)} ;" if components else ""
    return (
        ':field a loop:Domain ; rdfs:label "Field"@en ; loop:channel :bell ; '
        f'{served} loop:namedIn "added" .\n'
        ':bell a loop:FeedbackChannel ; rdfs:label "Bell"@en .\n'
    )


def gain(answer, tmp_path, *components: str) -> dict:
    """What the worked loop gains by a domain that serves these components."""
    path = tmp_path / "loop.ttl"
    path.write_text(WORKED.read_text(encoding="utf-8") + serving(*components), encoding="utf-8")
    (domain,) = answer("--ontology", str(path))["domains"]
    return domain["gain"]


def test_the_gain_by_a_part_that_binds_is_that_of_the_worked_loop(answer, tmp_path):
    """Evals at half their 3 days: a period of 8.5 instead of 10 days; at nothing: 8 days."""
    # I, E, D: 4 + 1.5 + 3 = 8.5. At E = 0: 4 + 3 = 7, and (2 + 8 + 4) / 2 = 7, but review takes
    # 8 days and does one thing at a time.
    found = gain(answer, tmp_path, "E")

    assert found["pace_at_double_speed"] == pytest.approx(10 / 8.5)
    assert found["pace_at_floor"] == pytest.approx(10 / 8)
    assert found["on_critical_cycle"] == ["E"]
    assert found["note"] == "feeds what holds the loop up"


def test_a_domain_that_feeds_nothing_that_blocks_is_said_to_be_so(answer, tmp_path):
    """Review is not on the critical cycle: however fast it gets, the loop stays at 10 days."""
    found = gain(answer, tmp_path, "R")

    assert found["pace_at_floor"] == 1
    assert found["note"] == "feeds nothing that holds the loop up at central numbers"


def test_a_domain_that_serves_nothing_gives_nothing(answer, tmp_path):
    """No component, no gain, and the reason."""
    assert gain(answer, tmp_path)["note"] == "serves no part of the loop"


def test_the_shipped_answer_ranks_all_thirty(answer):
    """Thirty domains, formal mathematics first, each with ranks that sum to 1 and one reason."""
    result = answer("--draws", "256")

    assert len(result["domains"]) == 30
    assert result["domains"][0]["id"] == "formal-mathematics"
    assert result["reference"] == "software-coding"
    for domain in result["domains"]:
        assert sum(domain["rank_shares"]) == pytest.approx(1)
        assert domain["tier_reason"]
        assert len(domain["scores"]) == 11
        assert domain["channels"]


def test_the_shipped_answer_says_that_the_data_cannot_tell(ask):
    """Seven benchmarks are too few, and the text says so with their number and both intervals."""
    code, out, _ = ask("--draws", "64", "--details", "--wide")

    assert code == 0
    assert "Over 7 domains" in " ".join(out.split())
    assert "The data cannot tell" in " ".join(out.split())
    assert "feeds nothing that holds the loop up at central numbers" in out


def test_what_helps_in_some_runs_is_not_said_to_help_in_none(ask):
    """At central numbers coding gives nothing; where the numbers vary, in how many runs it does.

    What is told is the greatest share of the table's column, of those like code and of the rest.
    """
    said = " ".join(ask("--draws", "0")[1].split())
    assert "of these feed nothing that holds the loop up at central numbers." in said

    drawn = " ".join(ask("--draws", "64", "--details", "--wide")[1].split())
    first, second = re.findall(r"would help the loop most often: in (\d+) % of the runs", drawn)
    shares = re.findall(r"(\d+) % feeds", drawn)
    assert first in shares
    assert second in shares
    assert max(map(int, shares)) == max(int(first), int(second))
    assert "feed nothing" not in drawn


@pytest.mark.usefixtures("nothing_kept")
def test_the_same_seed_prints_the_same_bytes(ask, own_domain):
    """Two runs with one seed are equal; another seed gives other draws."""
    path = own_domain()
    asked = ("--ontology", str(WORKED), "--new", path, "--draws", "64", "--format", "json")
    first, same, other = (ask(*asked, "--seed", seed)[1] for seed in "112")

    assert first
    assert first == same
    assert first != other


def test_without_draws_only_the_central_scores_speak(answer):
    """No probabilities, equal feedback quality at equal places."""
    result = answer("--draws", "0")
    by_id = {item["id"]: item for item in result["domains"]}

    assert result["seed"] is None
    assert by_id["law"]["rank_shares"] == []
    assert by_id["weather-forecasting"]["rank"] == by_id["robotics-simulation"]["rank"] == 2


def test_one_domain_has_a_page(ask):
    """By its label, in any case of letters: scores with their words and the observations."""
    code, out, _ = ask("LAW", "--draws", "64")

    assert code == 0
    assert out.startswith("Law\n===")
    assert "law-sound-verifier" in out
    assert "weak or contested" in out


def test_one_number_changes_the_weights(answer):
    """All weight on speed of feedback puts those first who hear within seconds."""
    others = [name for name in READING_ORDER if name != "feedback-latency"]
    zero = [part for name in others for part in ("--weight", f"{name}=0")]
    result = answer("--draws", "0", *zero)
    first = [item for item in result["domains"] if item["rank"] == 1]

    assert len(first) > 1
    for item in first:
        (latency,) = [x for x in item["scores"] if x["property"] == "feedback-latency"]
        assert latency["score"]["median"] == 4


def test_a_domain_of_ones_own_is_ranked_with_its_missing_scores_open(answer, ask, own_domain):
    """One score of eleven: ranked, marked new, ten open; its ranks run wide and not at the end."""
    path = own_domain("loop:serves :E", "loop:serves :question-choice")
    (mine,) = [x for x in answer("--new", path, "--draws", "512")["domains"] if x["is_new"]]
    code, out, _ = ask("--new", path, "--draws", "64")

    assert mine["id"] == "bridge-design"
    assert len(mine["missing"]) == 10
    assert mine["tier"] is None
    assert mine["lift_one"] is None
    assert mine["rank_range"]["low"] < 15 < mine["rank_range"]["high"]
    # What it serves may have slack: the loop gets no slower, and need not get faster.
    assert mine["gain"]["pace_at_floor"] >= 1
    assert code == 0
    assert "open, 0 to 4" in out
    assert "not as zero" in " ".join(out.split())


def test_without_draws_a_domain_with_missing_scores_has_no_place(answer, own_domain):
    """At the central scores its place is open: between the best and the worst possible."""
    path = own_domain("loop:serves :E", "loop:serves :question-choice")
    result = answer("--new", path, "--draws", "0")
    first, mine = result["domains"][0], result["domains"][-1]

    assert mine["id"] == "bridge-design"
    assert mine["rank"] is None
    assert mine["rank_range"]["low"] == 1
    assert mine["rank_range"]["high"] == 31
    assert first["rank"] == 1
    assert first["rank_range"]["high"] == 2


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("sosa:hasSimpleResult 3", "sosa:hasSimpleResult 5", "it must be a score from 0 to 4"),
        ("sosa:hasSimpleResult 3", "sosa:hasSimpleResult -1", "it must be a score from 0 to 4"),
        ("loop:Verifiable", "loop:Verifyable", "Verifiable"),
        (":load-test ;\n    loop:serves", ":road-test ;\n    loop:serves", "load-test"),
    ],
)
def test_a_fault_in_ones_own_domain_is_placed(ask, own_domain, old, new, words):
    """A score off its scale, an unknown property or channel: told with file, line and remedy."""
    path = own_domain(old, new)
    code, _, err = ask("--ontology", str(WORKED), "--new", path)

    assert code == 1
    assert words in err
    assert f"{path}:" in err


def test_a_domain_without_a_channel_is_noticed(ask, own_domain):
    """It is ranked, and the notice says where and what is missing."""
    path = own_domain("    loop:channel :load-test ;\n", "")
    code, _, err = ask("--ontology", str(WORKED), "--new", path, "--draws", "8")

    assert code == 0
    assert "bridges.ttl:8" in err
    assert "no feedback channel" in err
    assert "loop:channel" in err


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("fields",), "Did you mean field"),
        (("--weight", "verifiable"), "PROPERTY=NUMBER"),
        (("--weight", "verifiable=much"), "PROPERTY=NUMBER"),
        (("--weight", "verifyable=1"), "There is no property"),
        (("--weight", "verifiable=-1"), "0 or more"),
        (("--weight", "verifiable=nan"), "0 or more"),
        (("--exponent", "nan"), "exponent"),
        (("--exponent", "inf"), "exponent"),
        (("--new", str(ONE_FILE)), "defines no domain"),
        (("--new", str(ONTOLOGIES)), "is a folder"),
    ],
)
def test_what_makes_no_sense_is_refused(ask, tmp_path, arguments, words):
    """Exit code 2 and a sentence that says what would do."""
    path = tmp_path / "loop.ttl"
    path.write_text(WORKED.read_text(encoding="utf-8") + serving("E"), encoding="utf-8")
    code, out, err = ask("--ontology", str(path), "--draws", "0", *arguments)

    assert code == 2
    assert out == ""
    assert words in err


def test_a_missing_file_is_refused(ask, tmp_path):
    """A path that leads nowhere is told as such."""
    code, _, err = ask("--ontology", str(WORKED), "--new", str(tmp_path / "none.ttl"))

    assert code == 2
    assert "no such file" in err


def test_a_map_without_domains_says_so(ask):
    """No domains, no ranking, and no failure."""
    code, out, _ = ask("--ontology", str(WORKED))

    assert code == 0
    assert "has no domains" in out


def test_before_anything_was_scored_every_place_is_open(answer, ask):
    """As of 2024 no score was given: no ranks, no tiers, and words for it instead of a winner."""
    result = answer("--as-of", "2024", "--draws", "64")
    code, out, _ = ask("--as-of", "2024", "--draws", "64")

    assert {item["rank"] for item in result["domains"]} == {None}
    assert {item["tier"] for item in result["domains"]} == {None}
    assert result["raters"] == []
    assert code == 0
    assert "Open: no score" in out
