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
