"""A slip is told as what the person meant: one finding, at its place, with what to write."""

from __future__ import annotations

from pathlib import Path

import pytest

from graph.turtle.reading import read_turtle
from graph.vocabulary import PREFIXES

HEAD = "".join(f"@prefix {name}: <{iri}> .\n" for name, iri in PREFIXES.items())
BLOCK = """
:z a loop:Coding ;
    rdfs:label "Z"@en .

:a a loop:Coding ;
    rdfs:label "A"@en ;
    skos:definition "What."@en ;
    loop:asOf "2022-05"^^xsd:gYearMonth ;
    loop:low 0.5 ;
    loop:baselineDays 12 .

:d a loop:Dependency ;
    loop:from :a ;
    loop:to :z ;
    loop:kind loop:Gates .

:end loop:low 7 .
"""
#: What is replaced, by what, the code, and a part of the remedy.
SLIPS = [
    ('"2022-05"^^xsd:gYearMonth', "2022-05", "unquoted-date", '"2022-05"^^xsd:gYearMonth'),
    ('"2022-05"^^xsd:gYearMonth', "2022-05-17", "unquoted-date", '"2022-05-17"^^xsd:date'),
    ('"2022-05"^^xsd', '"2022-05"^xsd', "one-caret", "^^xsd:gYearMonth"),
    ("^^xsd:gYearMonth", "^^gYearMonth", "datatype-without-prefix", "^^xsd:gYearMonth"),
    (":a a loop", ":a loop", "class-without-a", ":a a loop:Coding"),
    (":d a loop", ":d loop", "class-without-a", ":d a loop:Dependency"),
    (":a a loop", ":a is loop", "is", "Write `a`"),
    (":a a loop", ":a is a loop", "is", "Write `a`"),
    (":a a loop", ":a A loop", "is", "Write `a`"),
    ('"A"@en', '"A"@en_US', "bad-language", "@en-US"),
    ('"A"@en', '"A"@"en"', "bad-language", "@en"),
    ('"A"@en', 'A"@en', "missing-quote", "before the text"),
    ('"A"@en', "https://example.org/a", "bare-address", "<https://example.org/a>"),
    ("0.5", "1.91x", "number-with-unit", "Write 1.91 alone"),
    ("0.5", "50%", "number-with-unit", "0.5"),
    ("12 .", "12 days .", "number-with-unit", "Write 12 alone"),
    ("0.5", "−0.5", "minus", "-0.5"),
    ("12 .", "1_000 .", "grouped-number", "1000"),
    ("12 .", "1'000 .", "grouped-number", "1000"),
    ("0.5", "0.5-0.7", "range", "loop:high 0.7"),
    ("0.5", "1/2", "fraction", "0.5"),
    ("0.5", "0.5.1", "two-points", "one decimal point"),
    ("0.5", "1e", "unfinished-power", "1e3"),
    ("0.5", "<0.5", "limit-sign", "loop:UpperBound"),
    ("0.5", "~0.5", "limit-sign", "loop:low"),
    ("0.5", "$5", "currency", "Write 5 alone"),
    ("low 0.5", "low = 0.5", "sign-between", "Remove `=`"),
    ("0.5", "TODO", "no-value", "Leave the property out"),
    ("12 .", "12 ; .;", "needless", "Remove"),
    (":d a", ":d–e a", "dash-in-name", ":d-e"),
    (":d a", ":d/e a", "sign-in-name", ":d-e"),
    (":z ;", ":z ; :a ;", "semicolon-for-comma", "comma"),
    (":z ;", ":z and :a ;", "and", "comma"),
    ("0.5", "yes", "truth", "true"),
    ("0.5", "INF", "no-value", "no limit"),
    (":z ;", ":z y ;", "space-in-name", ":z-y"),
    ("loop:kind", "loop: kind", "space-in-name", "loop:kind"),
    ("loop:kind", "loopkind", "name-without-colon", "loop:kind"),
    ('"A"@en ;', '"A"@en ,', "comma-for-semicolon", "semicolon"),
    ("0.5 ;", "0.5 ,", "comma-for-semicolon", "semicolon"),
    (":a a loop:Coding ;\n", "", "no-first-line", "name and class"),
    (":d a loop:Dependency ;\n", "", "no-first-line", "name and class"),
    (":d a", "// what\n:d a", "foreign-comment", "#"),
    ("0.5 ;", "0.5 ; // low", "foreign-comment", "#"),
    (":d a", "/* what\n it is */\n:d a", "foreign-comment", "#"),
    (":d a", "<!-- what -->\n:d a", "foreign-comment", "#"),
]


