"""What a reader has chosen, and how an address says it."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from typing import NamedTuple

from graph.errors import UsageError
from graph.evidence.standpoint import DEFAULT_SETTING, Standpoint, refuse_out_of_reach
from graph.exporters.layout import Stage
from graph.files import short_names
from graph.loop.suppositions import parse_supposition
from graph.loop.years import FIRST_YEAR
from graph.model import LoopModel, Supposition
from graph.questions.domains.scores import feedback_properties
from graph.records import record
from graph.views.escaping import one_line, shortened

#: The lenses by their words in the address, in the order of the five questions.
LENSES = ("active", "human", "next", "domains", "takeoff")

#: The steps of the story, as the address has them.
STEPS = ("1", "2", "3", "4", "5")

#: What an address compares with when it means the evidence without any scenario.
EVIDENCE = "evidence"

#: Numbers set by hand that an address may carry.
_MOST_ASSIGNMENTS = 50

#: Digits of the ontology's digest in an address.
DIGEST_DIGITS = 12

#: Parameters that stand for one choice of the same name, and all that an address may have.
_SINGLE = (
    "component",
    "dependency",
    "depth",
    "opened",
    "domain",
    "lens",
    "loop",
    "setting",
    "as_of",
    "scenario",
    "versus",
    "version",
    "step",
    "years",
    "feedback",
    "containing",
    "grade",
    "source",
    "about",
    "since",
    "page",
    "file",
    "line",
)
_KNOWN = (*_SINGLE, "set", "weight", "ontology")

#: The families of a map, as its columns have them.
FAMILIES = tuple(stage.value for stage in Stage)

#: How many dependencies away from the part looked at others may be lit.
DEPTHS = ("1", "2", "3")

#: The greatest weight of a feedback property.
MOST_WEIGHT = 5.0

#: How far ahead growth may be looked at, in years.
YEARS = tuple(str(year) for year in range(1, 21))

#: How many times as strongly improvements may act back, in steps of a half.
FEEDBACKS = tuple(f"{half / 2:g}" for half in range(41))

#: The source of what we assume ourselves.
OWN_VIEW = "own-view"

#: Of any thing, even while a part is looked at.
ANY = "any"

#: What another version of the map begins with in an address.
VERSION_MARKS = ("git:", "beside:")

#: The longest file that an address can point into, in lines.
_MOST_LINES = 1_000_000

#: Letters of a text in the address that are taken.
_MOST_LETTERS = 80


@record
class PropertyWeight:
    """How much a feedback property counts when domains are ranked; all others count 1."""

    property: str
    weight: float


@record
class Choices:
    """What is shown.

    Attributes:
        component: id of the component looked at; ``None`` for none.
        dependency: id of the dependency looked at, in place of a component; ``None`` for none.
        opened: the families of a large map whose parts are drawn one by one, joined by commas.
        depth: how many dependencies away from the component what is lit may lie, as a word.
        domain: id of the domain looked at; ``None`` for none.
        step: of the story, one of ``STEPS``.
        weights: fixed weights of feedback properties; empty if all weights are drawn.
        lens: one of ``LENSES``.
        loop: id of a named loop to pick out instead of the lens, or ``None``.
        setting: whose loop.
        as_of: a date, or ``None`` for everything known.
        scenario: id of a scenario, or ``None`` for the evidence.
        assignments: numbers set by hand, on top of the scenario; one per thing and metric.
        versus: what to compare with: the id of a scenario or setting, a year, or ``EVIDENCE``;
            ``None`` for no comparison.
        version: another version of the map to compare with, in place of ``versus``: ``git:`` and
            a revision, or ``beside:`` and a name.
        years: ahead that growth is looked at, one of ``YEARS``.
        feedback: how many times as strongly improvements act back, one of ``FEEDBACKS``.
        containing: letters that occur in the observations listed.
        grade: their study design; ``None`` for any, as with all that follows.
        source: their source; ``OWN_VIEW`` for our assumptions.
        about: what they are about; ``None`` for the part looked at, if any, and ``ANY``.
        since: the earliest year that they are of.
        page: of the list; ``None`` for the first.
        file: of the ontology that is read, by its short name; ``None`` for none.
        line: of this file, from 1; ``None`` for none in particular.
    """

    component: str | None = None
    lens: str = "next"
    loop: str | None = None
    setting: str = DEFAULT_SETTING
    as_of: str | None = None
    scenario: str | None = None
    assignments: tuple[Supposition, ...] = ()
    versus: str | None = None
    domain: str | None = None
    step: str = STEPS[0]
    weights: tuple[PropertyWeight, ...] = ()
    dependency: str | None = None
    depth: str = DEPTHS[0]
    opened: str | None = None
    version: str | None = None
    years: str = "10"
    feedback: str = "1"
    containing: str | None = None
    grade: str | None = None
    source: str | None = None
    about: str | None = None
    since: str | None = None
    page: str | None = None
    file: str | None = None
    line: str | None = None

    @property
    def opened_families(self) -> frozenset[str]:
        """The families of a large map whose parts are drawn one by one."""
        return frozenset((self.opened or "").split(",")) & frozenset(FAMILIES)

    def weighing(self, name: str, weight: float | None) -> Choices:
        """Return the choices with one weight fixed, or taken back with ``None``."""
        kept = tuple(item for item in self.weights if item.property != name)
        new = () if weight is None else (PropertyWeight(name, weight),)
        return replace(self, weights=kept + new)

    def suppositions(self, model: LoopModel) -> tuple[Supposition, ...]:
        """Return everything supposed: the scenario's numbers, then those set by hand."""
        return suppositions_of(model, self.scenario) + self.assignments

    def assigning(self, subject: str, metric: str, value: float | None) -> Choices:
        """Return the choices with one number set by hand, or taken back with ``None``."""
        kept = tuple(
            item for item in self.assignments if (item.subject, item.metric) != (subject, metric)
        )
        new = () if value is None else (Supposition(subject, metric, value),)
        return replace(self, assignments=kept + new)


