"""Units of metrics, the words for them and their scales, held against each other."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence

from graph.errors import Severity
from graph.estimates import Scale
from graph.model import LoopModel
from graph.ontology.checks.told_numbers import SECONDS
from graph.ontology.literals import read_text
from graph.ontology.names import nearest, slips_for
from graph.ontology.roles import Role
from graph.ontology.statements import Statement, Statements
from graph.ontology.terms import Property
from graph.ontology.things import Context, Thing
from graph.records import record
from graph.turtle.document import Iri
from graph.vocabulary import QUDT, RDFS, SKOS, UNIT

#: The units of QUDT that go with a word for the unit.
_UNITS_OF: Mapping[str, frozenset[str]] = {
    "days": frozenset({"DAY"}),
    "hours": frozenset({"HR"}),
    "minutes": frozenset({"MIN"}),
    "seconds": frozenset({"SEC"}),
    "weeks": frozenset({"WK"}),
    "months": frozenset({"MO"}),
    "years": frozenset({"YR"}),
    "share": frozenset({"FRACTION", "UNITLESS"}),
    "ratio": frozenset({"UNITLESS"}),
    "per cent": frozenset({"PERCENT"}),
    "dollars": frozenset({"CCY_USD"}),
    "per year": frozenset({"PER-YR"}),
    "count": frozenset({"NUM"}),
    "count per year": frozenset({"NUM-PER-YR"}),
    "gigawatts": frozenset({"GigaW"}),
    "gigawatt-hours": frozenset({"GigaW-HR"}),
}
_OTHER_UNITS = (
    "NUM FLOPS MegaW KiloW KiloW-HR NUM-PER-HR NUM-PER-DAY NUM-PER-MO PER-DAY "
    "PER-MO PER-HR BYTE GigaBYTE KiloM KiloGM J W"
)
_UNITS = {name for names in _UNITS_OF.values() for name in names} | {*_OTHER_UNITS.split()}
#: Units of which so many words may be used that none follows.
_ANY_WORD = frozenset({"NUM", "UNITLESS", "FRACTION"})
#: Other words for the unit of what goes from 0 to 100.
_AS_PER_CENT = frozenset({"percent", "percents", "percentage", "pct", "%"})
_HAS_UNIT = QUDT + "hasUnit"
#: So many other metrics of a unit say on which scale it is.
_SAME_SCALE = 3
#: What can be below 0, by the words of its metric.
_EITHER_SIGN = re.compile(r"\b(?:gains?|gaps?|differences?|changes?|below|minus|negative)\b")
#: What ends at 0 and at 1, which the logit needs.
_FROM_0_TO_1 = frozenset({"share", "per cent", "correlation"})
_CAPITAL = re.compile(r"[A-Z][a-z]+(?: |$)")
#: The least length of a word that is taken for another with a slip.
_TELLING = 4


@record(slots=False)
class _Customs:
    """What the metrics of the vocabulary and of the map do.

    Attributes:
        words: the word for the unit of each metric, by the metric's name.
        units: the units of each metric.
        scales: its scale; an empty text where it has no choice.
        used: how many metrics have each word for their unit.
        by_unit: how many metrics of a unit are on each scale, but for those that have no choice.
    """

    words: Mapping[str, str]
    units: Mapping[str, Collection[str]]
    scales: Mapping[str, str]
    used: Counter[str]
    by_unit: Mapping[str, Counter[str]]

    @classmethod
    def of(cls, metrics: Sequence[Thing], model: LoopModel) -> _Customs:
        """Return what some metrics do."""
        words = {thing.id: _text(thing, Property.UNIT_WORD) for thing in metrics}
        scales = {thing.id: _text(thing, Property.SCALE) for thing in metrics}
        signed = _below_0(metrics, model)
        by_unit: dict[str, Counter[str]] = {}
        for name, scale in scales.items():
            # What may be below 0 has no other choice.
            if scale != Scale.IDENTITY.value or name not in signed:
                by_unit.setdefault(_like(words[name]), Counter())[scale] += 1
            else:
                scales[name] = ""
        units = {thing.id: [*_units(thing)] for thing in metrics}
        return cls(words, units, scales, Counter(words.values()), by_unit)

    def units_of(self, word: str, metric: str) -> frozenset[str]:
        """Return the units that go with a word, by what it means or by the other metrics."""
        others = (name for name, said in self.words.items() if said == word and name != metric)
        return _UNITS_OF.get(word) or frozenset(one for name in others for one in self.units[name])

    def known_words(self, metric: str) -> frozenset[str]:
        """Return the words for units that there are besides that of one metric."""
        told = (said for name, said in self.words.items() if name != metric)
        return frozenset((*told, *_UNITS_OF))


def check_units(context: Context, own: Statements, model: LoopModel) -> None:
    """Note units that are none, or not those their words say, and scales that do not fit them.

    Args:
        context: all statements, with the vocabulary, and where problems go.
        own: the statements of the person; of what they do not speak nothing is noted.
        model: what the statements say as records.
    """
    metrics = context.things(Role.METRIC)
    if not any(thing.name in own.by_subject for thing in metrics):
        return
    customs = _Customs.of(metrics, model)
    for thing in metrics:
        if thing.name not in own.by_subject or _note_misspelt(thing, customs):
            continue
        if not _note_units(thing, customs):
            _check_scale(thing, customs)


def _text(thing: Thing, predicate: str) -> str:
    found = [text for one in thing.said(predicate) if isinstance(text := read_text(one.value), str)]
    return found[0] if len(found) == 1 else ""


def _units(thing: Thing) -> Iterable[str]:
    for one in thing.said(_HAS_UNIT):
        if isinstance(one.value, Iri) and one.value.startswith(UNIT):
            yield one.value[len(UNIT) :]


def _note_misspelt(thing: Thing, customs: _Customs) -> bool:
    """Note a word for a unit with a slip of the hand; return whether it has one."""
    said, statements = customs.words[thing.id], thing.said(Property.UNIT_WORD)
    if not said or customs.used[said] > 1 or said in _UNITS_OF or len(statements) != 1:
        return False
    known = customs.known_words(thing.id)
    units = customs.units[thing.id]
    fitting = [one for one in known if {*units} & customs.units_of(one, thing.id)]
    meant = next((one for one in nearest(said, fitting) if slips_for(said, one)), None)
    meant = meant or _as_told(thing, said)
    if _CAPITAL.match(said) and not any(_CAPITAL.match(one) for one in known):
        meant = meant or said[0].lower() + said[1:]
    if meant is None:
        return False
    thing.complain(
        "spelt-in-two-ways",
        f'loop:unitWord is "{said}", which is nearly "{meant}".',
        f'Write "{meant}".',
        about=statements[0],
        severity=Severity.WARNING,
    )
    return True


def _as_told(thing: Thing, said: str) -> str | None:
    """Return a word for a unit with each of its words as label and definition write it."""
    about = (RDFS + "label", SKOS + "definition", SKOS + "notation")
    told = re.findall(r"[a-z]+", " ".join(_text(thing, one) for one in about).lower())
    meant = said
    for word in re.findall(r"[A-Za-z]+", said):
        near = {one for one in told if len(one) >= _TELLING and slips_for(word, one)}
        # The plural is told of many, and the singular of one.
        if word not in told and len(near) == 1 and not _plurals(word, *near):
            meant = meant.replace(word, *near)
    return meant if meant != said else None


def _plurals(one: str, other: str) -> bool:
    return one.rstrip("s") == other.rstrip("s") or not {one, other}.isdisjoint((f"{one}s",))


def _note_units(thing: Thing, customs: _Customs) -> bool:
    """Note units that are none, or other ones than their word says; return whether there are."""
    told = False
    said = customs.words[thing.id]
    wanted = customs.units_of("per cent" if said in _AS_PER_CENT else said, thing.id)
    for statement in thing.said(_HAS_UNIT):
        if not isinstance(statement.value, Iri) or not statement.value.startswith(UNIT):
            continue
        unit = statement.value[len(UNIT) :]
        if unit not in _UNITS:
            _note_unknown(thing, statement, wanted)
            told = True
        elif wanted and unit not in wanted:
            _note_other(thing, statement, said, f"unit:{min(wanted)}")
            told = True
        elif not wanted and said and unit not in _ANY_WORD:
            words = [word for word, units in _UNITS_OF.items() if unit in units]
            if words:
                _note_other(thing, statement, said, None, words[0])
                told = True
    return told


def _note_unknown(thing: Thing, statement: Statement, wanted: Collection[str]) -> None:
    unit = str(statement.value)[len(UNIT) :]
    near = nearest(unit, wanted or _UNITS) or sorted(wanted)[:1]
    hint = f"Did you mean unit:{near[0]}? " if near else ""
    thing.complain(
        "unit-unknown",
        f"QUDT has no unit:{unit} that this map could know.",
        f"{hint}Write a unit such as unit:DAY, unit:HR or unit:UNITLESS.",
        about=statement,
        severity=Severity.WARNING,
        meant=UNIT + near[0] if near else None,
    )


def _note_other(
    thing: Thing, statement: Statement, said: str, unit: str | None, word: str = ""
) -> None:
    written = f"unit:{str(statement.value)[len(UNIT) :]}"
    other = f'the unit of "{said}", or loop:unitWord "{word}"'
    thing.complain(
        "unit-disagrees",
        f'the unit is {written}, and loop:unitWord says "{said}".',
        f"Write {unit}, or correct loop:unitWord." if unit else f"Write {other}.",
        about=statement,
        severity=Severity.WARNING,
        meant=UNIT + unit.removeprefix("unit:") if unit else None,
    )


def _below_0(metrics: Iterable[Thing], model: LoopModel) -> frozenset[str]:
    """Return the metrics that may be 0 or less, or 1 as a share: numbers or words say so."""
    found = {
        thing.id
        for thing in metrics
        if _EITHER_SIGN.search(
            f"{_text(thing, RDFS + 'label')} {_text(thing, SKOS + 'definition')}".lower()
        )
    }
    for one in model.observations.values():
        metric = model.metrics.get(one.metric)
        ends = [end for end in (one.value, one.low, one.high) if end is not None]
        if min(ends) <= 0 or (metric is not None and metric.unit == "share" and max(ends) >= 1):
            found.add(one.metric)
    return frozenset(found)


def _check_scale(thing: Thing, customs: _Customs) -> None:
    """Note the one metric that is on another scale than all others of its unit."""
    said, unit = customs.scales[thing.id], customs.words[thing.id]
    if said not in {scale.value for scale in Scale}:
        return
    others = customs.by_unit[_like(unit)] - Counter((said,))
    usual = max(others, key=lambda scale: others[scale], default="")
    if said in others:
        return
    if len(others) == 1 and others.total() >= _SAME_SCALE:
        remedy = f'Write "{usual}", or say in skos:definition how it can be below 0.'
        why = f"all {others.total()} other metrics in {unit} are on"
        _note_scale(thing, why, usual, remedy if said == Scale.IDENTITY.value else "")
    elif said == Scale.LOGIT.value and unit not in _FROM_0_TO_1:
        _note_scale(thing, f"what is counted in {unit} does not end at 1: it takes", "log")


def _note_scale(thing: Thing, why: str, usual: str, remedy: str = "") -> None:
    statements = thing.said(Property.SCALE)
    thing.complain(
        "scale-disagrees",
        f'loop:scale is "{_text(thing, Property.SCALE)}", and {why} the scale "{usual}".',
        remedy or f'Write "{usual}".',
        about=statements[0],
        severity=Severity.WARNING,
    )


def _like(unit: str) -> str:
    """Return what a unit is one of: times are on one scale whatever they are counted in."""
    return "time" if unit.rstrip("s") in SECONDS else unit
