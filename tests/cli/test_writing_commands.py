"""The commands that write to a map: what they change, what they refuse, how it is undone."""

from __future__ import annotations

import json
import shutil

import pytest
from click.testing import CliRunner
from team_loop import team_loop

from graph.cli.application import run
from graph.cli.commands.fmt import command as fmt
from graph.errors import UnreadableError
from graph.files import shipped_ontology
from graph.ontology.checks.check import check


@pytest.fixture
def own(tmp_path, monkeypatch):
    """A small map of one's own."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.setenv("LOOPMAP_CACHE", "on")
    path = tmp_path / "map" / "my-loop.ttl"
    path.parent.mkdir()
    shutil.copy(team_loop(), path)
    return path


@pytest.fixture(scope="module")
def shipped_copy(tmp_path_factory):
    """A copy of the shipped map, which the tests below put back as it was."""
    folder = tmp_path_factory.mktemp("shipped") / "ontology"
    shutil.copytree(shipped_ontology(), folder)
    return folder


@pytest.fixture
def whole(shipped_copy, tmp_path, monkeypatch):
    """That copy, put back afterwards."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.setenv("LOOPMAP_CACHE", "on")
    before = {path: path.read_bytes() for path in shipped_copy.rglob("*.*")}
    yield shipped_copy
    for path in shipped_copy.rglob("*.*"):
        if path not in before:
            path.unlink()
    for path, data in before.items():
        if path.read_bytes() != data:
            path.write_bytes(data)


def changed_lines(before, after):
    """The lines that went and came."""
    return set(before.splitlines()) ^ set(after.splitlines())


# ---- set ----


def test_set_changes_one_number_and_undo_brings_it_back(own, capsys):
    """The line of the number is another, all else is as it was, and undo restores the bytes."""
    old = own.read_text()
    assert run(["set", "coding.baseline-days", "9", "-o", str(own), "--diff"]) == 0
    said = capsys.readouterr()

    assert changed_lines(old, own.read_text()) == {
        "    loop:baselineDays 12 ;",
        "    loop:baselineDays 9 ;",
    }
    assert "-    loop:baselineDays 12 ;\n+    loop:baselineDays 9 ;" in said.out
    assert f"loopmap undo --ontology {own}" in said.err
    assert run(["undo", "-o", str(own)]) == 0
    assert own.read_text() == old


def test_dry_run_shows_and_writes_nothing(own, capsys):
    """The diff is printed, the file keeps its bytes."""
    old = own.read_bytes()
    assert run(["set", "coding.baseline-days", "9", "-o", str(own), "--dry-run"]) == 0

    assert "+    loop:baselineDays 9 ;" in capsys.readouterr().out
    assert own.read_bytes() == old


def test_set_of_an_observation_takes_interval_and_reasoning(whole, capsys):
    """Four statements of one paragraph change; the old reasoning is asked about if it stays."""
    path = whole / "evidence" / "baselines.ttl"
    old = path.read_text()
    run(["set", "code-review.days-per-round", "1.2", "-o", str(whole)])
    assert "Its reasoning is still the old one" in capsys.readouterr().err
    arguments = ["--low", "0.5", "--high", "2.5"]
    why = ["--reasoning", 'Read "at once".']
    run(["set", "code-review.days-per-round", "1.2", *arguments, *why, "-o", str(whole)])

    new = path.read_text()
    assert '    loop:reasoning "Read \\"at once\\"."@en .' in new
    assert "    sosa:hasSimpleResult 1.2 ;\n    loop:low 0.5 ;\n    loop:high 2.5 ;" in new
    assert len(old.splitlines()) == len(new.splitlines())


REFUSALS = {
    "no such thing": (["codin.baseline-days", "9"], "Did you mean"),
    "no such metric": (["coding.baseline-dais", "9"], "Did you mean baseline-days"),
    "no number": (["coding.baseline-days", "2,5"], "Write it with a point"),
    "an interval where there is none": (["coding.baseline-days", "9", "--low", "1"], "no interval"),
    "no number yet": (["coding.capacity", "9"], "loopmap new evidence coding.capacity VALUE"),
    "out of range": (["coding.speedup", "0"], "Nothing was written"),
}


