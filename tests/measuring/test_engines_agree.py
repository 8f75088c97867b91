"""The three engines say the same to the bit: Python in memory, DuckDB, and a PostgreSQL."""

from __future__ import annotations

import random

import ibis
import pytest
from event_logs import STAGES, odd_log
from postgres_server import postgres

from graph.measuring import database as databases
from graph.measuring import facts_in_sql
from graph.measuring.clock import Counting, Days
from graph.measuring.database import Database, other_database, own_database
from graph.measuring.event_tables import table_of
from graph.measuring.facts_in_memory import facts_in_memory
from graph.measuring.facts_in_sql import facts_by_query
from graph.measuring.period import Step

#: Each draws another log, other periods, days and clock.
SEEDS = (1, 2)
COUNTINGS = {
    1: Counting(Step.QUARTER, Days.CALENDAR),
    2: Counting(Step.MONTH, Days.WORKING, offset=-8 * 3600),
}


@pytest.fixture(scope="module")
def duck():
    """A DuckDB for all tests here."""
    with own_database() as database:
        yield database


@pytest.fixture(scope="module")
def server():
    """A PostgreSQL for all tests here, whose clock is not that of UTC."""
    with postgres() as url, other_database(url) as database:
        database.backend.raw_sql("SET TIME ZONE 'Asia/Tokyo'")
        yield database


def log_of(seed):
    """The log that a seed draws."""
    return odd_log(random.Random(seed), 60)


@pytest.mark.parametrize("seed", SEEDS)
def test_duckdb_says_what_python_says(duck, seed):
    """All counts, sums and order statistics of a log full of oddities are the same."""
    log, counting = log_of(seed), COUNTINGS[seed]
    expected = facts_in_memory(log, STAGES, counting)

    assert expected.parts
    assert expected.returns
    assert expected.left_out
    assert facts_by_query(duck, table_of(log), STAGES, counting) == expected


@pytest.mark.parametrize("seed", SEEDS)
def test_postgresql_says_what_python_says(server, seed):
    """The same of a second real engine."""
    log, counting = log_of(seed), COUNTINGS[seed]
    server.backend.create_table(f"log_{seed}", table_of(log))
    found = facts_by_query(server, server.backend.table(f"log_{seed}"), STAGES, counting)

    assert found == facts_in_memory(log, STAGES, counting)


def test_shares_of_items_come_to_the_whole(duck, monkeypatch):
    """Cut into eight shares of items, the facts are those of all at once."""
    log, counting = log_of(1), COUNTINGS[1]
    table = table_of(log)
    table = table.mutate(item=table.item.hash())
    monkeypatch.setattr(databases, "ROWS_AT_ONCE", 40)
    monkeypatch.setattr(facts_in_sql, "ROWS_AT_ONCE", 40)
    cut = Database(duck.backend, shares=True)
    cut._names = (f"share_{number}" for number in range(100))

    assert facts_by_query(cut, table, STAGES, counting) == facts_in_memory(log, STAGES, counting)


def test_nothing_is_left_in_the_database(server):
    """What the queries keep goes with them."""
    before = server.tables()
    facts_by_query(server, table_of(log_of(1)), STAGES, COUNTINGS[1])

    assert [name for name in server.tables() if name.startswith("loopmap")] == []
    assert set(before) <= set(server.tables())


def test_an_empty_log_says_nothing(duck):
    """No row, no fact, no fault."""
    facts = facts_by_query(duck, table_of([]), STAGES, COUNTINGS[1])

    assert facts == facts_in_memory([], STAGES, COUNTINGS[1])
    assert facts.rows == 0
    assert ibis.__version__
