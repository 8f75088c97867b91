"""Preset files: TOML in, :class:`Preset` out, every name known where it is used."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator
from dataclasses import fields, is_dataclass
from pathlib import Path

import numpy as np

from graph.ontology.checks.addresses import odd_start
from graph.questions.growth.kernel.power_mean import Floats
from graph.questions.growth.published.distributions import Distribution, Shape
from graph.questions.growth.published.formulas import Formula, FormulaError
from graph.questions.growth.published.preset_model import (
    Preset,
    PresetComponent,
    PresetMeasure,
    PresetResource,
    PresetRun,
    PresetSource,
)
from graph.questions.growth.published.toml import TomlFile, read_toml
from graph.questions.growth.published.toml_places import Where

#: A quote is a pointer, not a copy.
LONGEST_QUOTE_WORDS = 25

#: Keys that a distribution needs.
_OF_SHAPE = {Shape.FIXED: ("value",), Shape.BETA: ("alpha", "beta"), Shape.CHOICE: ("values",)}
_ENDS = ("low", "high")

#: Keys that a kind of generation or of event needs.
_OF_KIND = {
    "fixed": ("length",),
    "shrinking": ("length", "floor"),
    "reaches": ("value", "reaches"),
    "window": ("doublings", "within"),
}

#: What has no meaning without the share of the work that AI does.
_OF_SHARE = ("share_gain", "speed", "speed_elasticity", "uplift", "checking", "floor")
_STOCK_SERIES = ("stock", "log_stock", "previous_log_stock", "growth", "pace")
#: So far weights may be off from 1: rounded to two digits.
_ROUNDED = 0.011
_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]*\Z")


def read_preset(path: Path | str) -> Preset:
    """Return the preset in a file.

    Raises:
        UnreadableError: there is no such file, or it is not UTF-8.
        OntologyError: what it says cannot be used; carries every problem with its line.
    """
    return preset_of(read_toml(path), Path(path).stem)


def read_preset_text(text: str, file: str, name: str) -> Preset:
    """Return the preset in a text; see :func:`read_preset`."""
    return preset_of(TomlFile(file, text), name)


def check_source(source: PresetSource, toml: TomlFile, where: Where) -> None:
    """Add a problem for an address that is none, and for a quote that is a copy."""
    odd = odd_start(source.address) if source.address else None
    if source.address and not source.address.startswith(("http://", "https://")):
        message = "the address is no web address."
        remedy = f"Write {odd.meant}..." if odd else "Write https://..."
        toml.report("preset-address", (*where, "address"), message, remedy)
    elif odd:
        message = f"the address has {odd.written}, which is nearly {odd.meant}."
        toml.report("preset-address", (*where, "address"), message, f"Write {odd.meant}.")
    if source.quote and len(source.quote.split()) > LONGEST_QUOTE_WORDS:
        remedy = f"Keep it to {LONGEST_QUOTE_WORDS} words."
        toml.report("preset-quote", (*where, "quote"), "the quote is too long.", remedy)


def check_file_source(source: PresetSource, toml: TomlFile) -> None:
    """Add a problem for a file that does not say where its numbers come from."""
    if toml.has(("source",)):
        for key in ("title", "address"):
            # One that is there by a misspelt name is told as that.
            if not toml.has(("source", key)) and not toml.told(("source",)):
                toml.missing(("source", key))
    check_source(source, toml, ("source",))


def preset_of(toml: TomlFile, name: str) -> Preset:
    """Return the preset in tables that were read; see :func:`read_preset`."""
    preset = toml.record(Preset, name=name)
    check_file_source(preset.source, toml)
    if toml.told_of_tables():
        # What stands in a table of a wrong name is missing everywhere else.
        toml.finish()
    _check_run(preset, toml)
    _check_names(preset, toml)
    known = _check_derived(preset, toml)
    running = known | _running_names(preset)
    for part in fields(preset):
        if part.name not in ("inputs", "derived", "cases"):
            names = running if part.name in ("events", "published") else known
            for where, formula in _formulas(getattr(preset, part.name), (part.name,)):
                _check_formula(formula, names, where, toml)
    for name, distribution in preset.inputs.items():
        _check_distribution(distribution, toml, ("inputs", name))
    _check_links(preset, toml)
    for name, stock in preset.stocks.items():
        _check_weights(preset, name, toml)
        known_to_be_wrong = toml.told(("stocks", name))
        if not known_to_be_wrong and (stock.growth is None) == (stock.doubling_time is None):
            remedy = "Write either growth (of the logarithm) or doubling_time."
            message = "a stock grows at one rate."
            toml.report("toml-missing-key", ("stocks", name, "growth"), message, remedy)
    for name, component in preset.components.items():
        _check_component(component, toml, ("components", name))
    for name, resource in preset.resources.items():
        _check_resource(resource, toml, ("resources", name))
    for index, measure in enumerate(preset.published):
        _check_measure(measure, toml, ("published", index))
        _check_moment(measure, preset.run, toml, ("published", index))
    toml.finish()
    return preset


def _check_run(preset: Preset, toml: TomlFile) -> None:
    if preset.run.step <= 0.0:
        message = "the step is not above 0."
        toml.report("preset-range", ("run", "step"), message, "Write a step above 0.")
    _check_needed(_OF_KIND.get(preset.generation.kind, ()), toml, ("generation",))
    for name, event in preset.events.items():
        _check_needed(_OF_KIND.get(event.kind, ()), toml, ("events", name))
    uncertain = [n for n, d in preset.inputs.items() if d.shape is not Shape.FIXED]
    for index, pair in enumerate(preset.correlations):
        where = ("correlations", index)
        lost = [name for name in pair.between if name not in preset.inputs]
        for name in lost:
            message = f"there is no input called {name}."
            toml.unknown_name(name, preset.inputs, (*where, "between"), message)
        told = toml.told(where) or any(toml.told(("inputs", name)) for name in pair.between)
        if lost or told:
            continue
        if len(pair.between) != 2 or any(name not in uncertain for name in pair.between):
            message = "this is no pair of inputs."
            remedy = "Name two inputs that have a distribution."
            toml.report("preset-correlation", (*where, "between"), message, remedy)
        elif abs(pair.rank) >= 1.0:
            message = "the rank is not within -1 and 1."
            toml.report("preset-correlation", (*where, "rank"), message, "Correct it.")


def _check_names(preset: Preset, toml: TomlFile) -> None:
    for group in ("inputs", "derived", "stocks", "components", "resources"):
        for name in getattr(preset, group):
            if not _NAME.match(name):
                message = f'"{name}" cannot stand in a formula.'
                remedy = "Use letters, digits and _, not beginning with a digit."
                toml.report("preset-name", (group, name), message, remedy)
    for name in set(preset.inputs) & set(preset.derived):
        message = f"{name} is an input and derived too."
        toml.report("preset-name", ("derived", name), message, "Rename one of them.")
    if preset.components and not preset.stocks:
        message = "there are components and no stock whose pace they make."
        toml.report("toml-missing-key", ("components",), message, "Add [stocks.NAME].")


def _check_derived(preset: Preset, toml: TomlFile) -> set[str]:
    known = set(preset.inputs)
    for name, formula in preset.derived.items():
        _check_formula(formula, known, ("derived", name), toml)
        known.add(name)
    for case, changes in preset.cases.items():
        for name, formula in changes.items():
            where: Where = ("cases", case, name)
            if name not in known:
                message = f"{name} is neither an input nor derived."
                toml.unknown_name(name, known, where, message, "A case changes those.")
            _check_formula(formula, set(preset.inputs), where, toml)
    return known


def _running_names(preset: Preset) -> set[str]:
    """Return the names that a formula over a run may use besides inputs and derived ones."""
    names = {"time", "loop_ratio", "loop_gain", "generation_time", "doubling_time"}
    names |= {f"{kind}.{stock}" for stock in preset.stocks for kind in _STOCK_SERIES}
    names |= {f"{kind}.{part}" for part in preset.components for kind in ("share", "acceleration")}
    names |= {f"{kind}.{it}" for it in preset.resources for kind in ("resource", "log_resource")}
    return names


def _check_distribution(distribution: Distribution, toml: TomlFile, where: Where) -> None:
    shape, low, high = distribution.shape, distribution.low, distribution.high
    if toml.table(where) is None:
        return  # A plain number.
    needed = _OF_SHAPE.get(shape, _ENDS)
    _check_needed(needed, toml, where)

    def wrong(key: str, message: str, remedy: str) -> None:
        # Of one input the first is told: the others may follow from it.
        if not toml.told(where):
            toml.report("preset-range", (*where, key), message, remedy)

    if needed == _ENDS and low >= high:
        wrong("high", "high is not above low.", "Exchange low and high, or correct one of them.")
    if shape in (Shape.LOG_UNIFORM, Shape.LOG_NORMAL) and low <= 0.0:
        wrong("low", "low is not above 0.", "Give a low above 0.")
    if shape is Shape.LOGIT_NORMAL and not (low > 0.0 and high < 1.0):
        wrong("low", "a share lies between 0 and 1.", "Correct the ends.")
    if shape is Shape.TRIANGULAR and not low <= distribution.peak <= high:
        wrong("mode", "the mode is outside.", "Put it in between.")
    if not 0.0 < distribution.level < 1.0:
        wrong("level", "the level is no share.", "Write 0.9 or so.")
    if shape is Shape.BETA and min(distribution.alpha, distribution.beta) <= 0.0:
        wrong("alpha", "a parameter is not above 0.", "Correct it.")
    if shape is Shape.CHOICE and not distribution.values:
        wrong("values", "there is nothing to choose.", "Give values.")
    weights = distribution.weights
    fit = len(weights) == len(distribution.values) and min(weights, default=-1.0) >= 0.0
    fit = fit and abs(sum(weights) - 1.0) <= 1e-9
    if shape is Shape.CHOICE and toml.has((*where, "weights")) and not fit:
        remedy = "Give one weight per value, 0 or more, together 1."
        wrong("weights", "the weights do not fit.", remedy)


def _check_weights(preset: Preset, name: str, toml: TomlFile) -> None:
    """Note weights of a stock's parts that do not add up to 1 at the middle of the inputs."""
    where: Where = ("stocks", name, "weights")
    weights = preset.stocks[name].weights
    if not weights or toml.told(("inputs",)) or toml.told(("derived",)) or toml.told(where):
        return
    names: dict[str, Floats | float] = {
        key: float(one.quantile(np.array([0.5]))[0]) for key, one in preset.inputs.items()
    }
    try:
        for key, formula in preset.derived.items():
            names[key] = formula.value(names)
        total = sum(float(np.asarray(one.value(names))) for one in weights.values())
    except (FormulaError, TypeError, ValueError):
        return
    if not abs(total - 1.0) <= _ROUNDED:
        message = f"the weights add up to {total:.6g} at the middle of the inputs."
        remedy = "Let them add up to 1: each is the part of the work that the component does."
        toml.report("preset-range", where, message, remedy)