@pytest.mark.parametrize("name", REFUSALS)
def test_set_refuses_what_makes_no_sense(own, capsys, name):
    """A message that says what would, exit code 2, and the file as it was."""
    arguments, told = REFUSALS[name]
    old = own.read_bytes()

    assert run(["set", *arguments, "-o", str(own)]) == 2
    assert told in capsys.readouterr().err
    assert own.read_bytes() == old


def test_set_asks_which_of_several_is_meant(whole, capsys):
    """Where several observations stand behind a number, they are named."""
    assert run(["set", "coding.speedup", "2", "-o", str(whole)]) == 2
    said = capsys.readouterr().err

    assert "numbers stand behind coding.speedup" in said
    assert "judged-coding-speedup-lab" in said


def test_set_refuses_a_value_outside_the_interval_that_stays(whole, capsys):
    """9 days lie outside 0.75 to 3: the new interval is asked for."""
    assert run(["set", "code-review.days-per-round", "9", "-o", str(whole)]) == 2
    assert "outside the interval from 0.75 to 3.0" in capsys.readouterr().err


# ---- new ----


def test_a_new_component_has_all_its_paragraphs(whole, capsys):
    """Itself, its days and two dependencies; what is left to reason is listed by check."""
    arguments = (
        "component prompt-review --family review --days 0.5 --low 0.25 --high 1 --rounds-of "
        "rounds-of-change --after coding --before deployment --phase analyze"
    )
    assert run(["new", *arguments.split(), "-o", str(whole)]) == 0
    assert "4 texts are left to write" in capsys.readouterr().err

    found = check([whole]).problems
    assert {(one.code, one.subject) for one in found} == {
        ("left-to-do", "prompt-review"),
        ("left-to-do", "prompt-review-days-per-round"),
        ("left-to-do", "coding-gates-prompt-review"),
        ("left-to-do", "prompt-review-gates-deployment"),
    }
    assert "loop:DaysPerRound" in (whole / "evidence" / "baselines.ttl").read_text()[-500:]
    run(["critical-path", "--draws", "0", "-f", "json", "-o", str(whole)])
    parts = json.loads(capsys.readouterr().out)["components"]
    assert next(one for one in parts if one["id"] == "prompt-review")["days"]["median"] == 6


def test_a_new_component_of_a_small_map_has_its_days_on_it(own):
    """Where numbers are written on things, the new one is too."""
    arguments = "component docs --family coding --days 2 --after coding --before review"
    assert run(["new", *arguments.split(), "--phase", "build", "-o", str(own.parent)]) == 0

    text = "".join(path.read_text() for path in own.parent.glob("*.ttl"))
    assert ":docs a loop:Coding ;" in text
    assert "    loop:baselineDays 2 ." in text


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["component", "coding"], "Still needed: --family"),
        (["component", "Bad Name", "--family", "coding"], "Still needed"),
        (["source", "s", "--title", "T"], "--publisher"),
        (["loop", "x"], "--through"),
        (["loop", "x", "--through", "coding"], "two components or more"),
        (["scenario", "x"], "--set"),
        (["dependency", "coding", "nowhere"], "There is no component 'nowhere'"),
        (["dependency", "coding", "review", "--kind", "gate"], "Did you mean gates"),
        (["evidence", "coding", "3"], "not of the form THING.metric"),
        (["evidence", "coding.speedup", "3", "--source", "x"], "--grade"),
        (["scenario", "coding", "--set", "coding.speedup=2"], "is taken already"),
    ],
)
def test_what_is_missing_or_wrong_is_told_before_anything_is_written(own, capsys, arguments, told):
    """One message names all that is needed; the map keeps its bytes."""
    old = own.read_bytes()

    assert run(["new", *arguments, "-o", str(own)]) == 2
    assert told in capsys.readouterr().err
    assert own.read_bytes() == old


