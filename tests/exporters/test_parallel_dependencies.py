"""Of several dependencies between the same two parts, those that bind are marked as such."""

from __future__ import annotations

import csv
import io

import pytest

from tests.helpers.turtle_maps import HEAD, answer, loopmap

PARALLEL = (
    HEAD
    + """
:a a loop:Coding ; rdfs:label "A" ; loop:baselineDays 1 .
:b a loop:Review ; rdfs:label "B" ; loop:baselineDays 1 .
:short a loop:Dependency ; loop:from :a ; loop:to :b ; loop:kind loop:Gates ; loop:delayDays 2 .
:long a loop:Dependency ; loop:from :a ; loop:to :b ; loop:kind loop:Gates ; loop:delayDays 40 .
:soon a loop:Dependency ; loop:from :b ; loop:to :a ; loop:kind loop:Gates ; loop:lag 1 .
:late a loop:Dependency ; loop:from :b ; loop:to :a ; loop:kind loop:Gates ;
    loop:lag 2 ; loop:delayDays 60 .
"""
)


@pytest.fixture
def parallel(tmp_path):
    """A loop with two dependencies each way."""
    path = tmp_path / "map.ttl"
    path.write_text(PARALLEL)
    return path


def test_the_binding_one_of_parallel_dependencies_is_named(parallel):
    """The critical cycle says which dependencies it is made of."""
    # long and late: (1 + 40 + 1 + 60) / 2 = 51; long and soon: 42 / 1 = 42.
    found = answer(parallel)
    assert found["period_days"]["median"] == 51
    assert found["critical_dependencies"] == ["long", "late"]


def test_tables_say_which_binds_and_how_long_each_delay_is(parallel):
    """The table marks those, and tells delays."""
    said = loopmap("export", "csv", "--table", "dependencies", "-o", parallel)
    rows = {row["id"]: row for row in csv.DictReader(io.StringIO(said.out))}
    assert {key for key, row in rows.items() if row["critical"] == "yes"} == {"long", "late"}
    assert {key: row["delay_days"] for key, row in rows.items()} == {
        "short": "2.0",
        "long": "40.0",
        "soon": "0.0",
        "late": "60.0",
    }


def test_cycles_that_bind_alike_are_all_told_with_their_shares(tmp_path):
    """Hub 1 day with x or y, 3 days each: two cycles of 4 days, of which x and y have 3."""
    path = tmp_path / "tie.ttl"
    rows = [':hub a loop:Coding ; rdfs:label "Hub" ; loop:baselineDays 1 .']
    for part in "xy":
        rows += [
            f':{part} a loop:Review ; rdfs:label "{part}" ; loop:baselineDays 3 .',
            f":to-{part} a loop:Dependency ; loop:from :hub ; loop:to :{part} ; "
            "loop:kind loop:Gates .",
            f":from-{part} a loop:Dependency ; loop:from :{part} ; loop:to :hub ; "
            "loop:kind loop:Gates ; loop:lag 1 .",
        ]
    path.write_text(HEAD + "\n".join(rows))
    found = [(one["cycle"], one["shares"]) for one in answer(path)["critical_cycles"]]
    assert found == [(["hub", "x"], [0.25, 0.75]), (["hub", "y"], [0.25, 0.75])]