def _check_component(part: PresetComponent, toml: TomlFile, where: Where) -> None:
    for key in _OF_SHARE:
        if part.share is None and toml.has((*where, key)):
            remedy = "Add share = ..., the part of the work that AI does at the start."
            message = f"{key} has no meaning without a share."
            toml.report("toml-missing-key", (*where, key), message, remedy)
    for index, curve in enumerate(part.curve):
        if toml.told((*where, "curve", index)):
            continue
        if len(curve.levels) != len(curve.accelerations) or len(curve.levels) < 2:
            message = "levels and accelerations do not pair up."
            remedy = "Give two or more of each, equally many."
            toml.report("preset-range", (*where, "curve", index, "levels"), message, remedy)


def _check_resource(resource: PresetResource, toml: TomlFile, where: Where) -> None:
    if resource.growth is not None and resource.phases:
        message = "phases and growth are both given."
        toml.report("preset-measure", (*where, "growth"), message, "Keep one of them.")
    for index, phase in enumerate(resource.phases):
        if toml.told((*where, "phases", index)):
            continue
        key = (*where, "phases", index, "length")
        if phase.length is None and index < len(resource.phases) - 1:
            message = "a phase that never ends has others after it."
            toml.report("toml-missing-key", key, message, "Give its length.")
        if phase.length is not None and phase.length <= 0.0:
            toml.report("preset-range", key, "the length is not above 0.", "Correct it.")
        if phase.factor_to is not None and (phase.length is None or phase.length % 1.0):
            message = "a factor that changes does so by whole units of time."
            toml.report("preset-range", key, message, "Give a whole length.")


