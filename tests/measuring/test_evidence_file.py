"""Measurements as a file of evidence: the same numbers, the same bytes, nobody's work lost."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from graph.errors import UsageError
from graph.measuring.evidence_file import evidence_change, evidence_text, refuse_foreign
from graph.measuring.measurement import Measured, Measurement, Provenance
from graph.measuring.period import Period, Step
from graph.turtle.reading import read_turtle
from graph.vocabulary import Bound

SOURCE = Provenance("our-tracker", "Issues of our tracker", "loopmap import events 1")


def quarter(month, until=None):
    """A quarter of 2026."""
    return Period(date(2026, month, 1), Step.QUARTER, until)


def waits(period, value=1.25, **more):
    """How long the review was waited for."""
    given = Measurement(
        "review", "queue-time", value, 0.9, 2.1, "days", 143, "passes", period,
        "from being ready to being taken up.", "import events, days of the calendar",
    )  # fmt: skip
    return replace(given, **more)


def text_of(*measurements):
    """The file that holds them."""
    return evidence_text(Measured(SOURCE, measurements))


def blocks(text):
    """The paragraphs of a text without its head, by their first word."""
    return {part.split()[0]: part for part in text.split("\n\n")[2:]}


def test_a_block_says_all_that_is_known_of_a_number():
    """Value, interval, level, count, date, grade, source, definition and how, in one order."""
    text = text_of(waits(quarter(7), 1.23456, bound=Bound.LOWER))

    assert blocks(text)[":our-tracker-review-queue-time-2026-q3"].rstrip() == (
        ":our-tracker-review-queue-time-2026-q3 a loop:Evidence ;\n"
        '    rdfs:label "review: queue time, July to September 2026"@en ;\n'
        "    sosa:hasFeatureOfInterest :review ;\n"
        "    sosa:observedProperty loop:QueueTime ;\n"
        "    sosa:hasSimpleResult 1.235 ;\n"
        "    loop:low 0.9 ;\n"
        "    loop:high 2.1 ;\n"
        "    loop:intervalLevel 0.95 ;\n"
        '    loop:sampleSize "143 passes" ;\n'
        '    loop:asOf "2026-09"^^xsd:gYearMonth ;\n'
        "    loop:bound loop:LowerBound ;\n"
        "    loop:grade loop:Telemetry ;\n"
        "    prov:hadPrimarySource :our-tracker ;\n"
        '    loop:caveat "Measured: from being ready to being taken up."@en , '
        '"How: import events, days of the calendar"@en .'
    )


def test_the_order_of_measurements_changes_no_byte():
    """They are sorted by part, metric and period."""
    some = [waits(quarter(month)) for month in (1, 4, 7)]
    some.append(waits(quarter(1), subject="coding"))

    assert text_of(*some) == text_of(*reversed(some))


def test_no_node_is_blank_and_the_file_is_turtle():
    """All that the text says is said of things with names."""
    document = read_turtle(text_of(waits(quarter(4)), waits(quarter(7))), "measured.ttl")
    subjects = {str(triple.subject) for triple in document.triples}

    assert len(subjects) == 3
    assert all(
        subject.startswith("https://w3id.org/loopmap/map/our-tracker") for subject in subjects
    )


def test_a_longer_history_leaves_the_blocks_of_periods_that_are_over():
    """A new quarter replaces the last one, and says so beside itself."""
    before = blocks(text_of(waits(quarter(4)), waits(quarter(7))))
    now = waits(quarter(10, until=date(2026, 11, 12)), 3)
    after = blocks(text_of(waits(quarter(4)), waits(quarter(7)), now))
    older, newest = (
        ":our-tracker-review-queue-time-2026-q3",
        ":our-tracker-review-queue-time-2026-q4",
    )

    assert {name: after[name].strip() for name in before} == {
        name: block.strip() for name, block in before.items()
    }
    assert f"{older} dcterms:isReplacedBy {newest} .\n" in after[newest]
    assert "records to 2026-11-12" in after[newest]


def test_the_second_writing_changes_nothing(tmp_path):
    """The same measurements over their own file make no change."""
    path = tmp_path / "own.ttl"
    change = evidence_change(Measured(SOURCE, (waits(quarter(7)),)), path)
    path.write_bytes(change.new)

    assert evidence_change(Measured(SOURCE, (waits(quarter(7)),)), path) is None
    assert evidence_change(Measured(SOURCE, (waits(quarter(7), 2),)), path) is not None


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("# mine\n", "was not written by a measurement"),
        ("", "was not written by a measurement"),
        (None, "was edited since it was measured"),
    ],
)
def test_a_file_of_somebody_elses_is_refused(tmp_path, text, message):
    """Neither a hand-written file nor one that was edited is written over."""
    path = tmp_path / "own.ttl"
    edited = text_of(waits(quarter(7))).replace("1.25", "1.3")
    path.write_text(edited if text is None else text)
    with pytest.raises(UsageError, match=message):
        evidence_change(Measured(SOURCE, (waits(quarter(7)),)), path)


def test_its_own_file_is_not_refused(tmp_path):
    """Line ends that a system changed in the first line alone do not matter."""
    path = tmp_path / "own.ttl"
    path.write_text(text_of(waits(quarter(7))))

    refuse_foreign(path, path.read_bytes())


def test_two_numbers_for_one_thing_are_an_error():
    """The last one would win in silence otherwise."""
    with pytest.raises(UsageError, match="Two numbers are given for queue-time of review in July"):
        text_of(waits(quarter(7), 1), waits(quarter(7), 12))


def test_signs_that_control_a_terminal_or_end_a_line_do_not_get_through():
    """A title with an escape, a line feed and a quote stays one text."""
    title = 'say "x"\x1b[31m\n:evil a loop:Evidence .\u2028'
    text = evidence_text(Measured(replace(SOURCE, title=title), (waits(quarter(7)),)))
    subjects = {str(one.subject) for one in read_turtle(text, "x.ttl").triples}

    assert "\x1b" not in text
    assert "001B" not in text
    assert "\u2028" not in text
    assert not any(subject.endswith("evil") for subject in subjects)


def test_a_name_that_is_no_identifier_is_refused():
    """It would become part of an address."""
    with pytest.raises(UsageError, match="no name for a source"):
        evidence_text(Measured(replace(SOURCE, name="../x y"), ()))
