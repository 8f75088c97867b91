"""The kinds of faults of meaning about grounds: grades, sources, quotes, names, addresses, parts."""

from __future__ import annotations

import re
from collections.abc import Iterator
from random import Random

from meaning_fault_kinds import ABOUT, ISSUED, METRIC, NEWER, SOURCE, VALUE, shown
from meaning_faults import Act, SoundMap, kind, prefixed

from graph.ontology.roles import TYPE, Role
from graph.ontology.terms import Property
from graph.vocabulary import CITO, DCTERMS, LOOP, MAP, PREFIXES, QUDT, RDFS, SKOS, word

#: Where a reference goes: to what it may not go, and what a remedy names.
_GOES = {
    Property.FROM: Role.COMPONENT, Property.TO: Role.COMPONENT, Property.KIND: Role.KIND, Property.PHASE: Role.PHASE,
    Property.NEEDS_SKILL: Role.SKILL, Property.ROUNDS_OF: Role.DRIVER, Property.SIDE_BY_SIDE: Role.DRIVER, Property.USES: Role.RESOURCE,
    Property.LEAD_TIME_OF: Role.COMPONENT, Property.ORDERED_AT_RATE: Role.DRIVER, Property.ACCUMULATES_IN: Role.STOCK,
    Property.THROUGH: Role.COMPONENT, Property.SETTING: Role.SETTING, Property.NOTION: Role.NOTION, Property.GRADE: Role.GRADE, Property.BOUND: Role.BOUND,
    Property.READ_AS: Role.READING, SOURCE: Role.SOURCE, METRIC: Role.METRIC, NEWER: Role.EVIDENCE, Property.QUOTED_BY: Role.SOURCE,
    Property.SAME_FACT_AS: Role.EVIDENCE, CITO + "disputes": Role.EVIDENCE, LOOP + "channel": Role.CHANNEL, LOOP + "exercises": Role.SKILL,
    Property.FED_BY: Role.COMPONENT, LOOP + "serves": Role.COMPONENT, LOOP + "trajectory": Role.EVIDENCE, Property.SUPPOSES: Role.SUPPOSITION,
    LOOP + "namedIn": Role.SOURCE,
}  # fmt: skip


def _role_kinds() -> None:
    for predicate in _GOES:

        def make(sound: SoundMap, random: Random, predicate: str = predicate) -> Iterator[Act]:
            for statement in sound.statements.with_predicate(predicate):
                if not str(statement.triple.subject).startswith(MAP):
                    continue
                own = sound.role(str(statement.value))
                others = [
                    one
                    for one in (
                        Role.COMPONENT,
                        Role.DOMAIN,
                        Role.DEPENDENCY,
                        Role.SOURCE,
                        Role.METRIC,
                        Role.EVIDENCE,
                        Role.SETTING,
                        Role.GRADE,
                        Role.SKILL,
                        Role.RESOURCE,
                    )
                    if one is not own
                ]
                if predicate in (Property.FROM,):
                    others.remove(Role.RESOURCE)
                name = random.choice(sound.things(random.choice(others))).name
                yield sound.write(
                    statement, prefixed(name), rf"is not an? |{own}|Name|Write one of"
                )

        kind(make, f"Reference of the wrong role: {prefixed(predicate)}")


_role_kinds()


# Grades, sources, quotes


def _missing(name: str, predicate: str, remedy: str) -> None:
    def make(sound: SoundMap, random: Random) -> Iterator[Act]:
        for thing, found in sound.evidence:
            if thing.said(predicate) and not (
                predicate == SOURCE and found.grade == "our-assumption"
            ):
                if predicate == Property.REASONING and found.grade != "our-assumption":
                    continue
                yield sound.remove(thing, predicate, remedy)

    kind(make, name)


_missing("grade missing", Property.GRADE, "loop:grade")
_missing("source missing", SOURCE, "hadPrimarySource")
_missing("date of a number missing", Property.AS_OF, "loop:asOf")
_missing("metric missing", METRIC, "observedProperty")
_missing("subject missing", ABOUT, "hasFeatureOfInterest")
_missing("value missing", VALUE, "hasSimpleResult")
_missing("reasoning of an assumption missing", Property.REASONING, "loop:reasoning")
_missing("label of a number missing", RDFS + "label", "label")
_missing("notion missing", Property.NOTION, "loop:notion")


@kind
def quote_missing(sound: SoundMap, random: Random) -> Iterator[Act]:
    """Quote missing where others give one."""
    for thing, _found in sound.evidence:
        if thing.said(Property.QUOTE):
            yield sound.remove(thing, Property.QUOTE, "loop:quote")


@kind
def issued_missing(sound: SoundMap, random: Random) -> Iterator[Act]:
    """Date of a source missing."""
    for thing in sound.things(Role.SOURCE):
        yield sound.remove(thing, ISSUED, "issued")


