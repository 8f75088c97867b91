"""Numbers held against the words beside them: what a reasoning comes to, and in which unit."""

from __future__ import annotations

import re
from collections.abc import Iterator
from math import isclose, prod

from graph.errors import Severity
from graph.model import Metric
from graph.ontology.checks.concluded import concluded, multiplied
from graph.ontology.checks.near_misses import ANYWHERE, Bounds, Words, near_miss
from graph.ontology.checks.sums import sums_in
from graph.ontology.checks.told_numbers import (
    NUMBER,
    SECONDS,
    SPEED_UP,
    numbers_in_digits,
    to_float,
)
from graph.ontology.literals import Misfit, read_number
from graph.ontology.names import prefixed
from graph.ontology.statements import Statement, is_written_by_command
from graph.ontology.terms import Property
from graph.ontology.things import Thing
from graph.turtle.document import Literal
from graph.vocabulary import RDFS, RESULT, SOURCE, MetricName

_NUMBERS = re.compile(rf"(?<![\w.]){NUMBER}")
_RESULT = re.compile(r"=\s*([+-]?\d+(?:\.\d+)?)\s*([a-z]*)\s*\.?\s*$")
#: A sum that is written out, with its result where it is given.
_SUM = re.compile(
    rf"(?<![\w.,/-])(?P<parts>{NUMBER}(?:\s*[x×*]\s*{NUMBER})+|{NUMBER}(?:\s*\+\s*{NUMBER})+"
    rf"|{NUMBER}\s+/\s+{NUMBER})(?:\s*[a-z]*\s*=\s*(?:about )?(?P<result>{NUMBER}))?(?![\d/])"
)
#: A number that a reasoning comes to at its very end, behind a colon.
_AT_LAST = re.compile(rf":\s*(?:about )?({NUMBER})\.?\s*$")
#: So far a number may be off from what its reasoning works out: one in the last digit.
_ROUNDING = 0.02
#: And so far from what it says in round words: a month has 28 to 31 days.
_SPAN = 0.05
#: In which words a number is told beside it.
TEXTS = (Property.QUOTE, Property.CAVEAT, Property.REASONING)


def check_worked_out(
    thing: Thing, value: float, reasoning: str | None, metric: Metric | None
) -> None:
    """Note a number that is not what the words beside it come to.

    Args:
        thing: an observation or a supposition.
        value: its number.
        reasoning: why, in words, if that is said.
        metric: of what the number is, if that is known.
    """
    if _note_unit(thing, value, metric) or _note_sums(thing, value):
        return
    by_command = thing.mark is not None and is_written_by_command(thing.mark.document)
    if _check_reasoning(thing, value, reasoning, metric) or metric is None:
        return
    # What a command writes, it has not mistyped.
    if not by_command:
        _note_near_miss(thing, value, metric)


def _numbers_in(text: str) -> set[float]:
    return {to_float(found) for found in _NUMBERS.findall(text)}


def _note_unit(thing: Thing, value: float, metric: Metric | None) -> bool:
    """Note a number of which the text says the same in another unit; return whether it does."""
    unit = metric.unit.rstrip("s") if metric else ""
    number = rf"(?<![\w.,]){re.escape(f'{value:g}')}"
    for predicate in TEXTS:
        for statement in thing.said(predicate):
            text = getattr(statement.value, "lexical", "").replace(",", "")
            if unit in ("share", "ratio") and value > 1:
                found = re.search(
                    rf"{number}\s*(?:%|per ?cent)(\s+(?:less|fewer|lower|faster))?", text
                )
                if found is not None:
                    _note_per_cent(thing, value, unit, predicate, bool(found[1]))
                    return True
            if unit not in SECONDS:
                continue
            found = re.search(rf"{number}[\s-]+({'|'.join(SECONDS)})s?\b", text)
            if found is not None and found[1] != unit:
                meant = value * SECONDS[found[1]] / SECONDS[unit]
                thing.complain(
                    "unit-of-text",
                    f"the number is {value:g}, in {unit}s, and {prefixed(predicate)} says "
                    f"{found[0]}.",
                    f"Write the number in {unit}s: {meant:.6g}.",
                    about=thing.only(RESULT),
                    severity=Severity.WARNING,
                )
                return True
    return False


def _note_per_cent(thing: Thing, value: float, unit: str, predicate: str, less: bool) -> None:
    share = value / 100
    more = 1 - share if less else 1 + share
    better = f"{share:.6g}" if unit == "share" else f"{more:.6g} if that many more, {share:.6g} if"
    thing.complain(
        "unit-of-text",
        f"the number is {value:g}, as a {unit}, and {prefixed(predicate)} says {value:g} per cent.",
        f"Write {better}{'' if unit == 'share' else ' that many of them'}.",
        about=thing.only(RESULT),
        severity=Severity.WARNING,
    )


def _texts(thing: Thing, *predicates: str) -> Iterator[tuple[Statement, str]]:
    for predicate in predicates:
        for statement in thing.said(predicate):
            if isinstance(statement.value, Literal):
                yield statement, statement.value.lexical


