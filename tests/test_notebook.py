"""``import loopmap``: maps, studies and answers as Python and notebooks use them."""

from __future__ import annotations

import builtins
import json
import subprocess
import sys
from functools import cache
from pathlib import Path

import loopmap
import pytest

import graph
from graph.cli.application import run
from graph.questions import QUESTIONS
from graph.reports.charts import period_chart, standing_chart

TESTS = Path(__file__).parent
WORKED = TESTS / "ontologies" / "worked-loop.ttl"


@cache
def shipped() -> loopmap.LoopStudy:
    """The loop of the shipped map."""
    return loopmap.read().study()


def worked(**chosen) -> loopmap.LoopStudy:
    """The worked loop of five components."""
    return loopmap.read(WORKED).study(**chosen)


def test_the_package_goes_by_its_own_name():
    """``loopmap`` offers what ``graph`` offers, and says what it is."""
    assert loopmap.read is graph.read
    assert set(graph.__all__) <= set(dir(loopmap))
    assert "import loopmap" in (loopmap.__doc__ or "")
    assert (Path(loopmap.__file__).parent / "py.typed").is_file()
    assert (Path(graph.__file__).parent / "py.typed").is_file()


def test_an_unknown_name_of_the_package_is_an_attribute_error():
    """The lazy front door does not hide a slip of the pen."""
    with pytest.raises(AttributeError, match="reed"):
        graph.reed  # noqa: B018 (the access itself is what is tried)


def test_the_package_alone_loads_nothing_heavy():
    """The command line imports ``graph`` at every start: no NumPy, no networkx, no rdflib."""
    code = "import graph, sys; print({'numpy', 'networkx', 'rdflib', 'click'} & set(sys.modules))"
    found = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=TESTS.parent
    )

    assert found.stdout.strip() == "set()"


@pytest.mark.parametrize("paths", [WORKED, str(WORKED), [WORKED], (str(WORKED),)])
def test_a_map_is_read_from_one_path_or_several(paths):
    """A path is no sequence of letters."""
    assert sorted(loopmap.read(paths).model.components) == ["C", "D", "E", "I", "R"]


def test_without_a_path_the_shipped_map_is_read():
    """What an installed loopmap carries."""
    assert "code-review" in loopmap.read().model.components


def test_a_path_that_is_not_there_is_told(tmp_path):
    """With its name."""
    with pytest.raises(loopmap.UnreadableError, match="nowhere"):
        loopmap.read(tmp_path / "nowhere.ttl")


def test_what_is_wrong_in_a_file_is_told_with_its_line(tmp_path):
    """All problems at once, as the terminal has them."""
    path = tmp_path / "bad.ttl"
    text = WORKED.read_text(encoding="utf-8").replace(
        "loop:baselineDays 12", "loop:baselineDays -12"
    )
    assert "-12" in text
    path.write_text(text, encoding="utf-8")

    with pytest.raises(loopmap.OntologyError, match=r"bad\.ttl:\d+:\d+: error"):
        loopmap.read(path)


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda item: item.name)
def test_every_question_is_a_method_that_says_what_it_is(question):
    """By its noun, listed for completion, with a text for help."""
    study = worked()

    assert question.noun in dir(study)
    method = getattr(study, question.noun)
    assert method.__name__ == question.noun
    assert question.summary in method.__doc__


@pytest.mark.parametrize("name", ["critical-path", "active", "human", "evidence"])
def test_a_method_gives_the_json_of_the_terminal(capsys, name):
    """The same answer, key by key."""
    assert run([name, "-o", str(WORKED), "-f", "json", "--draws", "64"]) == 0
    printed = json.loads(capsys.readouterr().out)

    assert json.loads(worked().ask(name, draws=64).to_json()) == printed


def test_a_printed_answer_is_that_of_the_terminal(capsys):
    """``print(answer)``."""
    assert run(["critical-path", "-o", str(WORKED), "--draws", "0"]) == 0

    assert str(worked().critical_path(draws=0)) == capsys.readouterr().out


def test_what_is_to_be_explained_is_named_first():
    """By place or by name, but not forgotten and not twice."""
    study = worked()

    assert study.explain("C").id == study.explain(name="C").id == "C"
    for wrong in ((), ("C", "D")):
        with pytest.raises(loopmap.UsageError, match="takes name"):
            study.explain(*wrong)


def test_suppositions_can_be_given_in_every_form():
    """Numbers by name, texts, made ones, one or several: the same study."""
    made = loopmap.Supposition("C", "speedup", 3.0)
    studies = [
        worked(suppose={"C.speedup": 3}),
        worked(suppose="C.speedup=3"),
        worked(suppose=made),
        worked(suppose=["C.speedup=3"]),
        worked().supposing((made,)),
    ]

    assert {study.study.suppositions for study in studies} == {(made,)}