@kind
def address_missing(sound: SoundMap, random: Random) -> Iterator[Act]:
    """Address of a source missing."""
    for thing in sound.things(Role.SOURCE):
        if thing.said(Property.ADDRESS):
            yield sound.remove(thing, Property.ADDRESS, "loop:address")


@kind
def publisher_missing(sound: SoundMap, random: Random) -> Iterator[Act]:
    """Publisher or title of a source missing."""
    for thing in sound.things(Role.SOURCE):
        for predicate in (DCTERMS + "publisher", DCTERMS + "title"):
            yield sound.remove(thing, predicate, prefixed(predicate))


@kind
def quote_long(sound: SoundMap, random: Random) -> Iterator[Act]:
    """Quote too long."""
    for thing in sound.things(Role.EVIDENCE):
        for one in thing.said(Property.QUOTE):
            text = one.value.lexical  # type: ignore[union-attr]
            more = " and further words of the same page" * 4
            yield sound.write(one, sound.written(one).replace(text, text + more), "25|shorten")


@kind
def assumption_with_source(sound: SoundMap, random: Random) -> Iterator[Act]:
    """Assumption with a source."""
    sources = [one.id for one in sound.things(Role.SOURCE)]
    for thing, found in sound.evidence:
        declared = "@prefix prov:" in sound.texts[sound.file(thing.said(TYPE)[0])]
        if found.grade == "our-assumption" and declared:
            yield sound.add(
                thing,
                f"prov:hadPrimarySource :{random.choice(sources)}",
                "grade|source|reasoning",
                *thing.said(Property.GRADE),
            )


@kind
def report_as_assumption(sound: SoundMap, random: Random) -> Iterator[Act]:
    """Report graded as an assumption."""
    for thing, found in sound.evidence:
        if found.source is not None:
            yield sound.write(
                thing.said(Property.GRADE)[0],
                "loop:OurAssumption",
                "grade|source|reasoning",
                *thing.said(SOURCE),
            )


@kind
def assumption_as_report(sound: SoundMap, random: Random) -> Iterator[Act]:
    """Assumption graded as a report."""
    for thing, found in sound.evidence:
        if found.grade == "our-assumption" and not thing.said(SOURCE):
            other = random.choice(
                [
                    "Survey",
                    "RandomisedTrial",
                    "Telemetry",
                    "Benchmark",
                    "VendorStatement",
                    "ExpertJudgement",
                ]
            )
            yield sound.write(
                thing.said(Property.GRADE)[0],
                f"loop:{other}",
                "source|OurAssumption",
                thing.said(TYPE)[0],
            )


@kind
def speedup_as_benchmark(sound: SoundMap, random: Random) -> Iterator[Act]:
    """Speed-up graded as a benchmark."""
    for thing, found in sound.evidence:
        if found.metric == "speedup" and found.grade != "benchmark" and thing.said(SOURCE):
            yield sound.write(
                thing.said(Property.GRADE)[0],
                "loop:Benchmark",
                "BenchmarkSpeedup|grade",
                *thing.said(METRIC),
            )


@kind
def read_against(sound: SoundMap, random: Random) -> Iterator[Act]:
    """Reading against what is quoted."""
    for thing, found in sound.evidence:
        if found.quoted_by is not None:
            yield sound.write(
                thing.said(Property.READ_AS)[0],
                random.choice(["loop:Read", "loop:Recalled"]),
                "Quoted",
                *thing.said(Property.QUOTED_BY),
            )


# Days


@kind
def days_negative(sound: SoundMap, random: Random) -> Iterator[Act]:
    """Days negative."""
    for thing, found in sound.evidence:
        if sound.model.metrics[found.metric].unit in (
            "days",
            "hours",
            "minutes",
            "generations",
            "ratio",
        ):
            yield sound.write(
                thing.said(VALUE)[0],
                f"-{sound.written(thing.said(VALUE)[0])}",
                "0 or more|above 0",
                *[one for name in (Property.LOW, Property.HIGH) for one in thing.said(name)],
            )


@kind
def days_zero(sound: SoundMap, random: Random) -> Iterator[Act]:
    """Days 0."""
    for thing, found in sound.evidence:
        if sound.model.metrics[found.metric].unit in ("days", "minutes", "ratio") and found.value:
            yield sound.write(
                thing.said(VALUE)[0],
                "0",
                "0|order",
                *[
                    one
                    for name in (Property.LOW, Property.HIGH, Property.REASONING)
                    for one in thing.said(name)
                ],
            )


