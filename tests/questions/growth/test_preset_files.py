"""What is wrong in a preset file is told at its line, all of it at once."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from graph.errors import OntologyError, UnreadableError
from graph.questions.growth.published.distributions import Shape
from graph.questions.growth.published.formulas import FUNCTIONS, FormulaError, read_formula
from graph.questions.growth.published.preset_files import read_preset, read_preset_text
from graph.questions.growth.published.presets import preset_folder, run_preset

GOOD = """\
title = "A model"
[source]
title = "A paper"
address = "https://example.org/paper"
[run]
length = 10
[inputs]
returns = 1.2
gain = { distribution = "uniform", low = 0.1, high = 0.5 }
[derived]
twice = "2 * gain"
[components.research]
share = 0.3
share_gain = { software = "twice" }
[stocks.software]
growth = 0.5
difficulty = "1 / returns"
[events.done]
value = "share.research"
reaches = 0.9
[[published]]
what = "median date"
published = 5
tolerance = 100
event = "done"
"""


def problems(text: str) -> list[str]:
    """Return line and message of every problem found in a text."""
    with pytest.raises(OntologyError) as caught:
        read_preset_text(text, "model.toml", "model")
    return [f"{p.place.line if p.place else 0}: {p.message}" for p in caught.value.problems]


def test_the_good_file_is_good() -> None:
    """The file that the others are broken copies of has no problem."""
    preset = read_preset_text(GOOD, "model.toml", "model")

    assert (preset.title, len(preset.published)) == ("A model", 1)


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("growth = 0.5\n", "growht = 0.5\n", ["16: the key growht is not known here."]),
        ('difficulty = "1 / returns"\n', "", ["15: difficulty is missing in [stocks.software]."]),
        ("length = 10", "length = true", ["6: length is true."]),
        ("share = 0.3", "share = [1]", ["13: share is a list."]),
        ("published = 5", 'published = "five"', ['23: published is the text "five".']),
        ('"2 * gain"', '"2 * gian"', ['11: nothing is called gian in "2 * gian".']),
        ('"2 * gain"', '"2 *"', ['11: "2 *" is no formula.']),
        ('"2 * gain"', "\"__import__('os')\"", ["11: There is no function __import__"]),
        ('"2 * gain"', '"gain.real.real"', ['11: "gain.real.real" is no name.']),
        ('"2 * gain"', '"[x for x in gain]"', ["11:", "is more than arithmetic"]),
        ('"uniform"', '"unifrom"', ['9: distribution is "unifrom".']),
        ("high = 0.5", "high = 0.05", ["9: high is not above low."]),
        ("low = 0.1, ", "", ["9: low is missing in [inputs.gain]."]),
        ("{ software", "{ sofware", ["14: there is no stock or resource called sofware."]),
        ('event = "done"', 'event = "dome"', ["25: there is no event called dome."]),
        ('event = "done"', "", ["22: a published number is compared with one value or one event."]),
        ('event = "done"', 'event = "done"\ncase = "high"', ["26: there is no case called high."]),
        ('"share.research"', '"share.reserch"', ["19: nothing is called share.reserch"]),
        ("https://example.org/paper", "a drawer", ["4: the address is no web address."]),
        ("returns = 1.2", '"my returns" = 1.2', ['8: "my returns" cannot stand in a formula.']),
        ("growth = 0.5", "growth = 0.5\ndoubling_time = 2", ["16: a stock grows at one rate."]),
        ("share = 0.3\n", "", ["13: share_gain has no meaning without a share."]),
        ("[run]", "[run]\nstep = 0", ["6: the step is not above 0."]),
        ("[run]", "[runn]", ["5: the key runn is not known here."]),
        ("tolerance = 100\n", "", ["21: tolerance is missing in [published]."]),
        ("growth = 0.5", 'doubling_time = "twise"', ['16: nothing is called twise in "twise".']),
        ("returns = 1.2", 'returns = "erlang_wait(1, 0, 1)"', ["8:", "cannot be computed"]),
        ("published = 5", "published = 5\nsource = { titel = 1 }", ["24: the key titel is not"]),
        ("low = 0.1,", "low = 0.1, values = [1],", ["9: the key values is not known here."]),
    ],
)  # fmt: skip
def test_each_mistake_is_told_with_its_line(old: str, new: str, expected: list[str]) -> None:
    """The first of its problems stands at the line written and says what is wrong."""
    assert GOOD.count(old) >= 1
    found = problems(GOOD.replace(old, new, 1))

    assert any(all(part in problem for part in expected) for problem in found), found


def test_a_misspelt_key_is_answered_with_the_right_one() -> None:
    """Did you mean growth?"""
    with pytest.raises(OntologyError, match="Did you mean growth"):
        read_preset_text(GOOD.replace("growth = 0.5", "growht = 0.5"), "model.toml", "model")


def test_all_mistakes_are_told_at_once() -> None:
    """Three mistakes, three problems, in the order of the file."""
    text = GOOD.replace("length = 10", "length = true").replace("low = 0.1", 'low = "x"')
    found = problems(text.replace('event = "done"', 'event = "dome"'))

    assert [problem.split(":")[0] for problem in found][:3] == ["6", "9", "25"]


def test_broken_toml_is_told_at_its_line() -> None:
    """The TOML reader's own line and column are kept."""
    found = problems(GOOD.replace("length = 10", "length = = 10"))

    assert found[0].startswith("6: ")
    assert len(found) == 1


