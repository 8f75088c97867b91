"""The kinds of faults of meaning about what is said of what: scores, subjects, units, loops, names."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from random import Random

from meaning_fault_kinds import (
    ABOUT,
    METRIC,
    NEWER,
    VALUE,
    shown,
)
from meaning_faults import Act, Edit, SoundMap, kind, prefixed

from graph.ontology.roles import TYPE, Role
from graph.ontology.terms import Property
from graph.ontology.things import Thing
from graph.vocabulary import LOOP, MAP, QUDT, RDFS, Kind, word


def _iri(name: str) -> str:
    return MAP + name.removeprefix(":")


def _term(name: str) -> str:
    return "loop:" + "".join(part.capitalize() for part in name.split("-"))


# Scores


@kind
def score_out_of_range(sound: SoundMap, random: Random) -> Iterator[Act]:
    """Score out of range."""
    for thing, found in sound.evidence:
        if sound.model.metrics[found.metric].anchors:
            yield sound.write(
                thing.said(VALUE)[0],
                random.choice(["5", "6", "-1", "40", "10"]),
                "from 0 to 4|between 0 and 4",
            )


@kind
def score_between(sound: SoundMap, random: Random) -> Iterator[Act]:
    """Score between two steps."""
    for thing, found in sound.evidence:
        if sound.model.metrics[found.metric].anchors and found.rater:
            yield sound.write(
                thing.said(VALUE)[0],
                random.choice(["2.5", "0.75", "3.4"]),
                "whole|step|anchor|0, 1, 2",
            )


@kind
def score_of_another(sound: SoundMap, random: Random) -> Iterator[Act]:
    """Score of the wrong kind of thing."""
    names = [
        thing.name
        for role in (Role.COMPONENT, Role.DEPENDENCY, Role.LOOP, Role.RESOURCE, Role.SKILL)
        for thing in sound.things(role)
    ]
    for thing, found in sound.evidence:
        if sound.model.metrics[found.metric].anchors:
            about = thing.said(ABOUT)[0]
            yield sound.write(about, prefixed(random.choice(names)), "domain", *thing.said(METRIC))


@kind
def number_as_score(sound: SoundMap, random: Random) -> Iterator[Act]:
    """Number of a part as a score."""
    scores = [one.id for one in sound.model.metrics.values() if one.anchors]
    for thing, found in sound.evidence:
        if found.subject in sound.model.components or found.subject in sound.model.dependencies:
            yield sound.write(
                thing.said(METRIC)[0],
                _term(random.choice(scores)),
                "domain|metric|score",
                *thing.said(ABOUT),
                *thing.said(VALUE),
            )


# Elasticities and what else belongs on one kind of dependency


@kind
def elasticity_on_gate(sound: SoundMap, random: Random) -> Iterator[Act]:
    """Elasticity on a dependency that does not improve."""
    for thing in sound.things(Role.DEPENDENCY):
        if sound.model.dependencies[thing.id].kind is not Kind.IMPROVES:
            yield sound.add(thing, "loop:elasticity 0.3", "improves")


@kind
def elasticity_of_gate(sound: SoundMap, random: Random) -> Iterator[Act]:
    """Elasticity observed of a dependency that does not improve."""
    others = [one for one in sound.model.dependencies.values() if one.kind is not Kind.IMPROVES]
    for thing, found in sound.evidence:
        if found.metric == "elasticity":
            about = thing.said(ABOUT)[0]
            yield sound.write(
                about, f":{random.choice(others).id}", "improves", *thing.said(METRIC)
            )


@kind
def lag_on_other(sound: SoundMap, random: Random) -> Iterator[Act]:
    """Lag on a dependency that does not gate."""
    for thing in sound.things(Role.DEPENDENCY):
        if sound.model.dependencies[thing.id].kind is not Kind.GATES:
            line = random.choice(["loop:lag 1", "loop:lag 2", "loop:delayDays 30"])
            yield sound.add(thing, line, "gates")


@kind
def soundness_on_other(sound: SoundMap, random: Random) -> Iterator[Act]:
    """Soundness on a dependency that does not verify."""
    for thing in sound.things(Role.DEPENDENCY):
        if sound.model.dependencies[thing.id].kind is not Kind.VERIFIES:
            line = random.choice(
                [
                    "loop:soundness 0.9",
                    "loop:latencyDays 2",
                    "loop:independence 0.5",
                    "loop:costPerUse 0.1",
                ]
            )
            yield sound.add(thing, line, "verifies")


@kind
def kind_changed(sound: SoundMap, random: Random) -> Iterator[Act]:
    """Kind of a dependency changed."""
    for thing in sound.things(Role.DEPENDENCY):
        said = thing.said(Property.KIND)[0]
        own = sound.written(said)
        other = random.choice(
            [
                one
                for one in ("loop:Gates", "loop:Improves", "loop:Verifies", "loop:Bypasses")
                if one != own
            ]
        )
        yield sound.write(said, other, re.escape(own))


@kind
def turned_round(sound: SoundMap, random: Random) -> Iterator[Act]:
    """Dependency turned round."""
    for thing in sound.things(Role.DEPENDENCY):
        one, other = thing.said(Property.FROM)[0], thing.said(Property.TO)[0]
        edits = (sound.change(one, sound.written(other)), sound.change(other, sound.written(one)))
        yield Act(
            sound.file(one),
            edits,
            (one.triple.object_at, other.triple.object_at),
            "exchange|reverse|swap|Write",
        )


@kind
def other_end(sound: SoundMap, random: Random) -> Iterator[Act]:
    """Dependency from another part."""
    parts = [thing.id for thing in sound.things(Role.COMPONENT)]
    for thing in sound.things(Role.DEPENDENCY):
        for predicate in (Property.FROM, Property.TO):
            one = thing.said(predicate)[0]
            yield sound.write(one, f":{random.choice(parts)}", re.escape(sound.written(one)))


@kind
def on_itself(sound: SoundMap, random: Random) -> Iterator[Act]:
    """Dependency on itself."""
    for thing in sound.things(Role.DEPENDENCY):
        one, other = thing.said(Property.FROM)[0], thing.said(Property.TO)[0]
        first, second = random.choice([(one, other), (other, one)])
        yield sound.write(
            first,
            sound.written(second),
            re.escape(sound.written(first)) + "|different|itself",
            second,
        )


@kind
def end_missing(sound: SoundMap, random: Random) -> Iterator[Act]:
    """End of a dependency missing."""
    for thing in sound.things(Role.DEPENDENCY):
        for predicate in (Property.FROM, Property.TO, Property.KIND):
            yield sound.remove(thing, predicate, prefixed(predicate))


@kind
def lag_wrong(sound: SoundMap, random: Random) -> Iterator[Act]:
    """Lag negative or a fraction."""
    for thing in sound.things(Role.DEPENDENCY):
        text = random.choice(["-1", "0.5", "1.5", "-2"])
        if thing.said(LOOP + "lag"):
            yield sound.write(thing.said(LOOP + "lag")[0], text, "whole|0 or more")
        elif sound.model.dependencies[thing.id].kind is Kind.GATES:
            yield sound.add(thing, f"loop:lag {text}", "whole|0 or more")


@kind
def lag_as_delay(sound: SoundMap, random: Random) -> Iterator[Act]:
    """Lag written as a delay."""
    for thing in sound.things(Role.DEPENDENCY):
        for one in thing.said(LOOP + "lag"):
            edit = Edit(one.triple.predicate_at, one.triple.object_at, "loop:delayDays ")
            yield Act(
                sound.file(one),
                (edit,),
                (one.triple.object_at, thing.said(TYPE)[0].triple.subject_at),
                "lag",
            )


@kind
def delay_as_lag(sound: SoundMap, random: Random) -> Iterator[Act]:
    """Delay written as a lag."""
    for thing in sound.things(Role.DEPENDENCY):
        if sound.model.dependencies[thing.id].kind is Kind.GATES and not thing.said(LOOP + "lag"):
            yield sound.add(thing, f"loop:lag {random.choice([30, 60, 90, 180])}", "days|delay")


@kind
def delay_negative(sound: SoundMap, random: Random) -> Iterator[Act]:
    """Negative delay."""
    for thing in sound.things(Role.DEPENDENCY):
        if sound.model.dependencies[thing.id].kind is Kind.GATES and not thing.said(
            LOOP + "delayDays"
        ):
            yield sound.add(
                thing, f"loop:delayDays -{random.choice([30, 60, 90, 180])}", "0 or more"
            )


# Subjects and metrics


def _others(sound: SoundMap, role: Role, random: Random) -> str:
    wrong = [
        one
        for one in (
            Role.COMPONENT,
            Role.DOMAIN,
            Role.DEPENDENCY,
            Role.LOOP,
            Role.SOURCE,
            Role.SKILL,
            Role.STOCK,
            Role.DRIVER,
        )
        if one is not role
    ]
    return prefixed(random.choice(sound.things(random.choice(wrong))).name)


#: So many numbers of a metric are about one kind of thing before it is told of that kind alone:
#: below that, that another one is told of another kind may well be meant. What is measured of a
#: part may be measured of a domain too.
_CUSTOM = {Role.LOOP: 3, Role.DEPENDENCY: 4}
_SELDOM = {Role.DOMAIN: 20, Role.LOOP: 14, Role.DEPENDENCY: 12}


def _told_of(sound: SoundMap, metric: str, role: Role | None) -> bool:
    """Return whether the map shows that a metric is not told of a kind of thing."""
    roles = [
        sound.role(str(thing.said(ABOUT)[0].value))
        for thing, found in sound.evidence
        if found.metric == metric
    ]
    least = max((_CUSTOM.get(one, 6) for one in roles if one is not None), default=99)
    if role is not None and {Role.COMPONENT, Role.DOMAIN} & {*roles}:
        least = max(least, _SELDOM.get(role, 0))
    return role not in roles and len(roles) > least


def _named_in(sound: SoundMap, thing: Thing, *names: str) -> bool:
    """Return whether the name of a number says one of some names."""
    return any(f"-{name}-" in f"-{thing.id}-" for name in names)


@kind
def number_of_other(sound: SoundMap, random: Random) -> Iterator[Act]:
    """Number of another kind of thing."""
    for thing, found in sound.evidence:
        about = thing.said(ABOUT)[0]
        role = sound.role(str(about.value))
        if role in (Role.COMPONENT, Role.DOMAIN, Role.DEPENDENCY, Role.LOOP):
            other = _others(sound, role, random)
            kind_of = sound.role(_iri(other))
            # Of a skill or a source nothing is measured; of others it depends on the metric.
            if kind_of not in (Role.SKILL, Role.SOURCE) and not _told_of(
                sound, found.metric, kind_of
            ):
                continue
            yield sound.write(
                about, other, f"{role}|{word(str(about.value))}|dependenc", *thing.said(METRIC)
            )


@kind
def number_of_other_part(sound: SoundMap, random: Random) -> Iterator[Act]:
    """Number of another part."""
    # Where neither its name nor its label names the part, and the numbers of its metric are of
    # several, nobody who has not read the source can see that it is of another.
    about_of: dict[str, set[str]] = {}
    for thing, found in sound.evidence:
        about_of.setdefault(found.metric, set()).add(str(thing.said(ABOUT)[0].value))
    many = Counter(found.metric for _, found in sound.evidence)
    for thing, found in sound.evidence:
        about = thing.said(ABOUT)[0]
        role = sound.role(str(about.value))
        if role not in (Role.COMPONENT, Role.DOMAIN, Role.DEPENDENCY):
            continue
        name = word(str(about.value))
        label = " ".join(sound.written(one) for one in thing.said(RDFS + "label")).lower()
        named = f"-{name}-" in f"-{thing.id}-" and (
            "-" in name or name.replace("-", " ") in label or thing.id.startswith(f"{name}-")
        )
        alone = len(about_of[found.metric]) == 1 and many[found.metric] > 8
        if named or alone:
            other = random.choice(
                [one.name for one in sound.things(role) if one.name != about.value]
            )
            # The number that replaces it, or that it replaces, is then of another part too.
            also = [
                one
                for other_thing, _ in sound.evidence
                for one in other_thing.said(NEWER)
                if str(one.value) == thing.name and sound.file(one) == sound.file(about)
            ]
            yield sound.write(about, prefixed(other), re.escape(name), *also)


@kind
def metric_of_other(sound: SoundMap, random: Random) -> Iterator[Act]:
    """Metric of another kind of thing."""
    metrics = sorted({found.metric for _, found in sound.evidence})
    roles = (Role.COMPONENT, Role.DOMAIN, Role.DEPENDENCY, Role.LOOP)
    of = {role: [name for name in metrics if _told_of(sound, name, role)] for role in roles}
    for thing, _ in sound.evidence:
        role = sound.role(str(thing.said(ABOUT)[0].value))
        wrong = of.get(role, []) if role is not None else []
        said = thing.said(METRIC)[0]
        if wrong and role in (Role.COMPONENT, Role.DOMAIN, Role.DEPENDENCY, Role.LOOP):
            yield sound.write(
                said,
                _term(random.choice(wrong)),
                "metric|of|Name",
                *thing.said(ABOUT),
                *thing.said(VALUE),
                *thing.said(Property.NOTION),
            )


@kind
def metric_of_other_unit(sound: SoundMap, random: Random) -> Iterator[Act]:
    """Metric of another unit."""
    for thing, found in sound.evidence:
        own = sound.model.metrics[found.metric]
        wrong = [
            one for one in sound.model.metrics.values() if one.unit != own.unit and not one.anchors
        ]
        other = random.choice(wrong)
        label = " ".join(one.value.lexical for one in thing.said(RDFS + "label"))  # type: ignore[union-attr]
        # Where neither the name nor the label says of what it is a number, and the other metric
        # has such numbers too, nothing in the map denies it.
        out = other.unit == "share" and not 0 <= found.value <= 1
        named = _named_in(sound, thing, found.metric) or (
            " " in own.label and own.label.lower() in label.lower()
        )
        if named or out:
            yield sound.write(
                thing.said(METRIC)[0],
                _term(other.id),
                "metric|unit|" + re.escape(found.metric) + "|" + _term(found.metric),
                *thing.said(ABOUT),
                *thing.said(VALUE),
                *thing.said(Property.NOTION),
            )


# Units


_SLIPS = {
    "unit:DAY": ["unit:DAYS", "unit:Day", "unit:day", "unit:D", "unit:DAY_"],
    "unit:HR": ["unit:HOUR", "unit:H", "unit:Hr", "unit:HRS"],
    "unit:MIN": ["unit:MINUTE", "unit:Min", "unit:MINS"],
    "unit:UNITLESS": [
        "unit:Unitless",
        "unit:UNITLES",
        "unit:UNITLESSS",
        "unit:NONE",
        "unit:DIMENSIONLESS",
    ],
    "unit:FRACTION": ["unit:Fraction", "unit:FRACTIONS", "unit:FRACTON"],
    "unit:CCY_USD": ["unit:USD", "unit:CCY-USD", "unit:DOLLAR", "unit:CCY_USDOLLAR"],
}


@kind
def unit_misspelt(sound: SoundMap, random: Random) -> Iterator[Act]:
    """Unit misspelt."""
    for thing in sound.things(Role.METRIC):
        for one in thing.said(QUDT + "hasUnit"):
            written = sound.written(one)
            slip = random.choice(_SLIPS.get(written, [written + "S"]))
            yield sound.write(one, slip, re.escape(written))


@kind
def unit_of_other_dimension(sound: SoundMap, random: Random) -> Iterator[Act]:
    """Unit of another dimension."""
    units = [
        "unit:DAY",
        "unit:HR",
        "unit:UNITLESS",
        "unit:CCY_USD",
        "unit:PER-YR",
        "unit:PERCENT",
        "unit:NUM",
        "unit:MIN",
    ]
    for thing in sound.things(Role.METRIC):
        for one in thing.said(QUDT + "hasUnit"):
            written = sound.written(one)
            same = ("unit:UNITLESS", "unit:FRACTION", "unit:NUM")
            other = random.choice(
                [u for u in units if u != written and not (u in same and written in same)]
            )
            yield sound.write(
                one, other, re.escape(written) + "|unitWord", *thing.said(Property.UNIT_WORD)
            )


@kind
def unit_word_misspelt(sound: SoundMap, random: Random) -> Iterator[Act]:
    """Word of a unit misspelt."""
    for thing in sound.things(Role.METRIC):
        for one in thing.said(Property.UNIT_WORD):
            text = one.value.lexical  # type: ignore[union-attr]
            at = random.randrange(1, len(text))
            slip = random.choice(
                [
                    text[:at] + text[at + 1 :],
                    text[:-1] if text.endswith("s") else text + "s",
                    text.capitalize(),
                    text[:at] + text[at - 1] + text[at:],
                ]
            )
            if slip != text:
                yield sound.write(one, sound.written(one).replace(text, slip), re.escape(text))


@kind
def unit_word_of_other(sound: SoundMap, random: Random) -> Iterator[Act]:
    """Word of a unit of another dimension."""
    pure = ("share", "ratio")
    for thing in sound.things(Role.METRIC):
        written = sound.written(thing.said(QUDT + "hasUnit")[0])
        for one in thing.said(Property.UNIT_WORD):
            text = one.value.lexical  # type: ignore[union-attr]
            other = random.choice(
                [
                    u
                    for u in ("days", "hours", "share", "ratio", "dollars", "minutes", "per year")
                    # What is a pure number may be called a ratio; nothing in the map denies it.
                    if u != text
                    and not (u in pure and written in ("unit:UNITLESS", "unit:FRACTION"))
                ]
            )
            yield sound.write(
                one,
                sound.written(one).replace(text, other),
                re.escape(text) + "|unit",
                *thing.said(QUDT + "hasUnit"),
            )


@kind
def scale_changed(sound: SoundMap, random: Random) -> Iterator[Act]:
    """Scale that does not go with the unit."""
    # Of a unit that few have, or that is on several scales, nobody can see which it should be.
    scales: dict[str, list[str]] = {}
    for thing in sound.things(Role.METRIC):
        for one in (*thing.said(Property.SCALE),):
            scales.setdefault(_unit_word(thing), []).append(one.value.lexical)  # type: ignore[union-attr]
    for thing in sound.things(Role.METRIC):
        found = scales.get(_unit_word(thing), [])
        for one in thing.said(Property.SCALE) if len(found) > 3 and len({*found}) == 1 else ():
            text = one.value.lexical  # type: ignore[union-attr]
            other = random.choice([u for u in ("log", "logit", "identity") if u != text])
            yield sound.write(
                one, sound.written(one).replace(text, other), re.escape(text) + "|scale"
            )


def _unit_word(thing: Thing) -> str:
    return " ".join(str(one.value) for one in thing.said(Property.UNIT_WORD))


@kind
def scale_misspelt(sound: SoundMap, random: Random) -> Iterator[Act]:
    """Scale misspelt."""
    for thing in sound.things(Role.METRIC):
        for one in thing.said(Property.SCALE):
            text = one.value.lexical  # type: ignore[union-attr]
            slip = random.choice(
                ["linear", "Log", "logarithmic", "lgo", "log-it", "ident", "logistic"]
            )
            yield sound.write(one, sound.written(one).replace(text, slip), "log|identity")


# Named loops


def _steps(sound: SoundMap) -> set[tuple[str, str]]:
    return {
        (one.source, one.target)
        for one in sound.model.dependencies.values()
        if one.kind is not Kind.BYPASSES
    }


@kind
def loop_step_foreign(sound: SoundMap, random: Random) -> Iterator[Act]:
    """Step of a loop that is no dependency."""
    steps, parts = _steps(sound), [thing.id for thing in sound.things(Role.COMPONENT)]
    for thing in sound.things(Role.LOOP):
        said = list(thing.said(Property.THROUGH))
        names = [word(str(one.value)) for one in said]
        if len(names) < 3 or thing.id == "whole-loop":
            continue
        for at, one in enumerate(said):
            before, after = names[at - 1], names[(at + 1) % len(names)]
            wrong = [
                part
                for part in parts
                if part not in names and (before, part) not in steps and (part, after) not in steps
            ]
            for part in random.sample(wrong, 6):
                follower = said[(at + 1) % len(said)]
                yield sound.write(one, f":{part}", "dependency|leads", follower)


@kind
def loop_out_of_order(sound: SoundMap, random: Random) -> Iterator[Act]:
    """Steps of a loop out of order."""
    steps = _steps(sound)
    for thing in sound.things(Role.LOOP):
        said = list(thing.said(Property.THROUGH))
        names = [word(str(one.value)) for one in said]
        if len(names) < 4 or thing.id == "whole-loop":
            continue
        for at in range(len(names)):
            for other in range(at + 1, len(names)):
                new = list(names)
                new[at], new[other] = new[other], new[at]
                pairs = zip(new, (*new[1:], new[0]), strict=True)
                if all(pair in steps for pair in pairs):
                    continue
                edits = (
                    sound.change(said[at], f":{names[other]}"),
                    sound.change(said[other], f":{names[at]}"),
                )
                places = (at, other, (at + 1) % len(said), (other + 1) % len(said))
                marks = tuple(said[one].triple.object_at for one in places)
                yield Act(sound.file(said[at]), edits, marks, "order|leads|dependency")


@kind
def loop_not_closed(sound: SoundMap, random: Random) -> Iterator[Act]:
    """Loop that is not closed."""
    steps = _steps(sound)
    for thing in sound.things(Role.LOOP):
        said = list(thing.said(Property.THROUGH))
        names = [word(str(one.value)) for one in said]
        if len(names) < 3 or thing.id == "whole-loop":
            continue
        for at, one in enumerate(said):
            before, after = names[at - 1], names[(at + 1) % len(names)]
            if (before, after) in steps:
                continue
            _text, end = one.document.text, sound.end(one)
            if at:
                edit = Edit(sound.end(said[at - 1]), end, "")
            else:
                edit = Edit(one.triple.object_at, said[1].triple.object_at, "")
            marks = (said[at - 1], said[(at + 1) % len(said)], said[0] if at else said[1])
            yield Act(
                sound.file(one),
                (edit,),
                tuple(mark.triple.object_at for mark in marks),
                "leads|dependency|closed",
            )


# Percentages and fractions


@kind
def share_as_percentage(sound: SoundMap, random: Random) -> Iterator[Act]:
    """Share as a percentage."""
    for thing, found in sound.evidence:
        if sound.model.metrics[found.metric].unit == "share" and found.value > 0.011:
            yield sound.write(
                thing.said(VALUE)[0],
                shown(round(100 * found.value, 6)),
                re.escape(shown(found.value)) + "|share",
            )


@kind
def interval_as_percentages(sound: SoundMap, random: Random) -> Iterator[Act]:
    """Whole interval as percentages."""
    for thing, found in sound.evidence:
        if (
            sound.model.metrics[found.metric].unit != "share"
            or not found.low
            or not found.high
            or found.low < 0.011
        ):
            continue
        said = [thing.said(name)[0] for name in (VALUE, Property.LOW, Property.HIGH)]
        edits = tuple(
            sound.change(one, shown(round(100 * float(one.value.lexical), 6))) for one in said
        )  # type: ignore[union-attr]
        yield Act(
            sound.file(said[0]),
            edits,
            tuple(one.triple.object_at for one in said),
            "per ?cent|share|0\\.",
            3,
        )


@kind
def share_hundredth(sound: SoundMap, random: Random) -> Iterator[Act]:
    """Share a hundredth of what is said."""
    for thing, found in sound.evidence:
        if sound.model.metrics[found.metric].unit != "share" or not found.value:
            continue
        text = " ".join(filter(None, (found.quote, found.caveat, found.reasoning)))
        percent = shown(round(100 * found.value, 6))
        if re.search(rf"(?<![\d.]){re.escape(percent)}\s?(?:%|per ?cent)", text):
            value = shown(found.value / 100)
            also = [one for name in (Property.LOW, Property.HIGH) for one in thing.said(name)]
            yield sound.write(
                thing.said(VALUE)[0],
                value,
                re.escape(shown(found.value)) + "|per ?cent|%|order|says",
                *also,
            )


@kind
def speedup_as_percentage(sound: SoundMap, random: Random) -> Iterator[Act]:
    """Speed-up as a percentage."""
    for thing, found in sound.evidence:
        if found.metric == "speedup" and 1 < found.value < 3:
            more = round(100 * (found.value - 1), 6)
            if more <= 2:
                # A speed-up of 1 or 2 may be meant, and "1" for 1 % is seen by nobody.
                continue
            also = [one for name in (Property.LOW, Property.HIGH) for one in thing.said(name)]
            yield sound.write(
                thing.said(VALUE)[0],
                shown(random.choice([more, 100 * found.value])),
                "per ?cent|%|order|says|ratio|times|far",
                *also,
            )


@kind
def speedup_as_gain(sound: SoundMap, random: Random) -> Iterator[Act]:
    """Speed-up as a gain."""
    for thing, found in sound.evidence:
        if found.metric == "speedup" and 1 < found.value < 2:
            also = [one for name in (Property.LOW, Property.HIGH) for one in thing.said(name)]
            yield sound.write(
                thing.said(VALUE)[0],
                shown(round(found.value - 1, 6)),
                "per ?cent|%|order|says|ratio|times|more|1\\.",
                *also,
            )
