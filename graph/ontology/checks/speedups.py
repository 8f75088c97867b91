"""Speed-ups that were written as a gain or as a percentage, by what they would mean as they are."""

from __future__ import annotations

from collections.abc import Sequence

from graph.errors import Severity
from graph.model import LoopModel
from graph.ontology.checks.near_misses import is_told
from graph.ontology.checks.told_numbers import SPEED_UP
from graph.ontology.checks.worked_out import TEXTS
from graph.ontology.literals import Misfit, read_number
from graph.ontology.roles import Role
from graph.ontology.statements import Statements
from graph.ontology.things import Context, Thing
from graph.turtle.document import Literal
from graph.vocabulary import MEASURED, RESULT, MetricName, word

#: Nobody has been slowed down to less, nor sped up to more, and left it without a word.
_LEAST, _MOST = 0.5, 50.0
#: So many others of one part and grade make a row, and so far from it one is out of it.
_OTHERS, _FAR = 3, 2.0


def check_speedups(context: Context, own: Statements, model: LoopModel) -> None:
    """Note speed-ups that can hardly be meant as ratios.

    Args:
        context: all statements, with the vocabulary, and where problems go.
        own: the statements of the person; of what they do not speak nothing is noted.
        model: what the statements say as records.
    """
    rows: dict[tuple[str, str], list[tuple[Thing, float]]] = {}
    for role in (Role.EVIDENCE, Role.SUPPOSITION):
        for thing in context.things(role):
            measured, number = thing.said(MEASURED), thing.said(RESULT)
            if len(measured) != 1 or word(str(measured[0].value)) != MetricName.SPEEDUP:
                continue
            value = read_number(number[0].value) if len(number) == 1 else None
            if value is None or isinstance(value, Misfit) or value <= 0:
                continue
            found = model.observations.get(thing.id)
            if found is not None and role is Role.EVIDENCE:
                rows.setdefault((found.subject, found.grade), []).append((thing, value))
            if thing.name in own.by_subject:
                _check_alone(thing, value)
    for row in rows.values():
        for at, (thing, value) in enumerate(row):
            others = [other for place, (_, other) in enumerate(row) if place != at]
            if len(others) >= _OTHERS and thing.name in own.by_subject:
                _check_in_row(thing, value, others)


def _is_untold(thing: Thing, value: float) -> bool:
    """Return whether nothing beside a number says it, nor is it told wrong already."""
    if thing.context.findings.has(thing.name, RESULT):
        return False
    said = (one.value for name in TEXTS for one in thing.said(name))
    texts = [one.lexical for one in said if isinstance(one, Literal)]
    return not is_told(value, SPEED_UP, texts)


def _check_alone(thing: Thing, value: float) -> None:
    if value < _LEAST:
        _note(
            thing,
            value,
            f"that work takes {1 / value:.3g} times as long",
            f"Write {1 + value:.6g}, if it is {value:.0%} faster",
        )
    elif value >= _MOST and thing.role is Role.EVIDENCE:
        # What is supposed may be anything, however large.
        _note(
            thing,
            value,
            f"that work is {value:.6g} times as fast",
            f"Write {1 + value / 100:.6g} for {value:.6g} per cent faster, {value / 100:.6g} for "
            f"{value:.6g} per cent of the speed",
        )


def _check_in_row(thing: Thing, value: float, others: Sequence[float]) -> None:
    """Note a number out of the row of its like that would be in it as a ratio."""
    low, high = min(others) / 1.1, max(others) * 1.1
    meant = {1 + value} if value < 1 else {1 + value / 100, value / 100}
    fitting = sorted(one for one in meant if low <= one <= high)
    is_out = value > _FAR * max(others) or (value < 1 and value < min(others) / 1.04)
    if fitting and is_out:
        _note(
            thing,
            value,
            f"far from the {len(others)} others of this part and grade, {min(others):.6g} to "
            f"{max(others):.6g}",
            f"Write {fitting[-1]:.6g}, if a gain or a percentage was meant",
        )


def _note(thing: Thing, value: float, says: str, remedy: str) -> None:
    if not _is_untold(thing, value):
        return
    which = "" if says.startswith("far") else "which says "
    thing.complain(
        "speedup-as-gain",
        f"the speed-up is {value:.6g}, {which}{says}.",
        f"{remedy}, since a speed-up is a ratio of times; or say in loop:caveat how it is meant.",
        about=thing.only(RESULT),
        severity=Severity.WARNING,
    )