def test_a_case_changes_only_what_there_is() -> None:
    """A case that sets an unknown name is a mistake of spelling."""
    found = problems(GOOD + "[cases.high]\nretruns = 2\n")

    assert found == ["27: retruns is neither an input nor derived."]


def test_a_missing_file_and_a_binary_one_are_unreadable(tmp_path: Path) -> None:
    """Both end with a message, not with a traceback."""
    binary = tmp_path / "model.toml"
    binary.write_bytes(b"\xff\xfe\x00")
    with pytest.raises(UnreadableError, match="No such file"):
        read_preset(tmp_path / "none.toml")
    with pytest.raises(UnreadableError, match="UTF-8"):
        read_preset(binary)


def test_a_long_quote_is_refused() -> None:
    """26 words are a copy, not a pointer."""
    quote = " ".join(["word"] * 26)
    found = problems(GOOD.replace("[run]", f'quote = "{quote}"\n[run]'))

    assert found == ["5: the quote is too long."]


@pytest.mark.parametrize(
    ("text", "names", "expected"),
    [
        ("2 ** -loop_gain", {"loop_gain": 1.0}, 0.5),
        ("share.research if x > 1 else 0", {"share.research": 0.4, "x": 2.0}, 0.4),
        ("power_mean([10, 1], [0.9, 0.1], -1)", {}, 5.263157894736842),
        ("bottleneck_share([1, 4], [0.5, 0.5], -1, 1)", {}, 0.8),
        ("spectral_radius([[0, 4], [1, 0]])", {}, 2.0),
        ("interpolate(1.5, [1, 2], [10, 20])", {}, 15.0),
        ("1 < 2 < 3 and not 4 < 3", {}, 1.0),
        ("-inf", {}, float("-inf")),
        ("erlang_wait(1, 2, 1)", {}, 0.5),
        ("sum([1, 2, 3]) % 4 - log2(8) + floor(1.9)", {}, 0.0),
    ],
)
def test_formulas_compute(text: str, names: dict[str, float], expected: float) -> None:
    """Arithmetic, comparisons, lists and the functions of this subject."""
    assert float(read_formula(text).value(names)) == pytest.approx(expected)


@pytest.mark.parametrize(
    "text",
    ["open('x')", "a.b.c", "lambda: 1", "x[0]", "'text'", "True", "f(x=1)", "1;2", "", "9" * 3000],
)
def test_formulas_do_nothing_but_arithmetic(text: str) -> None:
    """Calls, attributes, indexing, texts and statements are refused."""
    with pytest.raises(FormulaError):
        read_formula(text)


def test_a_formula_that_cannot_be_computed_says_so() -> None:
    """A missing name and an argument of the wrong kind are told in words."""
    with pytest.raises(FormulaError, match="Nothing is called y"):
        read_formula("1 + y").value({})
    with pytest.raises(FormulaError, match="cannot be computed"):
        read_formula("exponent_from_limits(1, 2)").value({})


def test_the_readme_example_runs_and_its_words_are_the_code_s(tmp_path: Path) -> None:
    """The smallest preset of the README reproduces its number; every function is named there."""
    readme = (preset_folder() / "README.md").read_text("utf-8")
    example = re.findall(r"```toml\n(.*?)```", readme, re.DOTALL)[0]
    file = tmp_path / "example.toml"
    file.write_text(example, "utf-8")

    assert run_preset(file).ok
    assert [name for name in FUNCTIONS if not re.search(rf"\b{name}\b", readme)] == []
    assert [shape for shape in Shape if f"`{shape}`" not in readme] == []
