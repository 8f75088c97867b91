"""The registry of rules: it holds every code that is told, and its examples are what they say."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from graph.cli.application import run
from graph.ontology.checks.check import check_reading
from graph.ontology.checks.rules.registry import BY_CODE, RULES
from graph.ontology.checks.rules.rule import Rule
from graph.ontology.inputs import RawFile, decoded_inputs
from graph.ontology.reading import KeptDocuments, documents_of
from graph.turtle.reading import read_turtle
from graph.vocabulary import PREFIXES

GRAPH = Path(__file__).resolve().parents[2] / "graph"
RULE_FILES = GRAPH / "ontology" / "checks" / "rules"
HEAD = "".join(f"@prefix {prefix}: <{address}> .\n" for prefix, address in PREFIXES.items()) + "\n"
#: What makes a finding, and at which of its arguments the code stands.
MAKERS = {
    **dict.fromkeys(
        ("Problem", "Fault", "Misfit", "Wording", "slip", "complain", "refuse", "refusal"), 0
    ),
    **dict.fromkeys(("_told", "_problem", "report", "_add"), 0),
    **dict.fromkeys(("_definition", "_note_whole", "about"), 1),
    **dict.fromkeys(("Requirement", "_note_text"), 2),
}
CODE = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")


def _told_in(tree: ast.AST) -> Iterator[str]:
    """Return the codes that a module makes findings of, by a literal."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            name = getattr(node.func, "attr", None) or getattr(node.func, "id", "")
            at = 0 if name == "add" and len(node.args) > 2 else MAKERS.get(name)
            found = node.args[at] if at is not None and at < len(node.args) else None
            ending = "-definition" if name == "_definition" else ""
            for value in ast.walk(found) if found is not None else ():
                said = str(value.value) if isinstance(value, ast.Constant) else ""
                # Others have methods of these names too, and no hyphens in what they add.
                if CODE.fullmatch(said) and ("-" in said or name not in ("add", "_add", "report")):
                    yield said + ending
        elif isinstance(node, ast.Assign):
            for target in node.targets:
                names = target.elts if isinstance(target, ast.Tuple) else [target]
                values = node.value.elts if isinstance(node.value, ast.Tuple) else [node.value]
                for one, value in zip(names, values, strict=False):
                    is_code = isinstance(one, ast.Name) and one.id in ("code", "_CODE")
                    if is_code and isinstance(value, ast.Constant):
                        yield str(value.value)


def test_every_code_that_is_told_stands_in_the_registry_and_the_other_way_round() -> None:
    """Found in the source of the code: a code of a finding is written as a literal."""
    told: dict[str, str] = {}
    for path in sorted(GRAPH.rglob("*.py")):
        if not path.is_relative_to(RULE_FILES):
            text = path.read_text(encoding="utf-8")
            told |= dict.fromkeys(_told_in(ast.parse(text)), path.name)
    assert {code: file for code, file in told.items() if code not in BY_CODE} == {}
    assert sorted(BY_CODE.keys() - told.keys()) == []


def test_no_code_stands_there_twice_and_each_says_what_is_wrong_in_a_sentence() -> None:
    """One sentence begins with a capital or a quoted word, ends with a full stop, and is short."""
    listed = [rule for rules in RULES.values() for rule in rules]
    assert len(listed) == len(BY_CODE)
    for rule in listed:
        assert re.fullmatch(r"[A-Z][^\n]{8,110}\.", rule.what), rule.code
        assert rule.wrong, rule.code
        assert rule.right not in ("", rule.wrong), rule.code


KEPT = KeptDocuments()


def _levels(rule: Rule, example: str) -> dict[str, str]:
    """Return the codes that an example gives, each with the level it is told at."""
    text = HEAD + example
    if rule.code.startswith("syntax-"):
        problems = read_turtle(text, "example.ttl").problems
    else:
        file = RawFile("example.ttl", "example.ttl", text.encode())
        problems = check_reading(documents_of(decoded_inputs([file]), kept=KEPT)).problems
    return {problem.code: problem.severity.value for problem in problems}


@pytest.mark.parametrize("about", RULES)
def test_each_example_of_wrong_gives_its_code_and_that_of_right_does_not(about: str) -> None:
    """With the level that the registry says; the right one is Turtle, whatever else it lacks."""
    for rule in RULES[about]:
        if rule.whole:
            assert _levels(rule, rule.wrong).get(rule.code) == rule.level.value, rule.code
            right = _levels(rule, rule.right)
            assert not [code for code in right if code.startswith((rule.code, "syntax-"))], right


def test_a_code_is_explained_and_an_unknown_one_answered_with_the_nearest(
    capsys: pytest.CaptureFixture[str],
) -> None:
    """What is wrong and two examples; exit code 2 and the nearest code for a slip."""
    assert run(["check", "--explain", "lag-0-cycle"]) == 0
    printed = capsys.readouterr().out
    assert printed.startswith("lag-0-cycle (error): Within one round each component waits")
    assert "Wrong:\n    :a a loop:Coding" in printed
    assert "Right:\n    :a a loop:Coding" in printed
    assert run(["check", "--explain", "lag-cycle"]) == 2
    assert "Did you mean lag-0-cycle" in capsys.readouterr().err
