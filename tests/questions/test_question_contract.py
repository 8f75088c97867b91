"""What every question promises, whoever wrote it: from the registry to words and tables."""

from __future__ import annotations

import ast
import inspect
import sys
from dataclasses import fields
from functools import cache
from pathlib import Path

import pytest
from shipped_map import shipped_model
from small_maps import edge, exactly, small_map

from graph.cli.asked import CLASSES_OF, KeptAnswer
from graph.disk_cache import keep_entry, recall_entry
from graph.errors import UsageError
from graph.files import shipped_ontology
from graph.loop.answer import Answer
from graph.loop.study import Study, study_of
from graph.questions import QUESTIONS, question_named
from graph.reports import report_of

ROOT = Path(__file__).parents[2]
FEW = 64


@cache
def shipped() -> Study:
    """The shipped map with one number supposed."""
    return study_of(shipped_model(), suppose="code-review.speedup=3")


def chosen_for(question) -> dict[str, object]:
    """What must be chosen for a question that cannot be asked without."""
    return {option.name: "coding" for option in question.options if option.required}


@cache
def answer_to(name: str) -> Answer:
    """The answer for the shipped map, from few draws."""
    question = question_named(name)
    of = shipped()
    watched.append(name)
    try:
        return question.answer(of, draws=FEW, seed=3, **chosen_for(question))
    finally:
        watched.pop()


#: The question that is being answered, and by question the files that were opened meanwhile.
watched: list[str] = []
opened: dict[str, set[str]] = {}


def _notice(event: str, details: tuple[object, ...]) -> None:
    if watched and event == "open" and isinstance(details[0], str):
        opened.setdefault(watched[0], set()).add(details[0])


sys.addaudithook(_notice)


each = pytest.mark.parametrize("question", QUESTIONS, ids=lambda item: item.name)


def test_the_five_questions_are_there_and_no_name_stands_twice():
    """1 to 5, and every name and noun once."""
    assert {question.number for question in QUESTIONS} >= {1, 2, 3, 4, 5}
    for key in ("name", "noun"):
        names = [getattr(question, key) for question in QUESTIONS]
        assert sorted(set(names)) == sorted(names)


def test_every_folder_of_questions_is_declared():
    """No folder is forgotten, and none is declared that is not there."""
    folders = {path.parent.name for path in (ROOT / "graph" / "questions").glob("*/__init__.py")}

    assert folders == {question.noun for question in QUESTIONS}


@each
def test_an_answer_is_of_the_declared_class_and_has_the_heading(question):
    """The class is the one declared; whose loop, which map, and the draws asked for."""
    result = answer_to(question.name)

    assert type(result).__name__ == question.result
    assert (result.setting, result.ontology) == ("frontier-lab", shipped().model.digest)
    drawn = question.draws is not None
    assert (result.draws, result.seed) == ((FEW, 3) if drawn else (0, None))
    heading = [item.name for item in fields(Answer)]
    assert [item.name for item in fields(result)][: len(heading)] == heading


@each
def test_an_answer_follows_from_the_map_alone(question):
    """No file is read for it but code and shipped presets, so that what was worked out holds."""
    answer_to(question.name)
    presets = str(shipped_ontology() / "presets")
    others = {
        name
        for name in opened.get(question.name, set())
        if not name.startswith((sys.prefix, sys.base_prefix, "/proc/", "/sys/"))
        # Bytecode and compiled kernels are written under passing names first.
        and not name.endswith((".py", ".pyc", ".so"))
        and "__pycache__" not in name
        and not (name.startswith(presets) and name.endswith(".toml"))
    }

    assert others == set()


@each
def test_an_answer_comes_back_from_the_disk_as_it_was(question, tmp_path):
    """The same value of the same classes, and the same words."""
    before = KeptAnswer(answer_to(question.name), ())
    keep_entry(tmp_path / "kept", "0", before)
    after = recall_entry(tmp_path / "kept", "0", CLASSES_OF)

    assert after == before
    assert report_of(question, after.answer) == report_of(question, before.answer)