def _check_measure(measure: PresetMeasure, toml: TomlFile, where: Where) -> None:
    if not 0.0 <= measure.quantile <= 1.0:
        message = "the quantile is no share."
        toml.report("preset-range", (*where, "quantile"), message, "Write 0.5 for the median.")
    told = toml.told(where)
    if not told and (measure.value is None) == (measure.event is None):
        message = "a published number is compared with one value or one event."
        toml.report("preset-measure", (*where, "what"), message, "Write either value or event.")
    moments = [
        key for key in ("at_time", "at_generation", "at_doubling") if toml.has((*where, key))
    ]
    if len(moments) > 1:
        toml.report("preset-measure", (*where, "what"), "several moments are named.", "Keep one.")
    if measure.source is not None:
        check_source(measure.source, toml, (*where, "source"))


def _check_moment(measure: PresetMeasure, run: PresetRun, toml: TomlFile, where: Where) -> None:
    """Note a moment that the run does not reach."""
    doubling, last = measure.at_doubling, run.doublings - 1
    if doubling is not None and run.doublings and not 0 <= doubling <= last:
        message = f"the run has {run.doublings} doublings, so that the last is number {last}."
        remedy = f"Write at most {last}, or more doublings in [run]."
        toml.report("preset-range", (*where, "at_doubling"), message, remedy)
    if measure.at_time is None or run.length is None or run.length.names:
        return
    end = run.start + float(run.length.value({}))
    if not run.start <= measure.at_time <= end:
        message = f"the run goes from {run.start:g} to {end:g}."
        remedy = "Write a time within it, or a longer length in [run]."
        toml.report("preset-range", (*where, "at_time"), message, remedy)


