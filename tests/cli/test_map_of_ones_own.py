"""A map of one's own speaks of one's own work: title, rounds and columns, wherever it is shown."""

from __future__ import annotations

import json
import re

import pytest

from graph.cli.application import run
from graph.exporters.layout import stages
from graph.files import starter_ontology
from graph.map_words import MapWords
from graph.ontology.reading import read_ontology
from graph.views.method_page import limits_text, method_text

#: What belongs to the shipped map alone.
FOREIGN = re.compile(r"frontier|\bgenerations?\b|running models|AI-development loop", re.I)

COMMANDS = (
    ("critical-path", "--draws", "16", "--details"),
    ("critical-path", "--draws", "0"),
    ("critical-path", "--draws", "16", "--against", "review.capacity=3"),
    ("active", "--details"),
    ("human", "--details"),
    ("next", "--as-of", "2026-06", "--draws", "16", "--details"),
    ("takeoff", "--draws", "16", "--details"),
    ("what-if", "--set", "review.capacity=3", "--draws", "16", "--details"),
    ("sensitivity", "--draws", "64", "--details"),
    ("evidence", "--draws", "16", "--details"),
    ("explain", "review"),
    ("explain", "period"),
    ("explain", "release-gates-planning"),
    ("explain", "release-gates-planning.lag"),
    ("check",),
    ("export", "svg"),
    ("export", "csv"),
    ("export", "graphml"),
    ("export", "report"),
)


@pytest.fixture(scope="module")
def mine(tmp_path_factory):
    """The loop that init writes."""
    folder = tmp_path_factory.mktemp("mine")
    run(["init", str(folder)])
    return folder / "my-loop.ttl"


def text_of(command, path, capsys):
    """What a command prints, on both streams, in one line."""
    named = [str(path)] if command[0] == "check" else ["--ontology", str(path)]
    assert run([*command, *named]) in (0, 1)
    said = capsys.readouterr()
    return " ".join((said.out + said.err).split())


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_nothing_speaks_of_generations_of_models(command, mine, capsys):
    """No report, table, picture or export of the starter uses the words of the shipped map."""
    found = FOREIGN.search(text_of(command, mine, capsys))

    assert found is None, found


def test_a_map_that_names_no_setting_is_known_by_its_title(mine, tmp_path, capsys):
    """Nobody chose the setting that is taken then; one that is chosen is named."""
    path = tmp_path / "mine.ttl"
    text = mine.read_text(encoding="utf-8")
    assert text.count("loop:setting loop:Industry") == 1
    path.write_text(
        "".join(line for line in text.splitlines(True) if "loop:setting" not in line).replace(
            'loop:roundWord "change" ;', 'loop:roundWord "change" .'
        ),
        encoding="utf-8",
    )

    assert "Loop Our software team, evidence" in text_of(("explain", "review"), path, capsys)
    chosen = text_of(("explain", "review", "--setting", "open-source"), path, capsys)
    assert "Loop open-source, evidence" in chosen


def test_the_headline_counts_changes(mine, capsys):
    """Title, round and column stand where the shipped map has its own.

    Three changes are under way at once, so that each takes three times as long as from one to the
    next: 3 times 1.78 days are 5.35.
    """
    text = text_of(("critical-path", "--draws", "0", "--details"), mine, capsys)

    assert text.startswith("What blocks the loop 'Our software team'")
    assert "A change takes 5.35 days from end to end, waiting included" in text
    assert "with 3 under way at once, one comes out every 1.78 days." in text
    assert "days per change" in text
    assert "3 changes at once pass around this loop" in text
    assert "Loop Our software team, evidence as of no date" in text


def test_explain_names_the_column(mine, capsys):
    """Review stands in the column Checking, and in no family."""
    text = text_of(("explain", "review"), mine, capsys)

    assert "Column Checking" in text
    assert "Family" not in text


def test_the_picture_has_the_columns_of_the_map(mine):
    """Four columns from left to right, as their ranks say."""
    layout = stages(read_ontology([mine]))

    assert [column.title for column in layout.columns] == [
        "Deciding", "Making", "Checking", "Delivering",
    ]  # fmt: skip
    assert layout.columns[2].component_ids == ("review", "tests")
    assert layout.positions["review"].x < layout.positions["release"].x


def test_the_method_page_speaks_of_changes():
    """Words of the map, and those of the shipped map for the shipped map."""
    own = MapWords.of_round("change", "Us")

    assert FOREIGN.search(method_text(own) + limits_text(own)) is None
    assert "generation of AI models" in method_text(MapWords())


def test_the_setting_is_the_maps_own(mine, capsys):
    """A map of one setting is asked about that one, unless another is named."""
    for asked, setting in (((), "industry"), (("--setting", "open-source"), "open-source")):
        run(["active", "--ontology", str(mine), "--format", "json", *asked])
        assert json.loads(capsys.readouterr().out)["setting"] == setting


def test_the_json_says_the_words(mine, capsys):
    """A script can say "change" as well."""
    run(["active", "--ontology", str(mine), "--format", "json"])
    words = json.loads(capsys.readouterr().out)["words"]

    assert (words["title"], words["round"], words["rounds"]) == (
        "Our software team", "change", "changes",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("word", "plural", "one", "two"),
    [("fix", "fixes", "1 fix", "2 fixes"), ("iteration", None, "1 iteration", "2 iterations")],
)
def test_a_plural_of_its_own_is_taken(tmp_path, word, plural, one, two):
    """An s is added unless the map says otherwise; the article follows the first letter."""
    text = starter_ontology().read_text(encoding="utf-8")
    said = f'loop:roundWord "{word}"' + (f' ; loop:roundWords "{plural}"' if plural else "")
    path = tmp_path / "own.ttl"
    path.write_text(text.replace('loop:roundWord "change"', said), encoding="utf-8")
    words = read_ontology([path]).words

    assert (words.counted(1), words.counted(2)) == (one, two)
    assert words.a_round == ("an iteration" if word == "iteration" else "a fix")


def test_a_fresh_map_has_no_history_and_says_why(mine, capsys):
    """Nothing is dated: no year is told of, and what to write is."""
    assert run(["history", "--ontology", str(mine)]) == 2
    said = capsys.readouterr().err

    assert "Nothing on this map is dated" in said
    assert "loop:asOf" in said
    assert "20" not in said.replace("2026-08", "")


def test_looking_ahead_says_nothing_of_years_without_dates(mine, capsys):
    """The outlook does not speak of 2022, when nothing on the map is of 2022."""
    text = text_of(("next", "--as-of", "2026-06", "--draws", "0"), mine, capsys)

    assert "2022" not in text
    assert "so nothing is said of the years to come" in text


def test_meetings_and_trackers_need_no_address(tmp_path, capsys):
    """A source of a known kind needs neither publisher nor address; any other needs both."""
    head = starter_ontology().read_text(encoding="utf-8")
    source = (
        '\n:retro a loop:Source ; dcterms:title "Retrospective" ; %s\n'
        '    dcterms:issued "2026-09-01"^^<http://www.w3.org/2001/XMLSchema#date> .\n'
    )
    path = tmp_path / "own.ttl"
    for said, code in (('loop:sourceKind "meeting" ;', 0), ("", 1), ('loop:sourceKind "x" ;', 1)):
        path.write_text(head + source % said, encoding="utf-8")
        assert run(["check", str(path)]) == code, said
        out = capsys.readouterr().out
        assert ("loop:address" in out) == (said == "")
        assert ('"tracker", "meeting"' in out) == ('"x"' in said)