@pytest.mark.parametrize(
    ("chosen", "words"),
    [
        ({"suppose": {"Z.speedup": 3}}, "no component 'Z'"),
        ({"suppose": loopmap.Supposition("Z", "speedup", 3.0)}, "nothing that is on the map"),
        ({"suppose": {"C.speed": 3}}, "cannot be set"),
        ({"suppose": {"C.speedup": "three"}}, "not a number"),
        ({"as_of": "yesterday"}, "not a date"),
        ({"scenario": "best"}, "no scenario 'best'"),
        ({"setting": "garage"}, "no setting 'garage'"),
    ],
)
def test_what_makes_no_sense_is_refused(chosen, words):
    """With the words of the terminal, and before anything is computed."""
    with pytest.raises(loopmap.UsageError, match=words):
        worked(**chosen)


def test_a_misspelt_question_or_option_is_refused():
    """Never taken in silence."""
    with pytest.raises(AttributeError, match="critical_path"):
        worked().critical_pth  # noqa: B018 (the access itself is what is tried)
    with pytest.raises(loopmap.UsageError, match="Choose one of: critical-path"):
        worked().ask("critical-pth")
    with pytest.raises(loopmap.UsageError, match="takes no drws"):
        worked().critical_path(drws=3)


def test_an_answer_becomes_a_data_frame():
    """A row a component, an interval in three columns."""
    frame = worked().critical_path(draws=0).to_frame()

    assert sorted(frame["id"]) == ["C", "D", "E", "I", "R"]
    assert frame.set_index("id").loc["E", "permanent_slack_days"] == 0.0
    assert {"days.median", "days.low", "days.high"} <= set(frame.columns)


def test_without_pandas_there_are_plain_records(monkeypatch):
    """The same rows and columns, which a notebook shows as a table all the same."""
    frame = worked().critical_path(draws=0).to_frame()
    real = builtins.__import__

    def without_pandas(name, *arguments, **named):
        if name == "pandas":
            raise ImportError(name)
        return real(name, *arguments, **named)

    monkeypatch.setattr(builtins, "__import__", without_pandas)
    records = worked().critical_path(draws=0).to_frame()

    assert len(records) == len(frame)
    assert list(records[0]) == list(frame.columns)
    assert records[0]["id"] == frame["id"][0]
    assert "<td" in records._repr_html_()
    assert len(repr(records)) < 1500


def test_a_table_that_is_not_there_is_refused():
    """Those that are, are named."""
    with pytest.raises(loopmap.UsageError, match=r"Choose one of: .*components"):
        worked().critical_path(draws=0).to_frame("parts_of")
    with pytest.raises(loopmap.UsageError, match="Choose one of: components"):
        loopmap.read(WORKED).to_frame("parts")


def test_a_map_becomes_a_data_frame():
    """Its components, or another group."""
    told = loopmap.read(WORKED)

    assert list(loopmap.to_frame(told)["id"]) == ["C", "D", "E", "I", "R"]
    assert set(told.to_frame("dependencies")["source"]) <= {"C", "D", "E", "I", "R"}


@pytest.mark.parametrize("made", [loopmap.read, shipped, lambda: shipped().critical_path(draws=0)])
def test_what_a_notebook_shows_is_short(made):
    """A line for the eye, never the content."""
    assert len(repr(made())) < 200
    assert len(repr(shipped().study)) < 300
    assert len(repr(shipped().study.model)) < 200


def test_an_answer_is_shown_as_html_in_which_nothing_can_act():
    """Text of an ontology is text, whatever it looks like."""
    hostile = loopmap.read(TESTS / "ontologies" / "hostile.ttl").study()
    shown = hostile.critical_path(draws=0)._repr_html_()

    assert shown.startswith("<h3>")
    assert "<table>" in shown
    assert "<script" not in shown.lower()
    assert "<img" not in shown.lower()


def test_period_and_standing_are_drawn_from_the_numbers_of_the_answer():
    """The intervals of both periods, and the blocking shares, the greatest first."""
    answer = shipped().critical_path(draws=64)
    rows = {row["when"]: row for row in period_chart(answer.result).spec["data"]["values"]}
    shares = [row["share"] for row in standing_chart(answer.result).spec["data"]["values"]]

    assert rows["now"]["middle"] == answer.period_days.median
    assert rows["without AI"]["high"] == answer.baseline_period_days.high
    assert shares == sorted(shares, reverse=True)
    assert shares[0] == max(item.expected_blocking_share for item in answer.components)


def test_answers_are_drawn_as_altair_charts():
    """Altair itself accepts them: two charts of what blocks the loop, two of growth."""
    for answer in (
        shipped().critical_path(draws=64),
        shipped().critical_path(draws=0),
        shipped().growth(draws=16, horizon=2.0),
    ):
        assert len(answer.plot().to_dict()["vconcat"]) == 2


def test_what_cannot_be_drawn_is_refused():
    """With what can be."""
    with pytest.raises(loopmap.UsageError, match="critical_path and growth are"):
        worked().human().plot()


def test_the_loop_becomes_a_networkx_graph():
    """A study gives the loop, an answer also what it says of each part."""
    study = worked()
    answer = study.critical_path(draws=0)

    assert sorted(study.to_networkx()) == ["C", "D", "E", "I", "R"]
    nodes = loopmap.to_networkx(answer).nodes(data=True)
    assert dict(nodes)["E"]["blocking_share"] == answer.component("E").blocking_share
    with pytest.raises(loopmap.UsageError, match="ask critical_path"):
        loopmap.to_networkx(study.human())
