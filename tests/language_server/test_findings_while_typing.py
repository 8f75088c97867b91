"""Findings in an editor: those of ``check``, at their places, over what is not saved yet."""

from __future__ import annotations

import re

import pytest
from language_client import Editor, range_of
from lsprotocol import types

from graph.ontology.checks.check import check_in_map

_SEVERITIES = {"error": 1, "warning": 2, "advice": 3}

#: Slips that a person makes while typing, each in its place in the parts of the small map.
SLIPS = [
    ("loop:baselineDays 3 .", "loop:baselineDays 3"),
    ("loop:baselineDays 3 .", "loop:baselineDays -3 ."),
    ("loop:capacity 1", "loop:capcity 1"),
    ("a loop:Review ;", "a loop:Reviw ;"),
    ("loop:speedup 6 .", "loop:speedup 6,5 ."),
    ('"Coding"@en', '"Coding"@en ; loop:roundsOf :nothing'),
    ('"Coding"@en ;', '"Coding"@en'),
    ('"Review"@en', '"Review@en'),
]


def opened(editor: Editor, folder):
    """The parts of a map, open in the editor."""
    path = folder / "components" / "parts.ttl"
    text = path.read_text(encoding="utf-8")
    editor.open(path.as_uri(), text)
    return path, path.as_uri(), text


@pytest.mark.parametrize(("right", "slip"), SLIPS)
def test_findings_are_those_of_check(editor, small_map, right, slip):
    """Code, line, column, severity and words of the command, for a text that is not saved."""
    path, uri, text = opened(editor, small_map)
    broken = text.replace(right, slip, 1)

    editor.type(uri, broken)
    told = editor.findings(uri)

    expected = check_in_map(str(path), broken).of_file
    assert expected
    assert [
        (one.code, one.range.start.line + 1, one.range.start.character + 1, one.severity.value)
        for one in told
    ] == [
        (one.code, one.place.line, one.place.column, _SEVERITIES[one.severity]) for one in expected
    ]
    for one, problem in zip(told, expected, strict=True):
        assert problem.message in one.message
        assert problem.remedy in one.message
    editor.close(uri)


def test_a_finding_covers_the_words_it_is_about(editor, small_map):
    """And it goes when the words are put right."""
    _, uri, text = opened(editor, small_map)
    broken = text.replace("loop:capacity", "loop:capcity")

    editor.type(uri, broken)
    (found,) = editor.findings(uri)
    editor.type(uri, "loop:capacity", found.range)

    assert found.range == range_of(broken, "loop:capcity")
    assert editor.findings(uri) == []
    editor.close(uri)


def test_a_change_in_one_file_is_told_in_another(editor, small_map):
    """A part that is no longer there is missed where it is named, open or not; then it is back."""
    _, uri, text = opened(editor, small_map)
    other = small_map / "dependencies.ttl"
    there = other.read_text(encoding="utf-8")

    editor.type(uri, re.sub(r":review a .*? \.\n", "", text, flags=re.DOTALL))
    editor.findings(uri)
    told = editor.until(lambda: editor.last_told(other.as_uri()), "findings of the other file")
    editor.type(uri, text)
    editor.until(lambda: editor.last_told(other.as_uri()) == [], "no findings any more")

    assert {one.code for one in told} == {"reference-dangling"}
    assert all(there.splitlines()[one.range.start.line].split()[1] == ":review" for one in told)
    editor.close(uri)


def test_columns_count_in_the_unit_that_was_agreed_on(small_map):
    """Letters beyond ASCII stand before the slip, in an editor that counts bytes.

    Behind 15 columns of "    rdfs:label " and a quote: é takes 2 bytes, € 3 and 😀 4.
    """
    editor = Editor(small_map, ("utf-8",))
    _, uri, text = opened(editor, small_map)
    broken = text.replace('"Planning"@en', '"é€😀"@en ; loop:roundsOf :nothing')

    editor.type(uri, broken)
    told = editor.findings(uri)

    found = next(one for one in told if one.code == "reference-dangling").range
    assert editor.capabilities.position_encoding == "utf-8"
    assert found.start.character == 15 + 1 + 9 + len('"@en ; loop:roundsOf ')
    assert found.end.character - found.start.character == len(":nothing")
    assert editor.leave() == 0


@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_windows_line_ends_and_byte_order_marks_move_no_place(editor, small_map, mark):
    """A slip is typed into its range, and told at the very same range."""
    path, uri, text = opened(editor, small_map)
    editor.close(uri)
    text = mark + text.replace("\n", "\r\n")
    editor.open(uri, text)

    editor.type(uri, "loop:capcity", range_of(text, "loop:capacity"))
    (found,) = editor.findings(uri)

    assert found.range == range_of(text.replace("loop:capacity", "loop:capcity"), "loop:capcity")
    assert path.exists()
    editor.close(uri)


