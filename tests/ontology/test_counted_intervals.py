"""What a command counted and wrote is not taken for a slip of somebody's hand."""

from __future__ import annotations

import json

import pytest
from team_loop import team_loop

from graph.cli.application import run

#: An upper end 100 times too large, as by a slipped point, or by a few long waits.
LOPSIDED = """@prefix : <https://w3id.org/loopmap/map/> .
@prefix loop: <https://w3id.org/loopmap#> .
@prefix sosa: <http://www.w3.org/ns/sosa/> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .

:review-waits a loop:Evidence ;
    sosa:hasFeatureOfInterest :review ;
    sosa:observedProperty loop:BaselineDays ;
    sosa:hasSimpleResult 1.5 ;
    loop:low 1.2 ; loop:high 190 ;
    loop:grade loop:OurAssumption ;
    loop:reasoning "As far as anybody remembers."@en ;
    loop:asOf "2026-08"^^xsd:gYearMonth .
"""


@pytest.mark.parametrize(("folder", "told"), [("evidence/own", True), ("evidence/measured", False)])
def test_an_interval_of_few_long_waits_is_no_slip_where_it_was_counted(
    folder: str, told: bool, tmp_path, capsys
) -> None:
    """The same lines in a file of a person are asked about."""
    (tmp_path / "loop.ttl").write_bytes(team_loop().read_bytes())
    file = tmp_path / folder / "waits.ttl"
    file.parent.mkdir(parents=True)
    file.write_text(LOPSIDED, encoding="utf-8")
    run(["check", str(tmp_path), "--format", "json", "--all"])
    found = json.loads(capsys.readouterr().out)
    codes = json.dumps(found)
    assert ("interval-lopsided" in codes) is told
