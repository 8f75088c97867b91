"""What people get wrong in a file or on the command line: a place, a cause and a remedy."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest
from turtle_maps import HEAD, loopmap

MORE = """@prefix sosa: <http://www.w3.org/ns/sosa/> .
@prefix prov: <http://www.w3.org/ns/prov#> .
@prefix dcterms: <http://purl.org/dc/terms/> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
"""
LOOP = """
:a a loop:Coding ; rdfs:label "A"@en ; loop:baselineDays 12 ; loop:speedup 6 .
:b a loop:Review ; rdfs:label "B"@en ; loop:baselineDays 8 ; loop:capacity 1 .
:ab a loop:Dependency ; loop:from :a ; loop:to :b ; loop:kind loop:Gates .
:ba a loop:Dependency ; loop:from :b ; loop:to :a ; loop:kind loop:Gates ; loop:lag 2 .
"""
SOURCE = """
:s a loop:Source ; dcterms:title "T" ; dcterms:publisher "P" ;
    dcterms:issued "2026"^^xsd:gYear ; loop:address "https://example.org/t" .
"""


def observation(name, more=""):
    """A trial that measured 2x."""
    return f""":{name} a loop:Evidence ; sosa:hasFeatureOfInterest :a ;
    sosa:observedProperty loop:Speedup ; sosa:hasSimpleResult 2 ; loop:notion loop:SerialSpeed ;
    loop:asOf "2026"^^xsd:gYear ; loop:setting loop:Industry ; loop:grade loop:RandomisedTrial ;
    {more} prov:hadPrimarySource :s ; loop:readAs loop:Read .