@record
class ParsedAddress:
    """What an address asks for, and what in it could not be followed."""

    choices: Choices
    notes: tuple[str, ...]


def suppositions_of(model: LoopModel, scenario: str | None) -> tuple[Supposition, ...]:
    """Return what a scenario supposes; nothing for ``None``, the evidence, or an unknown one."""
    found = model.scenarios.get(scenario) if scenario else None
    return found.suppositions if found else ()


def default_setting(model: LoopModel) -> str:
    """Return the setting shown first: the map's own, the frontier lab, else the map's first."""
    fallback = model.words.setting or Choices().setting
    return fallback if fallback in model.settings else next(iter(model.settings), fallback)


class _Chosen(NamedTuple):
    """The first value of each parameter of an address, and what is to be told of them."""

    first: Mapping[str, str]
    notes: list[str]

    def one_of(
        self, name: str, known: Collection[str], default: str | None = None, noun: str = ""
    ) -> str | None:
        """Return the value of a parameter; the default if it has none, or none that is known."""
        value = self.first.get(name)
        if value is None or value in known:
            return default if value is None else value
        what = f"{noun or name} '{shortened(value)}'"
        self.notes.append(f"The address names a {what} that is not here; ignored.")
        return default


def parse_address(parameters: Mapping[str, Sequence[str]], model: LoopModel) -> ParsedAddress:
    """Return the choices that the parameters of an address stand for.

    Whatever is unknown or makes no sense is left out and noted in plain words; nothing in an
    address can do more than choose among what the map holds.

    Args:
        parameters: the values of each parameter, in order.
        model: the map that names are looked up in.
    """
    notes: list[str] = []
    chosen = _Chosen({name: values[0] for name, values in parameters.items() if values}, notes)
    choices = Choices(setting=default_setting(model))
    choices = replace(
        choices,
        component=chosen.one_of("component", model.components),
        dependency=chosen.one_of("dependency", model.dependencies),
        depth=chosen.one_of("depth", DEPTHS, choices.depth) or choices.depth,
        opened=_families(chosen.first.get("opened"), notes),
        lens=chosen.one_of("lens", LENSES, choices.lens) or choices.lens,
        loop=chosen.one_of("loop", model.loops),
        setting=chosen.one_of("setting", model.settings, choices.setting) or choices.setting,
        as_of=_date(chosen.first.get("as_of"), model, notes),
        scenario=chosen.one_of("scenario", model.scenarios),
        versus=chosen.one_of("versus", comparable(model), noun="comparison"),
        assignments=_assignments(parameters.get("set", ()), model, notes),
        domain=chosen.one_of("domain", model.domains),
        step=chosen.one_of("step", STEPS, STEPS[0]) or STEPS[0],
        weights=_weights(parameters.get("weight", ()), model, notes),
        version=_version(chosen.first.get("version"), notes),
        years=chosen.one_of("years", YEARS, noun="number of years") or choices.years,
        feedback=chosen.one_of("feedback", FEEDBACKS) or choices.feedback,
    )
    choices = _list_of_observations(choices, chosen, model)
    choices = _place_in_files(choices, chosen, model)
    if unknown := sorted(name for name in parameters if name not in _KNOWN):
        names = ", ".join(shortened(name) for name in unknown[:5])
        notes.append(f"The address has parts that mean nothing here and were ignored: {names}.")
    if digest := chosen.first.get("ontology"):
        notes.extend(_changed(digest, model))
    return ParsedAddress(choices, tuple(notes))


