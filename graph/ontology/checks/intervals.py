"""Intervals that nothing can be made of: half, empty, of an odd level, with an end far off."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from graph.errors import Severity
from graph.estimates import Scale
from graph.model import LoopModel, Observation
from graph.ontology.checks.own_numbers import own_numbers
from graph.ontology.names import prefixed
from graph.ontology.statements import Statements, is_written_by_command
from graph.ontology.terms import Property
from graph.ontology.things import Context, Thing
from graph.statistics.scales import to_scale

#: Of an interval that covers less than this the share outside may have been meant.
_LEAST_LEVEL = 0.5
#: So many times as far from the value as the other end, an end may have its point shifted.
_FAR = 2.7
#: In what was counted at work a few long waits make an end lie far off, and no point slips.
_COUNTED, _FAR_COUNTED = "telemetry", 8.0
#: So like each other the two sides are once the point is put right, and so much more than before.
_ALIKE, _BETTER = 4.0, 1.8
_SHIFTS = (1, 2, 3)


def check_intervals(context: Context, own: Statements, model: LoopModel) -> None:
    """Note intervals that were not meant as they are written.

    Args:
        context: all statements, with the vocabulary, and where problems go.
        own: the statements of the person; of what they do not speak nothing is noted.
        model: what the statements say as records.
    """
    for thing, found in own_numbers(context, own, model):
        if any(context.findings.has(thing.name, one) for one in (Property.LOW, Property.HIGH)):
            continue
        _check_level(thing, found)
        if found.low is None or found.high is None:
            _check_half(thing, found)
        elif found.low == found.high:
            _note_empty(thing, found)
        else:
            metric = model.metrics.get(found.metric)
            _check_ends(thing, found, metric.scale if metric else Scale.IDENTITY)


def _check_half(thing: Thing, found: Observation) -> None:
    """Note an interval of which an end is missing, so that nothing can be made of the rest."""
    ends: Mapping[str, float | None] = {
        Property.LOW: found.low,
        Property.HIGH: found.high,
    }
    missing = [name for name, end in ends.items() if end is None]
    given = [name for name, end in ends.items() if end is not None]
    if not given and thing.said(Property.INTERVAL_LEVEL):
        given = [Property.INTERVAL_LEVEL]
    if not given:
        return
    lacking = " and ".join(prefixed(one) for one in missing)
    thing.complain(
        "interval-half",
        f"{prefixed(given[0])} is given, and {lacking} {'is' if len(missing) == 1 else 'are'} "
        "not, so that the interval is not used.",
        f"Give {lacking} too, or take {prefixed(given[0])} away.",
        about=thing.said(given[0])[0],
        severity=Severity.WARNING,
    )


def _note_empty(thing: Thing, found: Observation) -> None:
    if thing.mark is not None and is_written_by_command(thing.mark.document):
        return  # The median of many equal times is one of them, and so are both its ends.
    equal = " and the value" if found.value == found.low else ""
    thing.complain(
        "interval-empty",
        f"loop:low, loop:high{equal} are the same number, {found.low:g}: an interval without "
        "width says that it is known exactly.",
        "Give loop:low and loop:high as they were reported, one below and one above the value, or "
        "take both away.",
        about=thing.said(Property.LOW)[0],
        severity=Severity.WARNING,
    )


def _check_level(thing: Thing, found: Observation) -> None:
    said = thing.said(Property.INTERVAL_LEVEL)
    if said and found.interval_level < _LEAST_LEVEL:
        thing.complain(
            "interval-level-low",
            f"loop:intervalLevel is {found.interval_level:g}: the interval would miss the truth "
            f"{1 - found.interval_level:.0%} of the time.",
            f"Write {1 - found.interval_level:.6g}, if {found.interval_level:g} is the share that "
            "lies outside.",
            about=said[0],
            severity=Severity.WARNING,
        )


class _Sides(NamedTuple):
    """How far the ends of an interval lie from its value, on the scale of its metric."""

    below: float
    above: float

    @property
    def ratio(self) -> float:
        shorter, longer = sorted(self)
        return longer / shorter


def _sides(scale: Scale, low: float, value: float, high: float) -> _Sides | None:
    ends = [to_scale(scale, one) for one in (low, value, high)]
    if any(one is None for one in ends):
        return None
    below, middle, above = (one for one in ends if one is not None)
    return _Sides(middle - below, above - middle) if below < middle < above else None


def _check_ends(thing: Thing, found: Observation, scale: Scale) -> None:
    """Note an end that would lie as far from the value as the other with its point elsewhere."""
    if thing.mark is not None and is_written_by_command(thing.mark.document):
        return  # No point slips in what was counted: few long waits make an end lie far away.
    low, high = found.low or 0.0, found.high or 0.0
    sides = _sides(scale, low, found.value, high)
    far = _FAR_COUNTED if found.grade == _COUNTED else _FAR
    if sides is None or sides.ratio < far:
        return
    at_high = sides.above > sides.below
    for shift in _SHIFTS:
        # An end below 0 is the farther off the larger its digits are.
        shrunk = 10.0 ** (-shift if at_high or low < 0 else shift)
        end = (high if at_high else low) * shrunk
        better = _sides(scale, *((low, found.value, end) if at_high else (end, found.value, high)))
        if better is not None and better.ratio <= min(_ALIKE, sides.ratio / _BETTER):
            name = Property.HIGH if at_high else Property.LOW
            thing.complain(
                "interval-lopsided",
                f"{prefixed(name)} lies {sides.ratio:.2g} times as far from the value as the "
                "other end of the interval.",
                f"Write {end:.6g}, if its point has slipped.",
                about=thing.said(name)[0],
                severity=Severity.WARNING,
            )
            return