def _formulas(record: object, where: Where) -> Iterator[tuple[Where, Formula]]:
    if isinstance(record, Formula):
        yield where, record
    elif isinstance(record, dict):
        for key, value in record.items():
            yield from _formulas(value, (*where, key))
    elif isinstance(record, tuple):
        for index, value in enumerate(record):
            yield from _formulas(value, (*where, index))
    elif is_dataclass(record):
        for field in fields(record):
            yield from _formulas(getattr(record, field.name), (*where, field.name))


def _check_needed(keys: tuple[str, ...], toml: TomlFile, where: Where) -> None:
    # What says which keys are needed, or a key that is misspelt, may be what is wrong already.
    for key in keys if not toml.told(where) else ():
        if not toml.has((*where, key)):
            toml.missing((*where, key))


def _check_formula(formula: Formula, known: Collection[str], where: Where, toml: TomlFile) -> None:
    for name in sorted(formula.names - set(known)):
        toml.unknown_name(name, known, where, f'nothing is called {name} in "{formula.text}".')


def _check_links(preset: Preset, toml: TomlFile) -> None:
    stocks, resources = {*preset.stocks}, {*preset.resources}

    def check(written: Iterable[str], known: set[str], kind: str, *where: str | int) -> None:
        for name in written:
            if name not in known:
                remedy = f"Known: {', '.join(sorted(known)) or 'none'}."
                message = f"there is no {kind} called {name}."
                toml.unknown_name(name, known, where, message, remedy)

    check(preset.generation.elasticity, stocks, "stock", "generation", "elasticity")
    for key, stock in preset.stocks.items():
        nested = [stock.nest.resource] if stock.nest else []
        check(stock.weights, {*preset.components}, "component", "stocks", key, "weights")
        check(stock.resources, resources, "resource", "stocks", key, "resources")
        check(nested, resources, "resource", "stocks", key, "nest")
    for key, part in preset.components.items():
        check(part.elasticity, stocks, "stock", "components", key, "elasticity")
        check(part.speed_elasticity, stocks, "stock", "components", key, "speed_elasticity")
        gains = (part.share_gain, stocks | resources, "stock or resource")
        check(*gains, "components", key, "share_gain")
        for row, curve in enumerate(part.curve):
            check([curve.stock], stocks, "stock", "components", key, "curve", row, "stock")
    for row, measure in enumerate(preset.published):
        events, cases = [measure.event], [measure.case]
        check(filter(None, events), {*preset.events}, "event", "published", row, "event")
        check(filter(None, cases), {*preset.cases}, "case", "published", row, "case")