def test_a_slip_on_the_line_of_a_byte_order_mark(editor, small_map):
    """On the first line the mark is a character for the editor, and none for messages."""
    _, uri, text = opened(editor, small_map)
    editor.close(uri)
    text = "\ufeff" + text.replace("@prefix :", "@prefx :", 1)

    editor.open(uri, text)
    found = editor.findings(uri)

    assert found[0].range.start == types.Position(0, 1)
    editor.close(uri)


def test_a_text_that_was_never_saved(editor):
    """An untitled text is a map of its own."""
    editor.open("untitled:Untitled-1", "@prefix : <https://w3id.org/loopmap/map/> .\n:a a :b")
    found = editor.findings("untitled:Untitled-1")
    editor.close("untitled:Untitled-1")

    assert [one.code for one in found] == ["syntax-missing-dot"]


def test_turtle_outside_any_map_is_checked_alone(editor, tmp_path):
    """Any Turtle file may be opened; what it means is not ours to judge."""
    path = tmp_path / "people.ttl"
    text = "@prefix foaf: <http://xmlns.com/foaf/0.1/> .\n<urn:x> foaf:name 'X' .\n"
    path.write_text(text, encoding="utf-8")

    editor.open(path.as_uri(), text)
    whole = editor.findings(path.as_uri())
    editor.type(path.as_uri(), text.replace(" .\n<", "\n<"))
    broken = editor.findings(path.as_uri())
    editor.close(path.as_uri())

    assert whole == []
    assert broken[0].code.startswith("syntax-")


def test_a_file_that_is_deleted_or_empty_while_it_is_open(editor, small_map):
    """The open text counts, on the disk or not; an emptied one is told, and nothing breaks."""
    path, uri, text = opened(editor, small_map)

    path.unlink()
    editor.type(uri, text + "\n# more\n")
    assert editor.findings(uri) == []
    editor.type(uri, "")
    assert [one.code for one in editor.findings(uri)] == ["file-empty"]
    editor.type(uri, text)
    assert editor.findings(uri) == []
    editor.close(uri)


def test_ranges_that_lie_outside_the_text_end_nothing(editor, small_map):
    """A change far beyond the end is taken to the end, one that is turned round put right."""
    _, uri, text = opened(editor, small_map)
    far = types.Range(types.Position(90_000, 5), types.Position(90_001, 5))
    turned = types.Range(types.Position(5, 3), types.Position(5, 0))

    editor.type(uri, "# an end\n", far)
    assert editor.findings(uri) == []
    editor.type(uri, "", turned)
    editor.findings(uri)
    editor.type(uri, text)

    assert editor.findings(uri) == []
    editor.close(uri)


def test_other_languages_and_closed_files_are_left_alone(editor, small_map):
    """Nothing is told of a file that is no Turtle; closing takes the findings away."""
    python = (small_map / "a.py").as_uri()
    editor.open(python, "x = ", language="python")
    _, uri, text = opened(editor, small_map)
    editor.type(uri, text.replace("loop:capacity", "loop:capcity"))
    assert editor.findings(uri)

    editor.close(uri)
    editor.until(lambda: editor.last_told(uri) == [], "an end of the findings")

    assert editor.last_told(python) is None
    editor.close(python)


def test_findings_that_name_another_place_lead_there(editor, small_map):
    """A thing that is described in two files: the finding leads to the other block."""
    parts = small_map / "components" / "parts.ttl"
    path = small_map / "dependencies.ttl"
    text = path.read_text(encoding="utf-8")
    editor.open(path.as_uri(), text)

    editor.type(path.as_uri(), text + "\n:coding a loop:Dependency .\n")
    told = editor.findings(path.as_uri())

    related = [place.location for one in told for place in one.related_information or ()]
    there = parts.read_text(encoding="utf-8").splitlines()
    assert {one.uri for one in related} == {parts.as_uri()}
    assert ":coding a loop:Coding ;" in {there[one.range.start.line] for one in related}
    editor.close(path.as_uri())


def test_toml_files_are_checked_as_they_are_written(editor, small_map):
    """Settings of a map: the finding of ``check``, at its line, gone once it is put right."""
    uri = (small_map / "loopmap.toml").as_uri()

    editor.open(uri, 'map = "."\nfail-on = "errors"\n', "toml")
    (told,) = editor.findings(uri)
    editor.type(uri, 'map = "."\nfail-on = "error"\n')
    after = editor.findings(uri)

    assert (told.code, told.range.start.line) == ("toml-word-unknown", 1)
    assert "Did you mean error?" in told.message
    assert after == []
    editor.close(uri)


def test_a_file_beside_a_broken_one_says_that_only_its_text_was_checked(editor, small_map):
    """What it means depends on the other file, and is not asked."""
    other = small_map / "dependencies.ttl"
    other.write_text(other.read_text(encoding="utf-8").replace("loop:lag 2 ;", "loop:lag 2"))
    _, uri, text = opened(editor, small_map)

    editor.type(uri, text + "\n# a note\n")
    told = editor.findings(uri)

    assert [one.code for one in told] == ["map-unreadable"]
    assert "dependencies.ttl" in told[0].message
    editor.close(uri)