@each
def test_an_answer_says_what_is_supposed(question):
    """Nobody can take a supposition for evidence."""
    assert answer_to(question.name).suppositions == ("code-review.speedup=3",)


@each
def test_the_declared_tables_are_there(question):
    """The lines of the table, of the file and of the years can be read off the answer."""
    result = answer_to(question.name)

    for field in (question.table, question.saved_table, question.by_year):
        assert field is None or len(getattr(result, field)) > 0


@each
def test_an_answer_can_be_told(question):
    """There are words and a title for it; by year too, where that is declared."""
    result = answer_to(question.name)

    assert report_of(question, result).title
    if question.by_year:
        plain, by_year = report_of(question, result), report_of(question, result, by_year=True)
        assert by_year.blocks != plain.blocks


@each
def test_the_declared_options_are_those_of_the_function(question):
    """Each is a keyword of the function that answers, with the same default."""
    parameters = inspect.signature(question.function).parameters

    assert ("draws" in parameters) == (question.draws is not None)
    for option in question.options:
        parameter = parameters[option.name]
        expected = inspect.Parameter.empty if option.required else option.default
        assert parameter.default == expected, option.name


@each
def test_the_figures_are_numbers_of_the_answer(question):
    """What is compared before and after can be read off the answer."""
    result = answer_to(question.name)
    for figure in question.figures:
        found = result
        for name in figure.field.split("."):
            found = getattr(found, name)
        assert found.median > 0


@each
def test_the_declared_rows_of_draws_have_a_line_a_draw(question):
    """Five draws, five lines; nothing where nothing is declared."""
    rows = question.rows_of_draws(shipped(), draws=8, seed=0)

    assert (rows is None) == (question.drawn_rows is None)
    if rows is not None:
        assert len(list(rows.lines)) == 8


@each
def test_a_question_uses_only_the_questions_it_declares(question):
    """Whoever changes one answer knows from the registry which others may change with it."""
    folder = ROOT / "graph" / "questions" / question.noun
    used = set()
    for path in folder.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ImportFrom) and (node.module or "").startswith(
                "graph.questions."
            ):
                used.add(str(node.module).split(".")[2])

    others = {other.noun for other in QUESTIONS} - {question.noun}
    assert used & others <= set(question.needs)


@each
@pytest.mark.parametrize(
    ("chosen", "words"),
    [
        ({"draws": -1}, "number of draws must be 0 or more"),
        ({"draws": 1.5}, "number of draws must be a whole number"),
        ({"draws": True}, "number of draws must be a whole number"),
        ({"seed": -3}, "The seed must be 0 or more"),
        ({"horizn": "2030"}, "takes no horizn"),
    ],
)
def test_what_makes_no_sense_is_refused(question, chosen, words):
    """Negative or broken draws and seeds, and options that are misspelt."""
    with pytest.raises(UsageError, match=words):
        question.answer(shipped(), **chosen_for(question), **chosen)


def test_a_question_is_found_by_name_and_by_noun():
    """The command is called takeoff, the folder growth."""
    assert question_named("takeoff") is question_named("growth")
    with pytest.raises(KeyError):
        question_named("nonsense")


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ("codng.speedup=3", "no component 'codng'.*Did you mean coding"),
        ({"coding.speed": 3}, "'speed' cannot be set"),
        ({"coding.speedup": 0}, "must be a finite number above 0"),
        ({"coding.speedup": float("nan")}, "must be a finite number above 0"),
        (["coding.speedup=3", "review.days=x"], "'days' cannot be set"),
        ("coding-Gates-review.rework-share=1", "must be below 1"),
    ],
)
def test_a_supposition_that_makes_no_sense_is_refused(given, words):
    """A misspelt name, metric or number, however it is given, never passes in silence."""
    model = small_map(
        ("coding", "review"),
        [exactly("coding", "baseline-days", 4)],
        [edge("coding", "review")],
    )
    with pytest.raises(UsageError, match=words):
        study_of(model, suppose=given)
