"""One act of a person is one finding: on its line, with what to write, and nothing else."""

from __future__ import annotations

import pytest
from seeded_faults import GOOD, LATER, LIKE_BLIND, NAMED, OTHERS, RICH, TODAY, SeededFault, outcome

from graph.ontology.checks.check import examine
from graph.ontology.reading import Reading, collect_documents
from graph.turtle.reading import read_turtle

#: Kinds that are not told as they should be; each is a defect that is known.
KNOWN_MISSES = frozenset[str]()


def test_the_good_map_has_no_finding() -> None:
    """Without a fault there is nothing to say, so that every finding below is the fault's."""
    vocabulary = collect_documents([RICH]).vocabulary
    document = read_turtle(GOOD, "a.ttl")
    assert document.problems == ()
    assert examine(Reading((document,), vocabulary, ""), TODAY).findings.problems == ()


def test_there_are_many_kinds_and_each_is_one() -> None:
    """Forty kinds of each sort, told apart by name."""
    assert len(NAMED) >= 40
    assert len(OTHERS) >= 40
    kinds = [fault.kind for fault in (*NAMED, *OTHERS, *LATER, *LIKE_BLIND)]
    assert sorted(kinds) == sorted(set(kinds))


@pytest.mark.parametrize(
    "fault", [*NAMED, *OTHERS, *LATER, *LIKE_BLIND], ids=lambda fault: fault.kind
)
def test_a_fault_is_one_finding_on_its_line_with_its_remedy(fault: SeededFault) -> None:
    """Line and remedy are right, and nothing follows from it."""
    found = outcome(fault)
    assert found.good is (fault.kind not in KNOWN_MISSES), "\n".join(found.told)
