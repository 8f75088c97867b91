"""The kinds of faults of meaning: dates, intervals, scores, subjects, units, loops, grounds."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator
from random import Random

from meaning_faults import Act, SoundMap, kind

from graph.model import Observation
from graph.ontology.checks.dates import is_later
from graph.ontology.roles import TYPE, Role
from graph.ontology.statements import Statement
from graph.ontology.terms import Property
from graph.ontology.things import Thing
from graph.vocabulary import DCTERMS, PROV, SOSA, word

ABOUT, METRIC = SOSA + "hasFeatureOfInterest", SOSA + "observedProperty"
VALUE, SOURCE = SOSA + "hasSimpleResult", PROV + "hadPrimarySource"
ISSUED, MODIFIED = DCTERMS + "issued", DCTERMS + "modified"
NEWER = DCTERMS + "isReplacedBy"
TODAY = "2026-11-28"


def _dated(statement: Statement, date: str, sound: SoundMap) -> str:
    return sound.written(statement).replace(statement.value.lexical, date)  # type: ignore[union-attr]


def _date(statement: Statement) -> str:
    return statement.value.lexical  # type: ignore[union-attr,no-any-return]


# Dates


@kind
def as_of_to_come(sound: SoundMap, random: Random) -> Iterator[Act]:
    """Date to come: as-of."""
    for thing in (*sound.things(Role.EVIDENCE),):
        yield from _to_come(sound, thing, Property.AS_OF, random)


@kind
def source_to_come(sound: SoundMap, random: Random) -> Iterator[Act]:
    """Date to come: source."""
    for thing in sound.things(Role.SOURCE):
        for predicate in (ISSUED, MODIFIED):
            yield from _to_come(sound, thing, predicate, random)


def _to_come(sound: SoundMap, thing: Thing, predicate: str, random: Random) -> Iterator[Act]:
    for one in thing.said(predicate):
        year = random.choice(["2027", "2036", "2062", "2206", "2126"])
        yield sound.write(one, _dated(one, year + _date(one)[4:], sound), "to come|future|later")


@kind
def as_of_of_another_century(sound: SoundMap, random: Random) -> Iterator[Act]:
    """Date before its time: as-of, another century."""
    for thing in sound.things(Role.EVIDENCE):
        for one in thing.said(Property.AS_OF):
            year = random.choice(["19", "10"]) + _date(one)[2:4]
            yield sound.write(one, _dated(one, year + _date(one)[4:], sound), "date|before|long")


@kind
def as_of_of_another_decade(sound: SoundMap, random: Random) -> Iterator[Act]:
    """Date before its time: as-of, another decade."""
    for thing in sound.things(Role.EVIDENCE):
        for one in thing.said(Property.AS_OF):
            year = random.choice(["201", "200"]) + _date(one)[3]
            if _date(one)[:3] == "202":
                yield sound.write(
                    one, _dated(one, year + _date(one)[4:], sound), "date|before|long"
                )


@kind
def source_of_another_decade(sound: SoundMap, random: Random) -> Iterator[Act]:
    """Date before its time: source, another decade."""
    for thing in sound.things(Role.SOURCE):
        for one in thing.said(ISSUED):
            year = random.choice(["201", "200", "192"]) + _date(one)[3]
            if _date(one)[:3] == "202" and any(
                (found.as_of or "") > year
                for _, found in sound.evidence
                if found.source == thing.id
            ):
                also = [
                    said
                    for other, found in sound.evidence
                    if found.source == thing.id
                    and sound.file(other.said(TYPE)[0]) == sound.file(one)
                    for said in other.said(Property.AS_OF)
                ]
                yield sound.write(
                    one, _dated(one, year + _date(one)[4:], sound), "date|publish", *also
                )


@kind
def modified_before_issued(sound: SoundMap, random: Random) -> Iterator[Act]:
    """Modified before issued."""
    for thing in sound.things(Role.SOURCE):
        for one in thing.said(ISSUED):
            year = str(int(_date(one)[:4]) - random.choice([1, 2, 10]))
            date = f"{year}{_date(one)[4:]}"
            typed = sound.written(one).replace(_date(one), date)
            if not thing.said(MODIFIED):
                yield sound.add(thing, f"dcterms:modified {typed}", "issued|publish|before", one)
            else:
                yield sound.write(thing.said(MODIFIED)[0], typed, "issued|publish|before", one)


@kind
def later_than_source(sound: SoundMap, random: Random) -> Iterator[Act]:
    """Number later than its source."""
    for thing, found in sound.evidence:
        source = sound.model.sources.get(found.source or "")
        date = source.modified or source.issued if source else None
        for one in thing.said(Property.AS_OF):
            if date is None:
                continue
            year = str(int(date[:4]) + 1)
            later = year + _date(one)[4:]
            if later > TODAY:
                later = "2026-11-20"[: len(_date(one))]
            if is_later(later, date):
                yield sound.write(one, _dated(one, later, sound), "source|publish")


@kind
def replaced_by_older(sound: SoundMap, random: Random) -> Iterator[Act]:
    """Replaced by an older one."""
    for thing, found in sound.evidence:
        newer = sound.model.observations.get(found.replaced_by or "")
        if newer is None or newer.as_of is None:
            continue
        for one in thing.said(Property.AS_OF):
            date = f"{int(newer.as_of[:4]) + 1}{_date(one)[4:]}"
            source = sound.model.sources.get(found.source or "")
            if date < TODAY and not (source and is_later(date, source.modified or source.issued)):
                yield sound.write(
                    one, _dated(one, date, sound), "older|newer|later", thing.said(NEWER)[0]
                )


# Intervals


def _ends(thing: Thing) -> tuple[Statement, ...]:
    return tuple(one for name in (Property.LOW, Property.HIGH, VALUE) for one in thing.said(name))


def shown(value: float) -> str:
    """Return a number as a person writes it."""
    return f"{value:.10g}" if abs(value) < 1e9 else f"{value:.6e}"


@kind
def ends_exchanged(sound: SoundMap, random: Random) -> Iterator[Act]:
    """Low and high exchanged."""
    for thing, found in sound.evidence:
        if found.low is None or found.high is None or found.low == found.high:
            continue
        low, high = thing.said(Property.LOW)[0], thing.said(Property.HIGH)[0]
        edits = (sound.change(low, sound.written(high)), sound.change(high, sound.written(low)))
        marks = tuple(one.triple.object_at for one in _ends(thing))
        yield Act(sound.file(low), edits, marks, "exchange|order|swap")


@kind
def value_outside(sound: SoundMap, random: Random) -> Iterator[Act]:
    """Value outside its interval."""
    for thing, found in sound.evidence:
        if found.low is None or found.high is None:
            continue
        value = thing.said(VALUE)[0]
        other = random.choice([found.high * 1.4 + 0.01, found.low * 0.6 - 0.01])
        if found.metric and sound.model.metrics[found.metric].unit == "share":
            other = found.high + (1 - found.high) / 2 if found.high < 1 else found.low / 2
        yield sound.write(
            value, shown(other), "order|above|below|within|range|must be", *_ends(thing)
        )


@kind
def value_for_end(sound: SoundMap, random: Random) -> Iterator[Act]:
    """Value and high exchanged."""
    for thing, found in sound.evidence:
        for name, end in ((Property.LOW, found.low), (Property.HIGH, found.high)):
            if end is None or end == found.value:
                continue
            said, value = thing.said(name)[0], thing.said(VALUE)[0]
            edits = (
                sound.change(said, sound.written(value)),
                sound.change(value, sound.written(said)),
            )
            marks = tuple(one.triple.object_at for one in _ends(thing))
            yield Act(sound.file(said), edits, marks, "exchange|order|swap")


@kind
def no_width(sound: SoundMap, random: Random) -> Iterator[Act]:
    """Interval without width."""
    for thing, found in sound.evidence:
        if found.low is None or found.high is None or found.low == found.high:
            continue
        low, high = thing.said(Property.LOW)[0], thing.said(Property.HIGH)[0]
        value = sound.written(thing.said(VALUE)[0])
        edits = (sound.change(low, value), sound.change(high, value))
        marks = tuple(one.triple.object_at for one in _ends(thing))
        yield Act(
            sound.file(low), edits, marks, "width|equal|same|no interval|apart|take|low.*high"
        )


@kind
def low_missing(sound: SoundMap, random: Random) -> Iterator[Act]:
    """Low missing."""
    for thing, found in sound.evidence:
        if found.low is not None and found.high is not None:
            yield sound.remove(thing, Property.LOW, "loop:low")


@kind
def high_missing(sound: SoundMap, random: Random) -> Iterator[Act]:
    """High missing."""
    for thing, found in sound.evidence:
        if found.low is not None and found.high is not None:
            yield sound.remove(thing, Property.HIGH, "loop:high")


@kind
def ends_missing(sound: SoundMap, random: Random) -> Iterator[Act]:
    """Both ends missing, the level left."""
    for thing, found in sound.evidence:
        if thing.said(Property.INTERVAL_LEVEL) and found.low is not None and found.high is not None:
            act = sound.remove(thing, Property.LOW, "interval|loop:low|level")
            other = sound.remove(thing, Property.HIGH, "")
            (one,), (two,) = act.edits, other.edits
            if one.end <= two.start or two.end <= one.start:
                yield Act(act.file, (one, two), act.fair, act.remedy)


@kind
def level_as_percentage(sound: SoundMap, random: Random) -> Iterator[Act]:
    """Level of an interval as a percentage."""
    for thing, found in sound.evidence:
        for one in thing.said(Property.INTERVAL_LEVEL):
            yield sound.write(
                one, shown(100 * found.interval_level), re.escape(sound.written(one).rstrip("0"))
            )


@kind
def level_turned_round(sound: SoundMap, random: Random) -> Iterator[Act]:
    """Level of an interval turned round."""
    for thing, found in sound.evidence:
        for one in thing.said(Property.INTERVAL_LEVEL):
            yield sound.write(
                one,
                shown(1 - found.interval_level),
                re.escape(sound.written(one).rstrip("0")) + "|level|outside",
            )


@kind
def level_missing(sound: SoundMap, random: Random) -> Iterator[Act]:
    """Level of an interval missing."""
    for thing, found in sound.evidence:
        if thing.said(Property.INTERVAL_LEVEL) and found.grade != "our-assumption":
            yield sound.remove(thing, Property.INTERVAL_LEVEL, "intervalLevel")


@kind
def value_shifted(sound: SoundMap, random: Random) -> Iterator[Act]:
    """Point shifted: value, with an interval."""
    for thing, found in sound.evidence:
        factor = random.choice([0.01, 0.1, 10, 100, 1000])
        value = found.value * factor
        if found.low is None or found.high is None or found.low <= value <= found.high:
            continue
        yield sound.write(
            thing.said(VALUE)[0], shown(value), "order|above|below|must be|Write", *_ends(thing)
        )


@kind
def end_shifted(sound: SoundMap, random: Random) -> Iterator[Act]:
    """Point shifted: an end of an interval."""
    for thing, found in sound.evidence:
        for name, end in ((Property.LOW, found.low), (Property.HIGH, found.high)):
            if end is None or not end or found.low == found.high:
                continue
            shifted = end * random.choice([0.01, 0.1, 10, 100])
            if min(end, found.value) < shifted < max(end, found.value):
                # Nearer to the value it makes a narrower interval, as good as any other.
                continue
            scale = sound.model.metrics[found.metric].scale
            width = abs((found.high or end) - (found.low or end))
            if scale == "identity" and abs(shifted - end) < 0.3 * width:
                # Where differences count a small number a tenth as large is nearly the same.
                continue
            said = thing.said(name)[0]
            yield sound.write(
                said,
                shown(shifted),
                "order|above|below|must be|Write|interval|far|end",
                *_ends(thing),
            )


# Values held against words


def _numbers(text: str) -> set[float]:
    return {
        float(one.replace(",", "")) for one in re.findall(r"(?<![\w.])\d[\d,]*(?:\.\d+)?", text)
    }


def _slipped(value: float, random: Random) -> float:
    """Return a number as it is after a slip: the point, two digits, one digit."""
    text = shown(value)
    digits = [at for at, sign in enumerate(text) if sign.isdigit()]
    pairs = [(a, b) for a, b in itertools.pairwise(digits) if text[a] != text[b]]
    which = random.choice(["point", "pair", "digit"])
    if which == "pair" and pairs:
        a, b = random.choice(pairs)
        signs = list(text)
        signs[a], signs[b] = signs[b], signs[a]
        return float("".join(signs))
    if which == "digit":
        at = random.choice(digits)
        other = random.choice([d for d in "123456789" if d != text[at]])
        return float(text[:at] + other + text[at + 1 :])
    return value * random.choice([0.1, 10, 100])


def _allowed(sound: SoundMap, found: Observation, value: float) -> bool:
    unit = sound.model.metrics[found.metric].unit if found.metric in sound.model.metrics else ""
    if unit == "share" and value > 1:
        return False
    low, high = found.low, found.high
    return not (low is not None and value < low) and not (high is not None and value > high)


@kind
def slipped_beside_ending(sound: SoundMap, random: Random) -> Iterator[Act]:
    """Value slipped beside a reasoning that ends in it."""
    for thing, found in sound.evidence:
        text = found.reasoning or ""
        ending = re.search(r"(?:=|:|≈|so|or|is|of|about|at)\s+([\d.,]+)(?: [a-z]+)?\.?$", text)
        if ending is None or float(ending[1].rstrip(".").replace(",", "")) not in (
            found.value,
            round(100 * found.value, 6),
        ):
            continue
        value = _slipped(found.value, random)
        if value != found.value and _allowed(sound, found, value):
            said = thing.said(VALUE)[0]
            yield sound.write(
                said,
                shown(value),
                "reasoning|works out|says|text",
                *thing.said(Property.REASONING),
            )


#: A number with what stands on both sides of it. What is within a fraction or a power, behind a
#: name ("Claude 2") or the end of a range is not told as a number of its own.
_PLAIN = re.compile(
    r"(?<![\w.,/^-])(?<!to )(?<![A-Z][a-z]{5} )(?P<number>\d[\d,]*(?:\.\d+)?)(?![\d/^–]| ?/)"
    r"(?! to | or | and \d)\s?(?P<behind>%|per ?cent|percentage points|[a-z×]+|)"
)
_SPOKEN = {"one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "nine": 9}
_SPOKEN |= {"eight": 8, "ten": 10, "half": 0.5, "third": 1 / 3, "quarter": 0.25, "fifth": 0.2}
_SPOKEN |= {"a week": 7, "a month": 30, "a year": 365, "two-thirds": 0.67}


def _said(text: str, value: float, unit: str) -> bool:
    """Return whether a person who reads a text sees that it tells a number.

    A number among others without its unit ("of which 8 are for writing") says nothing to somebody
    who does not know which of them is meant.
    """
    for found in _PLAIN.finditer(text):
        number, behind = float(found["number"].rstrip(",").replace(",", "")), found["behind"]
        if behind in ("%", "percent", "per cent", "percentage points"):
            told = [
                number / 100,
                1 - number / 100,
                *([1 + number / 100] if unit == "ratio" else []),
            ]
        elif (
            behind
            and behind not in ("x", "×", "times")
            and unit.split()[0].rstrip("s")
            not in (
                behind.rstrip("s"),
                "count",
            )
        ):
            continue
        else:
            told = [number]
        if any(abs(one - value) < 1e-9 for one in told):
            return True
    return False


def _also(texts: str, value: float) -> bool:
    """Return whether a number that came of a slip is one that the texts tell as well.

    Of two numbers that are told nobody sees which was meant.
    """
    named = _numbers(texts) | {n for word, n in _SPOKEN.items() if word in texts.lower()}
    every = {told for one in named for told in (one, one / 100, 1 - one / 100, 1 + one / 100)}
    return any(abs(one - value) <= 0.04 * value for one in every)


def _beside(sound: SoundMap, random: Random, predicate: str, remedy: str) -> Iterator[Act]:
    """Yield slips of values that one of the texts beside them says."""
    for thing, found in sound.evidence:
        metric = sound.model.metrics[found.metric]
        if metric.anchors:
            # A score is given, and the numbers of its reasons are of other things.
            continue
        texts = " ".join(filter(None, (found.quote, found.caveat, found.reasoning)))
        for said in thing.said(predicate):
            other = _slipped(found.value, random)
            if (
                _said(said.value.lexical, found.value, metric.unit)  # type: ignore[union-attr]
                and other != found.value
                and not _also(texts, other)
                and _allowed(sound, found, other)
            ):
                yield sound.write(thing.said(VALUE)[0], shown(other), remedy, said)


@kind
def slipped_beside_reasoning(sound: SoundMap, random: Random) -> Iterator[Act]:
    """Value slipped beside a reasoning that says it."""
    yield from _beside(sound, random, Property.REASONING, "reasoning|works out|says|text")


@kind
def slipped_beside_quote(sound: SoundMap, random: Random) -> Iterator[Act]:
    """Value slipped beside a quote that says it."""
    yield from _beside(sound, random, Property.QUOTE, "quote|says|text")


@kind
def slipped_beside_caveat(sound: SoundMap, random: Random) -> Iterator[Act]:
    """Value slipped beside a caveat that says it."""
    yield from _beside(sound, random, Property.CAVEAT, "caveat|says|text")


@kind
def supposition_slipped(sound: SoundMap, random: Random) -> Iterator[Act]:
    """Value of a supposition slipped."""
    for thing in sound.things(Role.SUPPOSITION):
        value = float(thing.said(VALUE)[0].value.lexical)  # type: ignore[union-attr]
        for said in thing.said(Property.REASONING):
            named = _numbers(said.value.lexical)  # type: ignore[union-attr]
            other = _slipped(value, random)
            if (value in named or round(100 * value - 100, 6) in named) and other not in named:
                yield sound.write(
                    thing.said(VALUE)[0], shown(other), "reasoning|says|works out", said
                )


#: How a reasoning can come to a number of a unit; ``{}`` is the number.
_ENDINGS = {
    "days": (
        "= {} days", "= {} days.", "≈ {} d", "≈ {} days.", "so {} days", "so {} days.", "i.e. {} days", "that is {} days.",
        "which makes {} days.", "hence {} days", "in all {} days.", "comes to {} days.", "gives {} days.", "about {} days in all.",
        "= {}", "= {}d", "→ {} days", "=> {} days", "~ {} days", "therefore {} days.", "= {} working days", "roughly {} days.", "{} days altogether.",
        "= {} d.", "it takes {} days.", "i. e. {} d",
    ),
    "ratio": ("= {}", "= {}x", "i.e. {}x", "so {} times", "≈ {}x", "that is {} times as fast.", "which makes it {}x.", "hence a factor of {}.", "= {} times.", "→ {}×", "gives {}."),
    "share": ("= {}", "= {%} %", "i.e. {%} %", "so {%} %.", "≈ {%} per cent", "that is {%} percent.", "hence a share of {}.", "which makes {%} %.", "gives {}."),
}  # fmt: skip


def _with_ending(sound: SoundMap, random: Random, unit: str) -> Iterator[Act]:
    pairs = [
        *((thing, found.value, found.metric) for thing, found in sound.evidence),
        *(
            (
                thing,
                float(thing.said(VALUE)[0].value.lexical),
                word(str(thing.said(METRIC)[0].value)),
            )  # type: ignore[union-attr]
            for thing in sound.things(Role.SUPPOSITION)
        ),
    ]
    endings = list(_ENDINGS[unit])
    at = 0
    for thing, value, metric in pairs:
        if sound.model.metrics[metric].unit != unit:
            continue
        for said in thing.said(Property.REASONING):
            other = random.choice([1.5, 2, 0.5, 1.3]) * value
            if unit == "share" and not 0 < other < 1:
                continue
            other = float(f"{other:.2g}") if other < 10 else round(other)
            if abs(other / value - 1) < 0.1 if value else True:
                continue
            ending = endings[at % len(endings)]
            at += 1
            ending = ending.replace("{%}", shown(round(100 * other, 6))).replace("{}", shown(other))
            written = sound.written(said)
            quote = '"""' if written.startswith('"""') else '"'
            stop = written.rindex(quote)
            start = written.find(". ", 0, stop)
            body = written[len(quote) : start if start > 0 else stop].rstrip(".")
            if re.search(r"\d", body):
                body = "Work of three people"
            new = f"{quote}{body}; {ending}{written[stop:]}"
            yield sound.write(said, new, "reasoning|works out|says|text", thing.said(VALUE)[0])


@kind
def other_days(sound: SoundMap, random: Random) -> Iterator[Act]:
    """Reasoning ends in other days."""
    yield from _with_ending(sound, random, "days")


@kind
def other_ratio(sound: SoundMap, random: Random) -> Iterator[Act]:
    """Reasoning ends in another ratio."""
    yield from _with_ending(sound, random, "ratio")


@kind
def other_share(sound: SoundMap, random: Random) -> Iterator[Act]:
    """Reasoning ends in another share."""
    yield from _with_ending(sound, random, "share")


_PRODUCTS = (
    "{a} rounds of {b} days.", "{a} times {b} days.", "{a} x {b} days", "{a} × {b}", "{a} * {b} = {c}", "{a} rounds, each of {b} days.",
    "{a} rounds at {b} days each.", "{a} runs of {b} days one after another.", "{a} steps, {b} days each.", "{b} days for each of {a} rounds.",
    "{a} rounds of {b} days each: {c} days.",
)  # fmt: skip


@kind
def other_product(sound: SoundMap, random: Random) -> Iterator[Act]:
    """Reasoning is a product of other days."""
    at = 0
    for thing, found in sound.evidence:
        if sound.model.metrics[found.metric].unit != "days" or found.value < 1:
            continue
        for said in thing.said(Property.REASONING):
            a, b = (
                random.choice([3, 4, 5, 6]),
                max(2, round(found.value / random.choice([1, 2, 8]))),
            )
            if abs(a * b / found.value - 1) < 0.1 or found.value in (a, b):
                continue
            text = _PRODUCTS[at % len(_PRODUCTS)].format(a=a, b=b, c=a * b)
            at += 1
            yield sound.write(
                said, f'"{text}"@en', "reasoning|works out|says|text", thing.said(VALUE)[0]
            )


_SPANS = {"weeks": 7, "months": 30.44, "years": 365.25, "hours": 1 / 24}


@kind
def other_span(sound: SoundMap, random: Random) -> Iterator[Act]:
    """Days beside a reasoning in another unit."""
    for thing, found in sound.evidence:
        if sound.model.metrics[found.metric].unit != "days" or found.value < 1:
            continue
        value = thing.said(VALUE)[0]
        for said in thing.said(Property.REASONING):
            unit = random.choice(sorted(_SPANS))
            number = sound.written(value)
            text = random.choice(
                [
                    "It takes {} {}.",
                    "About {} {} of work.",
                    "{} {}.",
                    "Somebody said: {} {} in all.",
                    "Two people, {} {}.",
                ]
            )
            yield sound.write(said, f'"{text.format(number, unit)}"@en', "days|unit|" + unit, value)
