"""Random loops, written as Turtle in unusual ways, against the list of all their cycles."""

from __future__ import annotations

import random
import tempfile
from fractions import Fraction
from pathlib import Path

import pytest
from all_cycles import all_cycles, loops
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from turtle_maps import HEAD, Map, answer, loopmap

from graph.cycles.marked_graph import MarkedGraph, exact

pytestmark = pytest.mark.usefixtures("nothing_kept")

DAYS = st.sampled_from([1, 2, 3, 4, 7.5, 12, 0.3, 40])
SPEEDUPS = st.sampled_from(["1", "2", "2.5", "4", "8", "0.5"])
QUICK = settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


@st.composite
def maps(draw):
    """A loop that can start, some of it accelerated, some of it with a floor."""
    graph = draw(loops(DAYS))
    speedups = {node: draw(SPEEDUPS) for node in graph.nodes if draw(st.booleans())}
    floors = {
        node: str(draw(st.sampled_from([0.1, 0.25, 0.3])))
        for node in graph.nodes
        if draw(st.integers(0, 2)) == 0
    }
    return Map(graph, speedups, floors)


def close(value):
    """A number as the JSON has it."""
    return pytest.approx(float(value), rel=1e-9, abs=1e-9)


class Expected:
    """The answers by enumeration, straight from their definitions."""

    def __init__(self, written: Map) -> None:
        self.before = written.graph
        nodes = self.before.nodes
        self.floor = [Fraction(written.floors.get(node, "0")) for node in nodes]
        self.old = [exact(value) for value in self.before.days]
        self.local = [Fraction(written.speedups.get(node, "1")) for node in nodes]
        days = zip(self.floor, self.old, self.local, strict=True)
        self.days = [max(floor, old / local) for floor, old, local in days]
        self.cycles = all_cycles(MarkedGraph(nodes, tuple(self.days), self.before.arcs))
        self.period = self.at({})
        self.period_before = max(cycle.ratio for cycle in all_cycles(self.before))

    def at(self, changes):
        """The period with other days at some nodes."""
        return max(
            (c.work + sum(changes.get(n, self.days[n]) - self.days[n] for n in c.nodes)) / c.lag
            for c in self.cycles
        )

    def critical(self):
        """The cycles that attain the period."""
        return [cycle for cycle in self.cycles if cycle.ratio == self.period]

    def elasticity(self, node):
        """The least share of the node's days over the critical cycles."""
        return min(
            self.days[node] / cycle.work if node in cycle.nodes else Fraction(0)
            for cycle in self.critical()
        )

    def blocking_share(self, node):
        """What of the period goes if the node takes its floor alone."""
        return 1 - self.at({node: self.floor[node]}) / self.period

    def slack(self, node):
        """The least wait over the cycles through the node."""
        return min(self.period * c.lag - c.work for c in self.cycles if node in c.nodes)

    def useful(self, node):
        """The part of the acceleration that the loop uses."""
        return min(
            self.old[node] / self.days[node], self.old[node] / (self.days[node] + self.slack(node))
        )


@QUICK
@given(maps(), st.booleans())
def test_every_number_of_the_answer_is_what_enumeration_gives(tmp_path, written, capacities):
    """Period, pace, shares, slack, useful speed-up, absorption, next bottleneck: by definition."""
    path = tmp_path / "map.ttl"
    path.write_text(written.text(capacities=capacities), encoding="utf-8")
    result, expected = answer(path), Expected(written)

    assert result["period_days"]["median"] == close(expected.period)
    assert result["baseline_period_days"]["median"] == close(expected.period_before)
    assert result["pace"]["median"] == close(expected.period_before / expected.period)
    assert set(result["critical_cycle"]) in [
        {written.graph.nodes[node] for node in cycle.nodes} for cycle in expected.critical()
    ]
    parts = {item["id"]: item for item in result["components"]}
    for node, name in enumerate(written.graph.nodes):
        part, known = parts[name], name in written.speedups
        assert part["days"]["median"] == close(expected.days[node])
        assert part["elasticity"] == close(expected.elasticity(node))
        assert part["blocking_share"] == close(expected.blocking_share(node))
        assert part["permanent_slack_days"] == close(expected.slack(node))
        halved = max(expected.floor[node], expected.days[node] / 2)
        gained = expected.period - expected.at({node: halved})
        assert part["days_gained_at_double_speed"] == close(gained)
        assert (part["useful_speedup"] is None) is not known
        assert (name in result["unknown_components"]) is not known
        if known:
            assert part["useful_speedup"] == close(expected.useful(node))
            gain = expected.at({node: expected.old[node]}) / expected.period - 1
            assert part["system_gain"] == close(gain)
            assert part["absorption"] in absorptions(part["status"], gain, expected.slack(node))
        after = part["next_bottleneck"]
        if after is not None:
            there = expected.at(
                {node: max(expected.floor[node], expected.days[node] / exact(after["at_speedup"]))}
            )
            assert after["period_days"] == close(there)