"""


def write(tmp_path, text):
    """Write a map and return its path."""
    path = tmp_path / "map.ttl"
    path.write_text(text, encoding="utf-8")
    return path


#: What is changed, into what, what the message says.
BROKEN = {
    "days below 0": ("loop:baselineDays 12", "loop:baselineDays -12", "0 or more"),
    "days as a text": ("loop:baselineDays 12", 'loop:baselineDays "twelve"', "Write a number"),
    "days without end": (
        "loop:baselineDays 12",
        'loop:baselineDays "INF"^^<http://www.w3.org/2001/XMLSchema#double>',
        "not a finite number",
    ),
    "not a number": (
        "loop:baselineDays 12",
        'loop:baselineDays "NaN"^^<http://www.w3.org/2001/XMLSchema#double>',
        "not a finite number",
    ),
    "a number beyond floats": ("loop:baselineDays 12", "loop:baselineDays 1e400", "finite"),
    "a lag below 0": ("loop:lag 2", "loop:lag -2", "whole number, 0 or more"),
    "a lag that is not whole": ("loop:lag 2", "loop:lag 0.5", "whole number, 0 or more"),
    "a whole lag with a decimal point": ("loop:lag 2", "loop:lag 2.0", "Write 2 instead."),
    "a whole lag as a double": ("loop:lag 2", "loop:lag 2e0", "Write 2 instead."),
    "a whole lag of another type": (
        "loop:lag 2",
        'loop:lag "2"^^<http://www.w3.org/2001/XMLSchema#int>',
        "Write 2 instead.",
    ),
    "a whole capacity with a decimal point": (
        "loop:capacity 1",
        "loop:capacity 1.0",
        "Write 1 instead.",
    ),
    "a lag of minus zero": ("loop:lag 2", "loop:lag -0", "a -> b -> a"),
    "no lag": (" ; loop:lag 2", "", "a -> b -> a"),
    "nowhere": ("loop:to :a", "loop:to :nowhere", "nothing of that name"),
    "two kinds": ("loop:Gates ; loop:lag", "loop:Gates , loop:Improves ; loop:lag", "loop:kind"),
    "two families": ("a loop:Coding", "a loop:Coding , loop:Data", "family"),
    "an unknown property": ("loop:speedup", "loop:speedUp", "Did you mean loop:speedup"),
    "an unknown class": ("a loop:Coding", "a loop:Codng", "Did you mean loop:Coding"),
    "a capacity of 0": ("loop:capacity 1", "loop:capacity 0", "1 or more"),
    "a floor above the days": ("loop:speedup 6", "loop:floorDays 13", "above the baseline"),
}


@pytest.mark.parametrize("command", ["check", "critical-path"])
@pytest.mark.parametrize("fault", BROKEN)
def test_a_fault_in_the_map_is_told_with_its_line(tmp_path, fault, command):
    """Exit code 1, and file, line, cause and remedy, from both commands alike."""
    old, new, words = BROKEN[fault]
    assert old in LOOP
    path = write(tmp_path, HEAD + LOOP.replace(old, new))

    said = loopmap("check", path) if command == "check" else loopmap(command, "-o", path)

    text = said.out if command == "check" else said.err
    assert said.code == 1
    assert f"{path}:" in text
    assert words in text
    assert "Traceback" not in said.out + said.err


def test_both_commands_say_the_same_of_a_lag_with_a_decimal_point(tmp_path):
    """File, line, column, the dependency and what to write; ``check`` says it only once."""
    path = write(tmp_path, HEAD + LOOP.replace("loop:lag 2", "loop:lag 2.0"))
    line = HEAD.count("\n") + LOOP.count("\n")
    column = LOOP.splitlines()[-1].index("loop:lag 2") + len("loop:lag ") + 1
    words = (
        f"{path}:{line}:{column}: error: ba: loop:lag is 2.0; it must be a whole number, 0 or "
        "more, without a decimal point or a type."
    )

    checked, asked = loopmap("check", path), loopmap("critical-path", "-o", path)

    assert words in checked.out
    assert words in asked.err
    assert checked.out.count(" error: ") == asked.err.count(" error: ") == 1


@pytest.mark.parametrize("circle", [("x",), ("x", "y"), ("x", "y", "z")], ids=len)
def test_evidence_that_replaces_itself_is_refused(tmp_path, circle):
    """Else none of them would count and nobody would notice that a number has gone."""
    following = (*circle[1:], circle[0])
    text = "".join(
        observation(name, f"dcterms:isReplacedBy :{other} ;")
        for name, other in zip(circle, following, strict=True)
    )
    path = write(tmp_path, HEAD + MORE + LOOP + SOURCE + text)

    said = loopmap("critical-path", "-o", path)

    assert said.code == 1
    told = " -> ".join((*circle, circle[0])) if len(circle) > 1 else "replaced by itself"
    assert told in said.err
    assert "replaced-in-a-circle" in said.err


def test_evidence_replaced_in_a_row_is_fine(tmp_path):
    """Two that give way to a third, one after the other, are no circle."""
    text = observation("x", "dcterms:isReplacedBy :y ;") + observation(
        "y", "dcterms:isReplacedBy :z ;"
    )
    path = write(tmp_path, HEAD + MORE + LOOP + SOURCE + text + observation("z"))

    assert loopmap("critical-path", "--draws", "0", "-o", path).code == 0
    assert loopmap("check", path).code == 0


@pytest.mark.parametrize(
    "missing", ['dcterms:publisher "P" ;', 'dcterms:issued "2026"^^xsd:gYear ;', "loop:address"]
)
def test_a_source_that_nobody_can_find_is_a_finding(tmp_path, missing):
    """Publisher, date and address: without any of them ``check`` ends with exit code 1."""
    source = SOURCE.replace(missing, "loop:readAt" if missing == "loop:address" else "")
    said = loopmap("check", write(tmp_path, HEAD + MORE + LOOP + source + observation("x")))

    assert said.code == 1
    assert "error: s:" in said.out


def test_labels_in_several_languages_are_welcome(tmp_path):
    """One label for each language is fine in both commands; the English one is shown."""
    labels = '"A"@en , "Ein Teil"@de , "\u90e8\u5206"@ja'
    path = write(tmp_path, HEAD + LOOP.replace('"A"@en', labels))
    said = loopmap("critical-path", "--draws", "0", "-f", "json", "-o", path)

    assert loopmap("check", path).code == 0
    assert {item["label"] for item in said.json["components"]} == {"A", "B"}


def test_a_label_that_two_components_share_is_not_guessed(tmp_path):
    """Exit code 2 and both ids; the id itself always works."""
    path = write(tmp_path, HEAD + LOOP.replace('"B"@en', '"A"@en'))

    said = loopmap("critical-path", "-o", path, "--set", "A.speedup=3")

    assert said.code == 2
    assert "a or b" in said.err
    assert loopmap("critical-path", "--draws", "0", "-o", path, "--set", "b.speedup=3").code == 0


@pytest.mark.parametrize(
    ("wrong", "number"),
    [
        ("a.speedup=1e-320", "speed-up of 1e-320"),
        ("a.baseline-days=1e308", "baseline days of 1e+308"),
        ("b.capacity=1e-300", "capacity of 1e-300"),
    ],
)
def test_days_longer_than_the_world_is_old_are_refused(tmp_path, wrong, number):
    """A slip of the pen is a message with exit code 2 that names part and number."""
    said = loopmap("critical-path", "-o", write(tmp_path, HEAD + LOOP), "--set", wrong)

    assert said.code == 2
    assert f"error: {wrong[0]} would take" in said.err
    assert f"Check its {number}." in said.err


@pytest.mark.parametrize(("day", "code"), [("2028-01-01", 0), ("2028-01-02", 2), ("2999", 2)])
def test_a_date_far_beyond_the_evidence_is_refused(tmp_path, day, code):
    """The newest trial is of 2026, known by 31 December at the latest; 366 days more are let by."""
    path = write(tmp_path, HEAD + MORE + LOOP + SOURCE + observation("t"))

    said = loopmap("critical-path", "-o", path, "--draws", "0", "--as-of", day)

    assert said.code == code
    assert ("no evidence later than 2026-12-31" in said.err) == (code == 2)


@pytest.mark.parametrize(
    "arguments",
    [
        ("--set", "=3"),
        ("--set", ".speedup=3"),
        ("--set", "a.speedup=nan"),
        ("--set", "a.speedup=0"),
        ("--set", "a.speedup"),
        ("--set", "a.quality=3"),
        ("--set", "c.speedup=3"),
        ("--as-of", "soon"),
        ("--as-of", "2024-13"),
        ("--setting", "industri"),
        ("--draws", "-1"),
        ("--seed", "-1"),
        ("--format", "xml"),
        ("--unheard-of",),
        ("--scenario", "unheard-of"),
    ],
    ids=" ".join,
)
def test_an_option_that_makes_no_sense_is_a_usage_error(tmp_path, arguments):
    """Exit code 2, something on standard error, nothing on standard output."""
    said = loopmap("critical-path", "-o", write(tmp_path, HEAD + LOOP), *arguments)

    assert said.code == 2
    assert said.err
    assert said.out == ""


def test_the_same_file_twice_is_one_map(tmp_path):
    """Naming a file twice, or by another way to it, changes nothing."""
    path = write(tmp_path, HEAD + LOOP)
    once = loopmap("critical-path", "--draws", "0", "-f", "json", "-o", path)
    twice = loopmap(
        "critical-path", "--draws", "0", "-f", "json", "-o", path, "-o", tmp_path / "." / "map.ttl"
    )

    assert once.json == twice.json


def test_files_that_contradict_each_other_name_both_places(tmp_path):
    """A component with other days in a second file: both lines are shown."""
    first = write(tmp_path, HEAD + LOOP)
    second = tmp_path / "second.ttl"
    second.write_text(HEAD + ":a loop:baselineDays 13 .\n", encoding="utf-8")

    said = loopmap("critical-path", "-o", first, "-o", second)

    assert said.code == 1
    assert f"{first}:" in said.err
    assert f"{second}:" in said.err


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_a_folder_that_may_not_be_read_is_told(tmp_path):
    """Exit code 2 and what to do."""
    folder = tmp_path / "closed"
    folder.mkdir(mode=0)
    try:
        said = loopmap("critical-path", "-o", folder)
    finally:
        folder.chmod(0o700)

    assert said.code == 2
    assert "not allowed" in said.err


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="needs /dev/full")
@pytest.mark.parametrize("format_", ["text", "json"])
def test_a_full_disk_is_no_fault_of_loopmap(tmp_path, format_):
    """Exit code 2 and one sentence; no traceback, no talk of an internal error."""
    command = [sys.executable, "-m", "graph", "critical-path", "--draws", "0", "-f", format_]
    path = write(tmp_path, HEAD + LOOP)
    with open("/dev/full", "w") as full:
        done = subprocess.run(
            [*command, "-o", str(path)], stdout=full, stderr=subprocess.PIPE, text=True, check=False
        )

    assert done.returncode == 2
    assert done.stderr.count("could not be written") == 1
    assert "Traceback" not in done.stderr
    assert "internal" not in done.stderr


def test_a_reader_that_goes_away_is_no_error(tmp_path):
    """``loopmap critical-path | head -1`` ends quietly."""
    command = [sys.executable, "-m", "graph", "critical-path", "--draws", "0"]
    done = subprocess.Popen(
        [*command, "-o", str(write(tmp_path, HEAD + LOOP))],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    done.stdout.close()

    assert done.stderr.read() == ""
    assert done.wait() == 0
