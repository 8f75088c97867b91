"""What the name and the label of a thing say of it, held against what its paragraph says.

Most paragraphs begin as a copy of another one; what was not changed in the copy is told here.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from difflib import SequenceMatcher
from typing import NamedTuple

from graph.errors import Severity
from graph.model import LoopModel
from graph.ontology.names import prefixed
from graph.ontology.roles import Role
from graph.ontology.statements import Statement, Statements
from graph.ontology.terms import Property
from graph.ontology.things import Context, Thing
from graph.turtle.document import Literal
from graph.vocabulary import ABOUT, DCTERMS, LOOP, MEASURED, RDFS, SKOS, word

#: Properties whose values are names that people write as text.
_TEXT_NAMES = (
    Property.LAB,
    Property.RATER,
    Property.SOURCE_KIND,
    Property.UNIT_WORD,
    DCTERMS + "publisher",
    DCTERMS + "creator",
)
#: From so much likeness on, a name that stands once is taken for one that stands often.
_LIKE = 0.85
_OFTEN = 3
#: A series of short names, such as D06 and D07.
_IN_SERIES = re.compile(r"([A-Za-z]*)(\d+)")
#: A number of a series by years, and how many of one have to be named as they are dated.
_OF_YEAR = re.compile(r"(?P<stem>.+)-(?P<year>(?:19|20)\d\d)")
_IN_STEP = 2
#: Metrics that differ by a number alone, such as time-horizon-50 and time-horizon-80.
_NUMBERED = re.compile(r"(?P<stem>[a-z-]+)-(?P<number>\d+)")
#: What observations can be about, of which names speak.
_SUBJECTS = (Role.COMPONENT, Role.DEPENDENCY, Role.DOMAIN, Role.DRIVER, Role.STOCK)


class _Known(NamedTuple):
    """The names that can stand within others, the longest first."""

    subjects: Mapping[str, Role]
    metrics: Sequence[str]
    settings: Sequence[str]
    labs: Collection[str]
    labels: Mapping[str, str]
    told: re.Pattern[str]
    named: re.Pattern[str]
    years: Counter[str]


def check_names(context: Context, own: Statements, model: LoopModel) -> None:
    """Note things whose own name or label speaks of something else than they do.

    Args:
        context: all statements, with the vocabulary, and where problems go.
        own: the statements of the person; of what they do not speak nothing is noted.
        model: what the statements say as records.
    """
    labels = {one.id: one.label.lower() for one in model.metrics.values()}
    known = _Known(
        _roles_of_subjects(context),
        _longest_first(model.metrics),
        _longest_first(model.settings),
        {one.lab for one in model.observations.values() if one.lab},
        labels,
        _any_of(one for one in labels.values() if " " in one),
        _any_of(one for one in labels if "-" in one),
        Counter(
            found["stem"]
            for one in model.observations.values()
            if (found := _OF_YEAR.fullmatch(one.id)) and (one.as_of or "")[:4] == found["year"]
        ),
    )
    for role in (Role.EVIDENCE, Role.SUPPOSITION):
        for thing in context.things(role):
            if thing.name in own.by_subject and not thing.name.startswith("_:"):
                _check_named(thing, known)
    _note_two_spellings(context, own)
    _note_shared_notations(context, own)


def _roles_of_subjects(context: Context) -> dict[str, Role]:
    roles = {thing.id: role for role in _SUBJECTS for thing in context.things(role)}
    return {name: roles[name] for name in _longest_first(roles)}


def _any_of(names: Iterable[str]) -> re.Pattern[str]:
    """Return what finds the longest of some names that stands alone in a text."""
    listed = "|".join(map(re.escape, _longest_first(names)))
    return re.compile(rf"(?<!\w)(?:{listed or '(?!)'})(?!\w)")


def _longest_first(names: Iterable[str]) -> tuple[str, ...]:
    return tuple(sorted(names, key=lambda name: (-len(name), name)))


def _check_named(thing: Thing, known: _Known) -> None:
    about, metric = _value(thing, ABOUT), _value(thing, MEASURED)
    padded = f"-{thing.id}-"
    if about is not None and f"-{about}-" not in padded:
        # A short name may be a word like any other, unless the thing is named after it.
        # What a scenario supposes of another thing is told as supposed twice.
        of_evidence = thing.role is Role.EVIDENCE
        inside = (one for one in known.subjects if f"-{one}-" in padded)
        told = next(
            (
                one
                for one in inside
                if "-" in one
                or (of_evidence and f"-{one}-{metric}-" in padded)
                or _begins_with(thing, one)
            ),
            None,
        )
        if told is not None and known.subjects[told] is known.subjects.get(about):
            _note(thing, ABOUT, f":{about}", f":{told}")
    if about is not None and metric is not None and thing.id.endswith(f"{about}-{metric}"):
        pass
    elif about is not None and metric is not None and f"-{metric}-" not in padded:
        ending = next((one for one in known.metrics if f"-{about}-{one}-" in padded), None)
        named = ending or _metric_told(thing, metric, known)
        if named is not None and named != metric:
            _note(thing, MEASURED, _term(metric), _term(named), LOOP + _term(named)[5:])
    settings = {word(str(one.value)) for one in thing.said(Property.SETTING)}
    told = next((one for one in known.settings if padded.endswith(f"-{one}-")), None)
    if settings and told is not None and told not in settings:
        _note(thing, Property.SETTING, _term(min(settings)), _term(told))
    _check_metric_number(thing, metric, known.metrics)
    _check_end(thing, about, known.subjects)
    _check_lab(thing, known.labs)
    _check_year(thing, known.years)


def _begins_with(thing: Thing, part: str) -> bool:
    """Return whether the name of a thing begins with a word, and its label speaks of that too."""
    label = " ".join(one.value.lexical for one in _texts(thing.said(RDFS + "label"))).lower()
    first = re.match(r"(?:judged-|history-)?", thing.id)
    stem = thing.id[first.end() :] if first else thing.id
    return stem.startswith(f"{part}-") and (not label or part in label)


def _metric_told(thing: Thing, metric: str, known: _Known) -> str | None:
    """Return the metric of several words that name or label speak of, where none is of its own."""
    label = " ".join(one.value.lexical for one in _texts(thing.said(RDFS + "label"))).lower()
    own = set(re.findall(r"[a-z]{5,}", f"{metric} {known.labels.get(metric, '')}"))
    if own & set(re.findall(r"[a-z]{5,}", f"{thing.id} {label}")):
        return None
    in_label, in_name = known.told.search(label), known.named.search(thing.id)
    if in_label is not None:
        return next(name for name, told in known.labels.items() if told == in_label[0])
    return in_name[0] if in_name is not None else None


def _check_metric_number(thing: Thing, metric: str | None, metrics: Sequence[str]) -> None:
    """Note a number of one of several metrics that differ by a number, where it names another."""
    own = _NUMBERED.fullmatch(metric or "")
    if own is None:
        return
    label = " ".join(one.value.lexical for one in _texts(thing.said(RDFS + "label")))

    def names(number: str) -> bool:
        return (
            f"-p{number}-" in f"{thing.id}-"
            or re.search(rf"(?<![\w.]){number}\s?%", label) is not None
        )

    if names(own["number"]):
        return
    for other in metrics:
        found = _NUMBERED.fullmatch(other)
        if found is not None and found["stem"] == own["stem"] and names(found["number"]):
            _note(thing, MEASURED, _term(own[0]), _term(other))
            return


def _check_end(thing: Thing, about: str | None, subjects: Mapping[str, Role]) -> None:
    """Note a number that is named after a dependency and is about one of its two ends."""
    if subjects.get(about or "") is not Role.COMPONENT:
        return
    told = next((one for one in subjects if thing.id.startswith(f"{one}-")), None)
    if told is not None and subjects[told] is Role.DEPENDENCY and f"-{about}-" in f"-{told}-":
        _note(thing, ABOUT, f":{about}", f"the dependency :{told}")


def _check_year(thing: Thing, years: Counter[str]) -> None:
    """Note a number of a series by years whose name and label end in another year than it is of."""
    named = _OF_YEAR.fullmatch(thing.id)
    if named is None or years[named["stem"]] < _IN_STEP:
        return
    date = next((one.value.lexical for one in _texts(thing.said(Property.AS_OF))), "")
    label = " ".join(one.value.lexical for one in _texts(thing.said(RDFS + "label")))
    if date and named["year"] != date[:4] and named["year"] in label:
        _note(thing, Property.AS_OF, date, named["year"])


def _check_lab(thing: Thing, labs: Collection[str]) -> None:
    lab = next((one.value.lexical for one in _texts(thing.said(Property.LAB))), None)
    if lab is None:
        return
    label = " ".join(one.value.lexical for one in _texts(thing.said(RDFS + "label")))
    told = {one for one in labs if re.search(rf"(?<!\w){re.escape(one)}(?!\w)", label)}
    if told and lab not in told and not any(_spelt_alike(lab, one) for one in told):
        _note(thing, Property.LAB, f'"{lab}"', f'"{min(told)}"')


def _value(thing: Thing, predicate: str) -> str | None:
    found = thing.said(predicate)
    return word(str(found[0].value)) if len(found) == 1 else None


class _TextStatement(NamedTuple):
    value: Literal
    statement: Statement


def _texts(said: Iterable[Statement]) -> Iterator[_TextStatement]:
    for one in said:
        if isinstance(one.value, Literal):
            yield _TextStatement(one.value, one)


def _term(name: str) -> str:
    return f"loop:{''.join(part.capitalize() for part in name.split('-'))}"


def _note(thing: Thing, predicate: str, says: str, named: str, meant: str | None = None) -> None:
    said = thing.said(predicate)
    told = thing.context.findings.has
    if not said or any(told(thing.name, one) for one in (predicate, MEASURED)):
        return
    thing.complain(
        "name-disagrees",
        f"{prefixed(predicate)} is {says}, and its own name or label speaks of {named}.",
        f"Write {named}, or give it a name of its own (loopmap rename).",
        about=said[0],
        severity=Severity.WARNING,
        meant=meant,
    )


def _note_two_spellings(context: Context, own: Statements) -> None:
    """Note a name that is written in two ways, as if it were two."""
    for predicate in _TEXT_NAMES:
        said: dict[str, list[Statement]] = {}
        for one in own.with_predicate(predicate):
            if isinstance(one.value, Literal):
                said.setdefault(one.value.lexical, []).append(one)
        counted = Counter({name: len(found) for name, found in said.items()})
        for name, found in said.items():
            usual = _usual_spelling(name, counted)
            subject = found[0].triple.subject
            role = context.roles.by_subject.get(subject)
            if usual is None or role is None:
                continue
            Thing(context, subject, role).complain(
                "spelt-in-two-ways",
                f'{prefixed(predicate)} is "{name}" here, and "{usual}" in {counted[usual]} other '
                "places.",
                f'Write "{usual}", if the same is meant.',
                about=found[0],
                severity=Severity.WARNING,
            )


def _usual_spelling(name: str, counted: Mapping[str, int]) -> str | None:
    for other in sorted(counted):
        if other == name or counted[other] < max(counted[name], 2):
            continue
        if _spelt_alike(name, other) and (counted[other], other) > (counted[name], name):
            return other
        rare = counted[name] == 1 and counted[other] >= _OFTEN and len(name) > 3
        if rare and SequenceMatcher(None, name, other, autojunk=False).ratio() >= _LIKE:
            return other
    return None


def _spelt_alike(one: str, other: str) -> bool:
    """Return whether two names differ in spaces, marks and capitals alone.

    >>> _spelt_alike("Open AI", "OpenAI"), _spelt_alike("OpenAI", "xAI")
    (True, False)
    """
    return re.sub(r"[\W_]", "", one).casefold() == re.sub(r"[\W_]", "", other).casefold()


def _note_shared_notations(context: Context, own: Statements) -> None:
    """Note short names that two domains or two levels share, at the one out of its row."""
    named = (Role.DOMAIN, Role.AUTOMATION_LEVEL, Role.SCENARIO, Role.LOOP, Role.SKILL)
    ranked = (Role.GRADE, Role.NOTION, Role.AUTOMATION_LEVEL, Role.THRESHOLD, Role.PHASE)
    for role, predicate in (
        *((role, SKOS + "notation") for role in named),
        *((role, Property.RANK) for role in ranked),
    ):
        said = [
            statement
            for thing in context.things(role)
            if thing.name in own.by_subject
            for statement in thing.said(predicate)
        ]
        in_order = sorted(said, key=lambda one: one.place)
        seen: dict[object, int] = {}
        for at, statement in enumerate(in_order):
            first = seen.setdefault(statement.value, at)
            if first == at:
                continue
            wrong, right = (
                (first, at) if _fits(in_order, at) > _fits(in_order, first) else (at, first)
            )
            other = str(in_order[right].triple.subject)
            Thing(context, in_order[wrong].triple.subject, role).complain(
                "notation-twice",
                f"{prefixed(predicate)} is that of {prefixed(other)} too "
                f"({in_order[right].place}), the same twice.",
                "Give each of the two one of its own.",
                about=in_order[wrong],
                severity=Severity.WARNING,
            )


def _fits(said: Sequence[Statement], at: int) -> int:
    """Return how many neighbours of a short name are the ones next to it in a series."""

    def number(place: int) -> tuple[str, int] | None:
        value = said[place].value if 0 <= place < len(said) else None
        found = _IN_SERIES.fullmatch(value.lexical) if isinstance(value, Literal) else None
        return (found[1], int(found[2])) if found else None

    own = number(at)
    if own is None:
        return 0
    return sum(number(at + step) == (own[0], own[1] + step) for step in (-1, 1))