@pytest.mark.parametrize(("old", "new", "code", "remedy"), SLIPS, ids=[row[1] for row in SLIPS])
def test_a_slip_is_told_once_on_its_line_with_what_was_meant(
    old: str, new: str, code: str, remedy: str
) -> None:
    """One slip is one finding; nothing behind it is lost."""
    assert BLOCK.count(old) == 1 or old in (":z ;", "0.5", '"A"@en'), old
    before, _, after = BLOCK.partition(old)
    document = read_turtle(HEAD + before + new + after, "a.ttl")

    (problem,) = document.problems
    assert problem.code == f"syntax-{code}"
    assert remedy in problem.remedy
    assert problem.place is not None
    assert problem.place.line == (HEAD + before).count("\n") + 1
    assert str(document.triples[-1].object[0]) == "7"


def test_a_replacement_put_in_its_place_mends_the_file() -> None:
    """Where a replacement is given, the text with it reads without a word."""
    for old, new, code, _ in SLIPS:
        before, _, after = BLOCK.partition(old)
        text = HEAD + before + new + after
        (problem,) = read_turtle(text, "a.ttl").problems
        if problem.replacement is None or code in ("space-in-name", "two-separators"):
            continue
        assert problem.place is not None
        lines = text.split("\n")
        line, start = lines[problem.place.line - 1], problem.place.column - 1
        end = start + problem.length
        lines[problem.place.line - 1] = line[:start] + problem.replacement + line[end:]
        assert read_turtle("\n".join(lines), "a.ttl").problems == (), new


def test_each_marker_of_a_merge_is_told_and_the_rest_is_read() -> None:
    """One finding for each of the four kinds of line; the first side is kept."""
    sides = (
        "<<<<<<< HEAD\n    loop:low 0.4 ;\n||||||| base\n    loop:low 0.5 ;\n=======\n"
        "    loop:low 0.6 .\n>>>>>>> branch\n"
    )
    text = HEAD + BLOCK.replace("    loop:low 0.5 ;\n", sides)
    document = read_turtle(text, "a.ttl")
    assert [one.code for one in document.problems] == ["syntax-merge-marker"] * 4
    assert [one.source_line for one in document.problems] == [
        "<<<<<<< HEAD",
        "||||||| base",
        "=======",
        ">>>>>>> branch",
    ]
    lows = [str(one.object[0]) for one in document.triples if one.predicate.endswith("low")]
    assert lows == ["0.4", "7"]
    assert str(document.triples[-1].object[0]) == "7"


def test_lines_that_end_in_cr_alone_are_lines() -> None:
    """Files of old are read like others: a fault stands on its own line."""
    text = (HEAD + BLOCK.replace("0.5 ;", "0.5x ;")).replace("\n", "\r")
    (problem,) = read_turtle(text, "a.ttl").problems
    assert problem.place is not None
    assert problem.place.line == (HEAD + BLOCK).partition("0.5 ;")[0].count("\n") + 1
    assert problem.source_line == "    loop:low 0.5x ;"


def test_what_looks_like_a_slip_within_a_text_is_left_alone() -> None:
    """Texts, comments and addresses may hold anything."""
    text = HEAD + BLOCK.replace('"What."', '"// 1_000 <!-- 2022-05 --> = 5%"') + "# <<<<<<< //\n"
    assert read_turtle(text, "a.ttl").problems == ()


def test_a_very_long_line_takes_no_long_time() -> None:
    """Only what stands near a fault is looked at."""
    text = ":a :b !! ; " * 3000
    assert len(read_turtle(HEAD + text, Path("a.ttl").name).problems) > 100
