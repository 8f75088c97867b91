"""The files of a map on the page 'Ontology': findings at their lines, and both ways to the map."""

from __future__ import annotations

import json

from graph.ontology.checks.check import check
from graph.ontology.reading import read_ontology
from graph.views.file_lines import FileLine, counted, file_message, line_of, things_in

#: A text left to write: one piece of advice, at its line.
FAULT = 'rdfs:comment "TODO: say <b>why</b>."@en ; '


def spoil(file) -> int:
    """Leave a text of the first part to write; return its line."""
    text = file.read_text()
    at = text.index("loop:baselineDays")
    file.write_text(text[:at] + FAULT + text[at:])
    return text[:at].count("\n") + 1


def shown(app) -> dict:
    """What the browser gets of the file that is read."""
    return json.loads(app.get_by_key("file_text").proto.json)


def test_findings_stand_at_their_lines_and_lead_there(open_page, small_files):
    """The page lists the finding; its button gives the address file and line."""
    line = spoil(small_files)
    app = open_page("ontology")
    assert not app.exception
    assert line in {one["line"] for one in shown(app)["findings"]}
    assert FAULT in shown(app)["lines"][line - 1]

    button = app.button(
        key=f"finding_{[one['line'] for one in shown(app)['findings']].index(line)}"
    )
    app = button.click().run()
    assert app.query_params["file"] == "loop.ttl"
    assert app.query_params["line"] == str(line)
    assert shown(app)["at"] == line


def test_from_a_part_to_its_line_and_back(open_page, small_files):
    """'Show in file' on a part's page opens the file where it is written."""
    model = read_ontology((small_files,))
    place = model.components["review"].place
    app = open_page("component", component="review")
    app = app.button(key="component_place_file").click().run()
    assert not app.exception
    assert (shown(app)["at"], app.query_params["file"]) == (place.line, "loop.ttl")

    there = {(one.line, one.id) for one in things_in(model, place.file)}
    assert (place.line, "review") in there
    assert line_of(model, place) == FileLine("loop.ttl", str(place.line))


def test_an_address_that_names_no_file_or_line_is_told(open_page, small_files):
    """A path and a line that are none: ignored, told above the page, nothing is read."""
    assert small_files.exists()
    app = open_page("ontology", file="../../etc/passwd", line="-3")
    said = " ".join(str(one.value) for one in app.info).replace("\\", "")
    assert "names a file '../../etc/passwd' that is not here" in said
    assert "names a line '-3' that is no number" in said
    assert "root:" not in json.dumps(shown(app))


def test_a_file_is_handed_over_as_text(small_files):
    """Tags stay letters; 2,000 lines stay 2,000; the counts are those of check."""
    spoil(small_files)
    found = check([small_files]).of_file(str(small_files))
    assert found
    message = file_message("<script>alert(1)</script>\n" * 2000, found, (), None)
    assert message["lines"] == ["<script>alert(1)</script>"] * 2000
    assert counted(found).split()[0].isdigit()