@kind
def floor_above(sound: SoundMap, random: Random) -> Iterator[Act]:
    """Floor above its baseline."""
    for thing in sound.things(Role.COMPONENT):
        days = [
            one.value
            for one in sound.model.observations.values()
            if one.subject == thing.id and one.metric == "baseline-days"
        ]
        shares = [
            one
            for one in sound.model.observations.values()
            if one.subject == thing.id and one.metric == "floor-share"
        ]
        if days and not shares:
            yield sound.add(thing, f"loop:floorDays {shown(2 * max(days))}", "floor")


@kind
def capacity_fraction(sound: SoundMap, random: Random) -> Iterator[Act]:
    """Capacity not whole."""
    for thing in sound.things(Role.COMPONENT):
        if not any(
            one.subject == thing.id and one.metric == "capacity"
            for one in sound.model.observations.values()
        ):
            yield sound.add(
                thing,
                f"loop:capacity {random.choice(['2.5', '0', '-1', '0.5'])}",
                "whole|1 or more",
            )


# Twins and labels


@kind
def label_twice(sound: SoundMap, random: Random) -> Iterator[Act]:
    """Label of another."""
    for role in (
        Role.COMPONENT,
        Role.EVIDENCE,
        Role.DOMAIN,
        Role.METRIC,
        Role.SKILL,
        Role.STOCK,
        Role.LOOP,
        Role.SCENARIO,
        Role.RESOURCE,
    ):
        things = [one for one in sound.things(role) if one.said(RDFS + "label")]
        for thing in things:
            other = random.choice([one for one in things if one is not thing])
            mark = other.said(RDFS + "label")[0]
            said = thing.said(RDFS + "label")[0]
            fair = [mark] if sound.file(mark) == sound.file(said) else []
            yield sound.write(said, sound.written(mark), "label|apart|same", *fair)


@kind
def notation_twice(sound: SoundMap, random: Random) -> Iterator[Act]:
    """Short name of another."""
    for role in (Role.DOMAIN, Role.METRIC, Role.AUTOMATION_LEVEL):
        things = [one for one in sound.things(role) if one.said(SKOS + "notation")]
        for thing in things:
            other = random.choice([one for one in things if one is not thing])
            mark, said = other.said(SKOS + "notation")[0], thing.said(SKOS + "notation")[0]
            fair = [mark] if sound.file(mark) == sound.file(said) else []
            yield sound.write(said, sound.written(mark), "own|same|too|twice|word", *fair)


@kind
def alias_twice(sound: SoundMap, random: Random) -> Iterator[Act]:
    """Alias that is another's label."""
    for role in (Role.COMPONENT, Role.DOMAIN, Role.SKILL, Role.RESOURCE):
        things = [one for one in sound.things(role) if one.said(RDFS + "label")]
        for thing in things:
            other = random.choice([one for one in things if one is not thing])
            yield sound.add(
                thing,
                f"skos:altLabel {sound.written(other.said(RDFS + 'label')[0])}",
                "label|apart|same|twice",
            )


# Corrections


@kind
def replaced_by_itself(sound: SoundMap, random: Random) -> Iterator[Act]:
    """Replaced by itself."""
    for thing, _found in sound.evidence:
        for one in thing.said(NEWER):
            yield sound.write(one, f":{thing.id}", "itself|another")


@kind
def replaced_in_circle(sound: SoundMap, random: Random) -> Iterator[Act]:
    """Replaced in a circle."""
    for thing, found in sound.evidence:
        newer = sound.model.observations.get(found.replaced_by or "")
        if newer is None:
            continue
        (other,) = (one for one, _ in sound.evidence if one.id == newer.id)
        act = sound.add(
            other,
            f"dcterms:isReplacedBy :{thing.id}",
            "circle|itself|isReplacedBy",
            *other.said(NEWER),
        )
        fair = act.fair
        if sound.file(thing.said(NEWER)[0]) == act.file:
            fair = (*fair, thing.said(NEWER)[0].triple.object_at)
        if not other.said(NEWER) and "dcterms:" in sound.texts[act.file].split("\n\n")[1]:
            yield Act(act.file, act.edits, fair, act.remedy)


@kind
def replaced_by_another(sound: SoundMap, random: Random) -> Iterator[Act]:
    """Replaced by a number of another thing."""
    for thing, found in sound.evidence:
        others = [
            one.id
            for one, other in sound.evidence
            if (other.subject, other.metric) != (found.subject, found.metric)
        ]
        for one in thing.said(NEWER):
            yield sound.write(
                one, f":{random.choice(others)}", re.escape(word(str(one.value))) + "|about|metric"
            )


@kind
def replaced_missing(sound: SoundMap, random: Random) -> Iterator[Act]:
    """Correction without what it corrects."""
    for thing, _found in sound.evidence:
        if thing.said(NEWER):
            yield sound.remove(thing, NEWER, "isReplacedBy|twice|same")


# What is used by nothing