def test_at_a_terminal_what_is_missing_is_asked(own, monkeypatch):
    """Three questions for the three things that a source still lacks."""
    asked = []

    def answer(prompt):
        asked.append(prompt)
        return {"title": "T", "publisher": "P", "address": "https://example.org/x"}[
            prompt.split()[1].rstrip(":")
        ]

    monkeypatch.setattr("graph.cli.editing.sys.stdin.isatty", lambda: True, raising=False)
    monkeypatch.setattr("click.termui.visible_prompt_func", answer)
    assert run(["new", "source", "s", "--issued", "2026", "-o", str(own)]) == 0

    assert len(asked) == 3
    assert '    dcterms:publisher "P" ;' in own.read_text()


# ---- rename ----


def test_rename_reaches_every_file_that_names_the_thing(whole, capsys):
    """Afterwards nothing of the old name is left as a name, and the map is as sound as before."""
    (whole / "columns.toml").write_text('[names]\n"CR" = "code-review" # code-review\n')
    assert run(["rename", "code-review", "human-review", "-o", str(whole)]) == 0
    said = capsys.readouterr().err

    assert "keep them: anthropic-code-review" in said
    assert '"CR" = "human-review" # code-review' in (whole / "columns.toml").read_text()
    assert check([whole]).problems == ()
    text = "".join(path.read_text() for path in whole.rglob("*.ttl"))
    assert ":code-review " not in text
    run(["undo", "-o", str(whole)])
    assert ":code-review a loop:Review" in (whole / "components" / "review.ttl").read_text()


@pytest.mark.parametrize(
    ("new", "told"), [("review", "is taken already"), ("Review!", "is no name for a thing")]
)
def test_rename_refuses_a_name_that_is_taken_or_none(own, capsys, new, told):
    """Two things must not become one."""
    assert run(["rename", "coding", new, "-o", str(own)]) == 2
    assert told in capsys.readouterr().err


# ---- import ----

TABLE = "Part,value,low,high,When\nCoding,1.5,1.1,2,2026-08\nreview,2,1,3,2026\n"
COLUMNS = """\
[columns]
thing = "Part"
as-of = "When"
[fixed]
metric = "speedup"
reasoning = "Timed by ourselves."
"""


@pytest.fixture
def table(own):
    """A table of two numbers, and what its columns are."""
    csv, toml = own.parent.parent / "Our times.csv", own.parent.parent / "columns.toml"
    csv.write_text(TABLE)
    toml.write_text(COLUMNS)
    return csv, ["import", "observations", str(csv), "--columns", str(toml), "-o", str(own.parent)]


def test_a_table_becomes_a_file_and_a_second_import_changes_nothing(own, table, capsys):
    """Two rows, two observations below evidence/imported; then the same bytes again."""
    old = own.read_bytes()
    _, command = table
    own.write_text(own.read_text().replace("    loop:speedup 6 .", "    loop:capacity 9 ."))
    old = own.read_bytes()
    assert run(command) == 0, capsys.readouterr().err
    path = own.parent / "evidence" / "imported" / "our-times.ttl"
    first = path.read_bytes()
    assert run(command) == 0

    assert "Nothing to change" in capsys.readouterr().err
    assert path.read_bytes() == first
    assert first.count(b"a loop:Evidence") == 2
    assert b":our-times-coding-speedup a loop:Evidence ;" in first
    assert own.read_bytes() == old


def test_an_imported_file_that_was_edited_is_not_overwritten(own, table, capsys):
    """What a person wrote into it is not lost by importing again."""
    csv, command = table
    run(command)
    path = own.parent / "evidence" / "imported" / "our-times.ttl"
    path.write_bytes(path.read_bytes() + b"# mine\n")
    csv.write_text(TABLE.replace("1.5", "1.6"))

    assert run(command) == 2
    assert "was edited since it was imported" in capsys.readouterr().err
    assert path.read_bytes().endswith(b"# mine\n")


def test_faults_of_a_table_are_told_by_row_and_column(table, capsys):
    """Three faults in one run, each with its line and column; nothing is written."""
    csv, command = table
    csv.write_text("Part,value,When\ncodin,1,2026\ncoding,much,2026-8\n")

    assert run(command) == 2
    said = capsys.readouterr().err
    assert "Our times.csv:2:1: error" in said
    assert "Our times.csv:3:2: error" in said
    assert "Our times.csv:3:3: error" in said
    assert not (csv.parent / "map" / "evidence").exists()


