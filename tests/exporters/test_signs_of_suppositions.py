"""What is supposed can be read off every export; where nothing is supposed nothing is added."""

from __future__ import annotations

import csv
import io
import re
from dataclasses import replace
from xml.etree import ElementTree

import networkx
import pytest

from graph.exporters.answer_report import to_report
from graph.exporters.registry import exporter_named
from graph.model import Component, Supposition
from graph.reports.report import Paragraph, Report
from graph.vocabulary import Family

SVG = "{http://www.w3.org/2000/svg}"
SUPPOSED = "Supposed: C.speedup=3."


def supposing(material, *suppositions):
    """The same material with suppositions on top."""
    study = material.study.supposing(tuple(Supposition(*one) for one in suppositions))
    return replace(material, read_study=lambda: study)


def made(material, name):
    """An export."""
    return exporter_named(name).make(material)


def table(material, name="components"):
    """A table, read back."""
    return list(csv.DictReader(io.StringIO(made(replace(material, table=name), "csv"))))


@pytest.fixture
def faster(worked):
    """The worked loop with coding supposed three times as fast."""
    return supposing(worked, ("C", "speedup", 3.0))


@pytest.mark.parametrize("name", ["svg", "html", "graphml", "csv", "report"])
def test_every_export_says_what_is_supposed_and_from_where_it_is_seen(faster, name):
    """The number as the command line takes it, the setting and the ontology's first digits."""
    text = made(faster, name)

    assert "C.speedup=3" in text
    assert faster.study.standpoint.setting in text
    assert faster.study.model.digest[:12] in text


@pytest.mark.parametrize("name", ["svg", "html", "graphml", "csv", "report"])
def test_an_export_of_the_evidence_says_nothing_of_suppositions(worked, name):
    """No empty line and no empty column."""
    assert "supposed" not in made(worked, name).casefold().replace(made_style(name), "")


def made_style(name):
    """Words of the viewer's own program are not ours to count; only the page brings any."""
    from graph.exporters.html import viewer_script

    return viewer_script().casefold() if name == "html" else "\0"


def test_a_picture_shows_and_tells_what_is_supposed(faster):
    """Below the title for those who see, in the description for those who hear; all inside."""
    root = ElementTree.fromstring(made(faster, "svg"))
    top = float(root.get("viewBox", "").split()[1])
    shown = [t for t in root.iter(f"{SVG}text") if (t.text or "").startswith("Supposed: ")]

    assert SUPPOSED in (root.findtext(f"{SVG}desc") or "")
    assert len(shown) == 1
    heights = sorted(float(text.get("y", "")) for text in root.iter(f"{SVG}text"))
    assert heights[0] > top
    # The title is the highest, the remark comes next, with nothing else on its line.
    assert heights[1] == float(shown[0].get("y", ""))
    assert heights[2] > heights[1] + 18


def test_a_page_tells_what_is_supposed_below_its_title(faster):
    """A paragraph of its own, so that nobody takes the page for the evidence."""
    found = re.search(r'<p id="supposed">(.*?)</p>', made(faster, "html"))

    assert found is not None
    assert found[1] == faster.remark
    assert found[1].startswith(SUPPOSED)


def test_a_network_reads_back_with_what_is_supposed(faster):
    """An attribute of the graph, beside setting and ontology."""
    read = networkx.read_graphml(io.BytesIO(made(faster, "graphml").encode()))

    assert read.graph["supposed"] == "C.speedup=3"
    assert read.graph["setting"] == faster.study.standpoint.setting
    assert read.graph["ontology"] == faster.study.model.digest


@pytest.mark.parametrize("name", ["components", "dependencies"])
def test_the_last_columns_of_a_table_say_what_is_supposed(worked, faster, name):
    """Readers by name or by place find every column of before where it was."""
    before, after = table(worked, name), table(faster, name)

    assert list(after[0]) == [*before[0], "setting", "as_of", "supposed", "ontology"]
    assert {row["supposed"] for row in after} == {"C.speedup=3"}


def test_the_table_of_observations_stays_as_written(worked, faster):
    """Nobody observed what is supposed."""
    assert table(faster, "observations") == table(worked, "observations")


def test_of_many_suppositions_ten_are_named(worked):
    """Twelve supposed: ten by name, and "2 more"; how to get the answer again names all."""
    metrics = ("speedup", "baselineDays")
    keys = sorted(worked.study.model.components)
    many = supposing(
        worked,
        *((key, metric, 20.0) for key in keys for metric in metrics),
        *((key, "floorDays", 1.0) for key in keys[:2]),
    )

    assert len(many.suppositions) == 2 * len(keys) + 2
    assert many.remark.count("=") == 10
    assert f" and {len(many.suppositions) - 10} more." in many.remark
    assert all(one in to_report(many) for one in many.suppositions)


def test_of_two_suppositions_about_one_thing_the_later_is_told(worked):
    """A slider moved on top of a scenario: 3 replaces 2, as it does in the answer."""
    twice = supposing(worked, ("C", "speedup", 2.0), ("C", "speedup", 3.0))

    assert twice.suppositions == ("C.speedup=3",)


def test_a_supposition_is_told_with_all_its_digits(worked):
    """Rounded, the answer could not be had again."""
    exact = supposing(worked, ("C", "speedup", 1.23456789))

    assert exact.suppositions == ("C.speedup=1.23456789",)


def test_a_supposition_cannot_act(worked):
    """An id that looks like markup stays text."""
    name = "<script>x</script>"
    parts = {**worked.study.model.components, name: Component(name, "X", Family.DATA)}
    study = replace(worked.study, model=replace(worked.study.model, components=parts))
    attack = supposing(replace(worked, read_study=lambda: study), (name, "speedup", 2.0))

    for name in ("svg", "graphml"):
        ElementTree.fromstring(made(attack, name))
    assert "<script>x" not in made(attack, "html")
    assert "<script>x" not in made(attack, "report")


def test_a_report_is_the_answer_asked_for(worked):
    """Another question's answer takes the place of what blocks the loop; sources stay."""
    asked = replace(worked, read_report=lambda: Report("Who holds it", (Paragraph("People."),)))
    text = to_report(asked)

    assert text.startswith("# Who holds it\n\nPeople.\n")
    assert "## Sources of days and speed-ups" in text
    assert "## How to get this answer again" in text


def test_an_answer_not_there_yet_gives_way_to_what_blocks_the_loop(worked):
    """A download never comes empty."""
    assert to_report(replace(worked, read_report=lambda: None)) == to_report(worked)
