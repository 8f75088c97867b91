"""Writes marked graphs as people would write them: components, dependencies, capacities."""

from __future__ import annotations

import contextlib
import io
import json
from dataclasses import dataclass, field
from decimal import Decimal

from graph.cli.application import run
from graph.cycles.marked_graph import MarkedGraph, exact

HEAD = """@prefix loop: <https://w3id.org/loopmap#> .
@prefix : <https://w3id.org/loopmap/map/> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
"""
#: The small loop that the guide begins with.
TWO = (
    HEAD
    + """
:coding a loop:Coding ; rdfs:label "Coding"@en ; loop:baselineDays 12 ; loop:speedup 6 .
:review a loop:Review ; rdfs:label "Review"@en ; loop:baselineDays 8 ; loop:capacity 1 .
:coding-gates-review a loop:Dependency ;
    loop:from :coding ; loop:to :review ; loop:kind loop:Gates .
:review-feeds-coding a loop:Dependency ;
    loop:from :review ; loop:to :coding ; loop:kind loop:Gates ; loop:lag 2 .
"""
)
FAMILIES = ("Coding", "Evals", "Data", "Infra", "Review", "Direction")


def decimal(value) -> str:
    """Write a number as Turtle does: whole, or a decimal as long as a float can tell apart.

    >>> decimal(0.25), decimal(3)
    ('0.25', '3')
    """
    number = exact(value)
    if number.denominator == 1:
        return str(number.numerator)
    return f"{Decimal(repr(float(number))):f}"


def _is_count(lag) -> bool:
    return lag > 0 and exact(lag).denominator == 1


@dataclass
class Answer:
    """What a command said.

    Attributes:
        code: its exit code.
        out: what stands on standard output.
        err: what stands on standard error.
    """

    code: int
    out: str
    err: str

    @property
    def json(self):
        """The printed object."""
        return json.loads(self.out)


def loopmap(*arguments) -> Answer:
    """Run one command in this process."""
    out, err = io.StringIO(), io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        code = run([str(argument) for argument in arguments])
    return Answer(code, out.getvalue(), err.getvalue())


def answer(path, *arguments):
    """Ask what blocks the loop, without draws, and return the JSON."""
    said = loopmap("critical-path", "--draws", "0", "-f", "json", "-o", path, *arguments)
    assert said.code == 0, said.err
    return said.json


@dataclass
class Map:
    """A graph with what is written on its components besides their days.

    Attributes:
        graph: components with their days without AI, and dependencies; self arcs without delay
            may be written as capacities.
        speedups: acceleration by component.
        floors: floor days by component.
        names: how a component is called in the file; ``:id`` where nothing is said.
        labels: what people call it.
    """

    graph: MarkedGraph
    speedups: dict[str, str] = field(default_factory=dict)
    floors: dict[str, str] = field(default_factory=dict)
    names: dict[str, str] = field(default_factory=dict)
    labels: dict[str, str] = field(default_factory=dict)

    def paragraphs(self, *, capacities: bool) -> list[str]:
        """Return a paragraph for every component and dependency.

        Args:
            capacities: whether a self arc is written as ``loop:capacity`` where it can be.
        """
        slots = self._slots() if capacities else {}
        written = [self._component(index, slots) for index in range(len(self.graph.nodes))]
        for number, arc in enumerate(self.graph.arcs):
            if number not in slots.values():
                written.append(self._dependency(number, arc))
        return written

    def text(self, *, capacities: bool = False) -> str:
        """Return the whole file."""
        return HEAD + "\n" + "\n".join(self.paragraphs(capacities=capacities))

    def _slots(self) -> dict[int, int]:
        """The arc, by node, that is written as a capacity: one for each node."""
        return {
            arc.tail: number
            for number, arc in enumerate(self.graph.arcs)
            if arc.tail == arc.head and not arc.delay and _is_count(arc.lag)
        }

    def _name(self, node: str) -> str:
        return self.names.get(node, f":{node}")

    def _component(self, index: int, slots: dict[int, int]) -> str:
        node = self.graph.nodes[index]
        said = [
            f"a loop:{FAMILIES[index % len(FAMILIES)]}",
            f'rdfs:label "{self.labels.get(node, f"Part {node}")}"@en',
            f"loop:baselineDays {decimal(self.graph.days[index])}",
        ]
        if node in self.speedups:
            said.append(f"loop:speedup {self.speedups[node]}")
        if node in self.floors:
            said.append(f"loop:floorDays {self.floors[node]}")
        if index in slots:
            said.append(f"loop:capacity {decimal(self.graph.arcs[slots[index]].lag)}")
        return f"{self._name(node)} {' ; '.join(said)} .\n"

    def _dependency(self, number: int, arc) -> str:
        said = [
            "a loop:Dependency",
            f"loop:from {self._name(self.graph.nodes[arc.tail])}",
            f"loop:to {self._name(self.graph.nodes[arc.head])}",
            "loop:kind loop:Gates",
        ]
        if arc.lag:
            said.append(f"loop:lag {decimal(arc.lag)}")
        if arc.delay:
            said.append(f"loop:delayDays {decimal(arc.delay)}")
        return f":dependency-{number} {' ; '.join(said)} .\n"