@pytest.mark.parametrize(
    ("toml", "told"),
    [
        ("[columns]\nthing = 'Partt'\n", "there is no such column"),
        ("[colums]\nthing = 'Part'\n", "the key colums is not known here"),
        ("[columns\n", "columns.toml:1:1: error"),
        ("[columns]\nthing = 'Part'\n", "no column says this"),
    ],
)
def test_a_column_map_that_does_not_fit_is_told(own, table, capsys, toml, told):
    """Which word is wrong, and which there are."""
    _, command = table
    (own.parent.parent / "columns.toml").write_text(toml)

    assert run(command) == 2
    assert told in capsys.readouterr().err


# ---- fmt, what-if --save ----


def test_fmt_lays_out_what_is_named(own, capsys):
    """``--check`` tells and exits 1, ``--diff`` shows, and only then something is written."""
    neat = own.read_bytes()
    own.write_bytes(neat.replace(b"loop:speedup 6 .", b"loop:speedup   6."))
    messy = own.read_bytes()
    assert run(["fmt", "--check", str(own)]) == 1
    assert run(["fmt", "--diff", str(own)]) == 0
    assert "+    loop:speedup 6 ." in capsys.readouterr().out
    assert own.read_bytes() == messy
    assert run(["fmt", str(own)]) == 0
    assert own.read_bytes() == neat
    assert run(["fmt", "--check", str(own)]) == 0


def test_fmt_touches_nothing_if_one_file_is_no_turtle(own, capsys):
    """A file with a syntax error is told with its place, and the others stay too."""
    messy = own.read_bytes() + b"  :x   a loop:Coding.\n"
    own.write_bytes(messy)
    (own.parent / "bad.ttl").write_text("<urn:a> <urn:b>\n")

    assert run(["fmt", str(own.parent)]) == 2
    assert "bad.ttl:1:16" in capsys.readouterr().err
    assert own.read_bytes() == messy


def test_fmt_takes_any_turtle_with_relative_addresses(tmp_path):
    """Not only files of a map: addresses are left relative."""
    path = tmp_path / "any.ttl"
    path.write_bytes(b"\xef\xbb\xbf<a>   <#b> <../c>.\r\n")

    assert run(["fmt", str(path)]) == 0
    assert path.read_bytes() == b"\xef\xbb\xbf<a> <#b> <../c> .\r\n"


def test_fmt_lays_out_standard_input():
    """What comes in goes out laid out; what is no Turtle is told."""
    good = CliRunner().invoke(fmt, ["-"], input="<a>  <b> 1.\n", standalone_mode=False)

    assert good.output == "<a> <b> 1 .\n"
    with pytest.raises(UnreadableError):
        CliRunner().invoke(fmt, ["-"], input="<a>", standalone_mode=False, catch_exceptions=False)


def test_what_is_set_by_hand_can_be_saved_and_supposed_again(own, capsys):
    """The saved scenario gives the answer that the numbers set by hand gave."""
    setting = ["--set", "review.speedup=2", "--draws", "0", "-f", "json", "-o", str(own)]
    run(["critical-path", *setting])
    by_hand = json.loads(capsys.readouterr().out)["period_days"]
    before = own.read_bytes()
    assert run(["what-if", *setting, "--save", "fast-review", "--dry-run"]) == 0
    assert "+:fast-review a loop:Scenario" in capsys.readouterr().out
    assert own.read_bytes() == before
    assert run(["what-if", *setting, "--save", "fast-review"]) == 0
    capsys.readouterr()
    run(
        ["critical-path", "--scenario", "fast-review", "--draws", "0", "-f", "json", "-o", str(own)]
    )

    assert json.loads(capsys.readouterr().out)["period_days"] == by_hand


def test_there_is_nothing_to_save_without_something_set(own, capsys):
    """A scenario without a number says nothing."""
    assert run(["what-if", "--save", "x", "--draws", "0", "-o", str(own)]) == 2
    assert "There is nothing to save" in capsys.readouterr().err
    assert run(["what-if", "--dry-run", "--draws", "0", "-o", str(own)]) == 2
    assert "--save NAME" in capsys.readouterr().err