def absorptions(status, gain, slack):
    """Which word is right."""
    if status not in ("accelerated", "autonomous"):
        return ("not shown accelerated",)
    if gain == 0:
        return ("fully absorbed",)
    return ("load-bearing",) if slack == 0 else ("partly absorbed",)


@settings(QUICK, max_examples=15)
@given(maps(), st.integers(0, 99))
def test_names_files_order_and_line_ends_change_no_answer(tmp_path, written, seed):
    """Whole addresses as ids, labels in any script, many files, shuffled, CRLF and a byte mark.

    A component outside the map's namespace has its whole address as id.
    """
    chance = random.Random(seed)
    plain = tmp_path / "plain.ttl"
    plain.write_text(written.text(), encoding="utf-8")
    addresses = {node: f"<https://example.org/{node}>" for node in written.graph.nodes[::2]}
    labels = {node: f"\u90e8\u5206 {node}  \u00fc\U0001f9ea" for node in written.graph.nodes}
    other = Map(written.graph, written.speedups, written.floors, addresses, labels)
    paragraphs = other.paragraphs(capacities=False)
    chance.shuffle(paragraphs)
    folder = Path(tempfile.mkdtemp(dir=tmp_path))
    (folder / "deep").mkdir()
    for number, name in enumerate(("z.ttl", "deep/a b.ttl", "deep/\u00e9.TTL")):
        part = [HEAD, *paragraphs[number::3]]
        text = "\n\n \t\n# a comment: :a loop:lag 9 .\n\n".join(part).replace("\n", "\r\n")
        (folder / name).write_bytes(b"\xef\xbb\xbf" + text.encode())

    first, second = answer(plain), answer(folder)

    def renamed(name):
        return addresses.get(name, name).strip("<>")

    assert first["period_days"] == second["period_days"]
    assert first["pace"] == second["pace"]
    parts = {item["id"]: item for item in second["components"]}
    for item in first["components"]:
        twin = parts[renamed(item["id"])]
        assert twin["label"] == labels[item["id"]]
        same = ("days", "blocking_share", "elasticity", "permanent_slack_days", "useful_speedup")
        assert [twin[key] for key in same] == [item[key] for key in same]


def test_a_component_with_a_whole_address_can_be_supposed_and_explained(tmp_path):
    """Its address, or its label, names it on the command line although both hold full stops."""
    path = tmp_path / "map.ttl"
    path.write_text(
        HEAD
        + """
<https://example.org/x.y> a loop:Coding ; rdfs:label "Model v2.5"@en ; loop:baselineDays 12 .
:round a loop:Dependency ; loop:from <https://example.org/x.y> ; loop:to <https://example.org/x.y> ;
    loop:kind loop:Gates ; loop:lag 1 .
""",
        encoding="utf-8",
    )
    for name in ("https://example.org/x.y", "Model v2.5", "model V2.5"):
        assert answer(path, "--set", f"{name}.speedup=3")["pace"]["median"] == 3
    said = loopmap("explain", "-o", path, "--draws", "0", "https://example.org/x.y")
    assert said.code == 0, said.err