def _note_sums(thing: Thing, value: float) -> bool:
    """Note sums that do not come to what stands behind them; return whether there is one."""
    for statement, text in _texts(thing, Property.REASONING, Property.CAVEAT):
        for one in sums_in(text):
            if one.agrees:
                continue
            is_number = isclose(one.stated, value, rel_tol=_ROUNDING)
            thing.complain(
                "sum-wrong",
                f"{prefixed(statement.triple.predicate)} says {one.text}, and that makes "
                f"{one.made:.6g}.",
                f"Write {one.made:.6g}{', and so for the number' if is_number else ''}, or correct "
                "what it is made of.",
                about=statement,
                severity=Severity.WARNING,
            )
            return True
    return False


def _note_near_miss(thing: Thing, value: float, metric: Metric) -> None:
    """Note a number that is nearly what a text beside it says."""
    if metric.anchors:
        return
    every = [text for _, text in _texts(thing, *TEXTS, RDFS + "label", Property.SAMPLE_SIZE)]
    within = _bounds(thing)
    unit = SPEED_UP if metric.id == MetricName.SPEEDUP else metric.unit
    # Of what we assume, the reasoning is what the number rests on.
    is_ours = not thing.said(SOURCE)
    for statement, text in _texts(thing, *TEXTS):
        predicate = statement.triple.predicate
        alone = is_ours and predicate == Property.REASONING and len(numbers_in_digits(text)) == 1
        words = Words(text, predicate == Property.QUOTE, alone)
        meant = near_miss(value, unit, words, every, within)
        if meant is not None:
            name = prefixed(statement.triple.predicate)
            thing.complain(
                "reasoning-disagrees",
                f"the number is {value:g}, and {name} says {meant:g}.",
                f"Write {meant:g}, if a digit or the point has slipped, or correct {name}.",
                about=thing.only(RESULT),
                severity=Severity.WARNING,
            )
            return


def _bounds(thing: Thing) -> Bounds:
    """Return the ends of an interval that are written beside a number, in whatever order."""
    ends = [
        read_number(statement.value)
        for name in (Property.LOW, Property.HIGH)
        for statement in thing.said(name)
    ]
    numbers = [one for one in ends if not isinstance(one, Misfit)]
    return Bounds(min(numbers), max(numbers)) if len(numbers) > 1 else ANYWHERE


def _check_reasoning(
    thing: Thing, value: float, reasoning: str | None, metric: Metric | None
) -> bool:
    """Note a number that is not what its reasoning works out; return whether it is none."""
    if not reasoning:
        return False
    named = _numbers_in(reasoning)
    if value in named or round(value * 100, 6) in named:
        return False
    if told := _worked_out(reasoning, value, metric):
        pass
    elif exchanged := sorted(one for one in named if _digits_exchanged(value, one)):
        told = f"says {exchanged[0]:g}"
    else:
        return False
    thing.complain(
        "reasoning-disagrees",
        f"the number is {value:g}, and its reasoning {told}.",
        "Correct one of the two: the number, or the reasoning that it had before.",
        about=thing.only(RESULT),
        severity=Severity.WARNING,
    )
    return True


def _worked_out(reasoning: str, value: float, metric: Metric | None) -> str:
    """Return what a reasoning comes to, in words; nothing if it comes to the number."""
    ending = _RESULT.search(reasoning)
    if ending is None and metric is not None:
        unit = re.escape(metric.unit)
        found = list(re.finditer(rf"=\s*([+-]?\d+(?:\.\d+)?)\s+{unit}\b", reasoning))
        ending = found[-1] if found else None
    if ending is not None:
        return "" if _near(value, ending[1]) else f"works out {ending[0].strip().rstrip('.')}"
    last = concluded(reasoning, metric.unit) if metric is not None else None
    if last is not None:
        return "" if isclose(value, last.value, rel_tol=_SPAN) else f"comes to {last.text}"
    product = multiplied(reasoning, metric.unit, value) if metric is not None else None
    if product is not None:
        return f"works out {product.text}"
    # Of scores and deviations the sums are of other things.
    if metric is not None and (metric.anchors or metric.unit == "log units"):
        return ""
    sums = [(found[0].strip(), _result(found)) for found in _SUM.finditer(reasoning)]
    at_last = _AT_LAST.search(reasoning)
    if at_last is not None:
        sums.append((at_last[1], to_float(at_last[1])))
    if not sums or any(isclose(value, one, rel_tol=_ROUNDING) for _, one in sums):
        return ""
    text, result = sums[-1]
    shown = f"{result:.6g}"
    return f"works out {text}" if shown in text else f"works out {text} = {shown}"


def _result(found: re.Match[str]) -> float:
    if found["result"]:
        return to_float(found["result"])
    parts = [to_float(one) for one in re.findall(NUMBER, found["parts"])]
    if "/" in found["parts"]:
        return parts[0] / parts[1] if parts[1] else parts[0]
    return sum(parts) if "+" in found["parts"] else prod(parts)


def _near(value: float, result: str) -> bool:
    said, decimals = float(result), len(result.partition(".")[2])
    return bool(abs(said - value) <= max(0.5 * 10**-decimals, _ROUNDING * abs(said)))


def _digits_exchanged(value: float, other: float) -> bool:
    """Return whether two numbers have the same digits in another order.

    >>> _digits_exchanged(161, 116), _digits_exchanged(0.32, 23), _digits_exchanged(12, 120)
    (True, True, False)
    """
    digits = [re.sub(r"\D", "", f"{abs(one):.10g}").strip("0") for one in (value, other)]
    return len(digits[0]) > 1 and digits[0] != digits[1] and sorted(digits[0]) == sorted(digits[1])