def to_address(choices: Choices, model: LoopModel) -> dict[str, str | list[str]]:
    """Return the parameters that stand for the choices, the ontology's digest among them.

    What stands at its default is left out, except the digest, so that a link says what its
    sender saw.
    """
    usual = Choices(setting=default_setting(model))
    parameters: dict[str, str | list[str]] = {}
    for name in _SINGLE:
        value = getattr(choices, name)
        if value and value != getattr(usual, name):
            parameters[name] = value
    if choices.assignments:
        parameters["set"] = [str(item) for item in choices.assignments]
    if choices.weights:
        parameters["weight"] = [f"{item.property}={item.weight:g}" for item in choices.weights]
    parameters["ontology"] = model.digest[:DIGEST_DIGITS]
    return parameters


def comparable(model: LoopModel) -> dict[str, str]:
    """Return what a view of a map can be compared with, each with what people call it.

    The evidence without any scenario, each scenario, each setting, and the end of each past year.
    """
    dated = [item.as_of for item in model.observations.values() if item.as_of]
    last = int(max(dated)[:4]) if dated else FIRST_YEAR
    years = range(last - 1, FIRST_YEAR - 1, -1)
    return {
        EVIDENCE: "the evidence alone",
        **{key: item.label for key, item in model.scenarios.items()},
        **{key: item.label for key, item in model.settings.items()},
        **{str(year): f"end of {year}" for year in years},
    }


def sources_used(model: LoopModel) -> frozenset[str]:
    """Return the ids of the sources that some observation rests on, and ``OWN_VIEW``."""
    used = {item.source for item in model.observations.values() if item.source}
    return frozenset({OWN_VIEW, *used})


def still_valid(choices: Choices, model: LoopModel) -> Choices:
    """Return the choices without what the map no longer holds, after its files were edited."""
    metric_holders = {**model.components, **model.dependencies}
    subjects = {item.subject for item in model.observations.values()}
    return replace(
        choices,
        component=choices.component if choices.component in model.components else None,
        dependency=choices.dependency if choices.dependency in model.dependencies else None,
        loop=choices.loop if choices.loop in model.loops else None,
        setting=choices.setting if choices.setting in model.settings else default_setting(model),
        scenario=choices.scenario if choices.scenario in model.scenarios else None,
        versus=choices.versus if choices.versus in comparable(model) else None,
        assignments=tuple(item for item in choices.assignments if item.subject in metric_holders),
        domain=choices.domain if choices.domain in model.domains else None,
        weights=tuple(item for item in choices.weights if item.property in model.metrics),
        grade=choices.grade if choices.grade in model.grades else None,
        source=choices.source if choices.source in sources_used(model) else None,
        about=choices.about if choices.about in {ANY, *subjects} else None,
        file=choices.file if choices.file in short_names(model.files) else None,
    )


def _version(text: str | None, notes: list[str]) -> str | None:
    if text is None or (text.startswith(VERSION_MARKS) and one_line(text) == text[:200]):
        return text
    notes.append(f"The address names a version '{shortened(text)}' that cannot be; ignored.")
    return None