@kind
def source_unused(sound: SoundMap, random: Random) -> Iterator[Act]:
    """Source that nothing rests on."""
    for thing in sound.things(Role.SOURCE):
        text = (
            f':{thing.id}-again a loop:Source ;\n    dcterms:title "{thing.id} again"@en ;\n'
            '    dcterms:publisher "A press" ;\n    dcterms:issued "2026-06-17"^^xsd:date ;\n'
            f"    loop:address <https://example.org/{thing.id}> ."
        )
        yield sound.append("sources.ttl", text, "no number rests|Name it")


@kind
def metric_unused(sound: SoundMap, random: Random) -> Iterator[Act]:
    """Metric that no number is of."""
    declared = "".join(f"@prefix {name}: <{PREFIXES[name]}> .\n" for name in ("qudt", "unit"))
    for thing in sound.things(Role.METRIC):
        unit, words, scale = (
            sound.written(thing.said(name)[0])
            for name in (QUDT + "hasUnit", Property.UNIT_WORD, Property.SCALE)
        )
        text = (
            f'{declared}\n:{thing.id}-again a loop:Metric ;\n    rdfs:label "{thing.id} again"@en ;\n'
            f'    skos:definition "Another {thing.id}."@en ;\n'
            f'    skos:notation "{thing.id}-again" ;\n    qudt:hasUnit {unit} ;\n'
            f"    loop:unitWord {words} ;\n    loop:scale {scale} ."
        )
        yield sound.append("evidence/coding.ttl", text, "no number")


# Addresses


_ADDRESS_SLIPS = (
    ("https://", "htps://", "http"), ("https://", "http:/", "http"), ("https://", "https//", "http"), ("https://", "", "http"), ("https://", "https:", "http"),
    ("https://", "https://https://", "nearly|http"), ("://", ":///", "http|host"), ("https", "hhttps", "http"), (".org/", ",org/", "org"), (".com/", ".con/", "com"), (".com/", ".cm/", "com"),
    (".org/", ".ogr/", "org"), ("arxiv.org/abs/", "arxiv.org/asb/", "abs"), ("github.com", "gihtub.com", "github"), ("arxiv.org", "arvix.org", "arxiv"), ("https://", "https://www", "http|www"),
    (".com/", ".com//", "//|one"), (".org/", ".org", "org"),
)  # fmt: skip


@kind
def address_slip(sound: SoundMap, random: Random) -> Iterator[Act]:
    """Address with a slip."""
    for thing in sound.things(Role.SOURCE):
        for predicate in (Property.ADDRESS, Property.READ_AT):
            for one in thing.said(predicate):
                for old, new, remedy in _ADDRESS_SLIPS:
                    written = sound.written(one)
                    if old in written and random.random() < 0.4:
                        yield sound.write(one, written.replace(old, new, 1), remedy)


# Parts


@kind
def component_isolated(sound: SoundMap, random: Random) -> Iterator[Act]:
    """Component that nothing is joined to."""
    for thing in sound.things(Role.COMPONENT):
        typed = thing.said(TYPE)[0]
        text = f':{thing.id}-too a {sound.written(typed)} ;\n    rdfs:label "{thing.id} too"@en ;\n    skos:definition "More of {thing.id}."@en ;\n    loop:phase loop:Build ;\n    loop:baselineDays 4 .'
        yield sound.append(sound.file(typed), text, "loop|depend|gate|joined|wait")


@kind
def component_one_way(sound: SoundMap, random: Random) -> Iterator[Act]:
    """Component in no loop."""
    for thing in sound.things(Role.COMPONENT):
        typed = thing.said(TYPE)[0]
        text = f':{thing.id}-too a {sound.written(typed)} ;\n    rdfs:label "{thing.id} too"@en ;\n    skos:definition "More of {thing.id}."@en ;\n    loop:phase loop:Build ;\n    loop:baselineDays 4 .\n\n:{thing.id}-gates-{thing.id}-too a loop:Dependency ;\n    loop:from :{thing.id} ;\n    loop:to :{thing.id}-too ;\n    loop:kind loop:Gates ;\n    rdfs:comment "The rest follows behind {thing.id}."@en .'
        yield sound.append(sound.file(typed), text, "loop|wait")


@kind
def setting_unknown(sound: SoundMap, random: Random) -> Iterator[Act]:
    """Setting unknown."""
    for thing in sound.things(Role.EVIDENCE):
        for one in thing.said(Property.SETTING):
            sound.written(one)
            slip = random.choice(
                [
                    "loop:Industrial",
                    "loop:Lab",
                    "loop:FrontierLabs",
                    "loop:Academia",
                    "loop:Opensource",
                    "loop:Startup",
                ]
            )
            yield sound.write(
                one,
                slip,
                "loop:(FrontierLab|Industry|OpenSource)|setting"
                if slip in ("loop:FrontierLabs", "loop:Opensource")
                else "setting|not|unknown|no ",
            )