def _list_of_observations(choices: Choices, chosen: _Chosen, model: LoopModel) -> Choices:
    subjects = {ANY, *(item.subject for item in model.observations.values())}
    years = sorted({item.as_of[:4] for item in model.observations.values() if item.as_of})
    pages = [str(number) for number in range(2, len(model.observations) + 1)]
    sources = sources_used(model)
    return replace(
        choices,
        containing=one_line(chosen.first.get("containing", ""))[:_MOST_LETTERS] or None,
        grade=chosen.one_of("grade", model.grades, noun="study design"),
        source=chosen.one_of("source", sources),
        about=chosen.one_of("about", subjects, noun="thing"),
        since=chosen.one_of("since", years, noun="year"),
        page=chosen.one_of("page", pages),
    )


def _place_in_files(choices: Choices, chosen: _Chosen, model: LoopModel) -> Choices:
    file = chosen.one_of("file", short_names(model.files))
    text = chosen.first.get("line", "")
    is_line = text.isascii() and text.isdigit() and 0 < int(text[:8]) <= _MOST_LINES
    if text and not is_line:
        refused = f"The address names a line '{shortened(text)}' that cannot be; ignored."
        chosen.notes.append(refused)
    return replace(choices, file=file, line=str(int(text[:8])) if file and is_line else None)


def _families(text: str | None, notes: list[str]) -> str | None:
    if text is None:
        return None
    named = [part for part in text[:200].split(",") if part]
    if unknown := [part for part in named if part not in FAMILIES]:
        notes.append(f"The address opens a family '{shortened(unknown[0])}' that is not here.")
    return ",".join(sorted({*named} & {*FAMILIES})) or None


def _date(text: str | None, model: LoopModel, notes: list[str]) -> str | None:
    if text is None:
        return None
    asked = shortened(text)
    if refusal := date_refusal(model, asked):
        notes.append(f"{refusal} Everything known is shown.")
        return None
    return asked


def date_refusal(model: LoopModel, text: str) -> str | None:
    """Return why nothing can be said as of a date, as the terminal does; ``None`` if it can.

    Args:
        model: its evidence says which dates are within reach.
        text: a year, a month or a day; anything else is refused as well.
    """
    try:
        Standpoint(as_of=text)
        refuse_out_of_reach(model, text)
    except UsageError as error:
        return str(error)
    return None


def _assignments(
    texts: Sequence[str], model: LoopModel, notes: list[str]
) -> tuple[Supposition, ...]:
    found = Choices()
    for text in texts[:_MOST_ASSIGNMENTS]:
        try:
            item = parse_supposition(model, text[:300])
        except UsageError:
            notes.append(f"'{shortened(text)}' in the address cannot be supposed; ignored.")
        else:
            found = found.assigning(item.subject, str(item.metric), item.value)
    if len(texts) > _MOST_ASSIGNMENTS:
        notes.append(f"Only the first {_MOST_ASSIGNMENTS} numbers of the address were taken.")
    return found.assignments


def _weights(
    texts: Sequence[str], model: LoopModel, notes: list[str]
) -> tuple[PropertyWeight, ...]:
    known = {item.id for item in feedback_properties(model)}
    found = Choices()
    for text in texts[:_MOST_ASSIGNMENTS]:
        name, _, number = text[:300].partition("=")
        weight = _number(number)
        if name in known and weight is not None and 0 <= weight <= MOST_WEIGHT:
            found = found.weighing(name, weight)
        else:
            notes.append(f"'{shortened(text)}' in the address is no weight; ignored.")
    if found.weights and not any(_all_weights(found, known)):
        notes.append("The address takes all weight away; ignored.")
        return ()
    return found.weights


def _all_weights(choices: Choices, known: set[str]) -> list[float]:
    fixed = {item.property: item.weight for item in choices.weights}
    return [fixed.get(name, 1.0) for name in known]


def _number(text: str) -> float | None:
    try:
        return float(text)
    except ValueError:
        return None


def _changed(digest: str, model: LoopModel) -> list[str]:
    if model.digest.startswith(digest[:DIGEST_DIGITS]) and len(digest) >= DIGEST_DIGITS:
        return []
    return [
        f"The ontology has changed since this link was made (then {shortened(digest, 12)}, now "
        f"{model.digest[:DIGEST_DIGITS]}), so that the numbers may differ from its sender's."
    ]
