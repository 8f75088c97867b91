"""What a preset file says must hang together: every name is known where it is used."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Iterator
from dataclasses import fields, is_dataclass

from graph.questions.growth.published.formulas import Formula
from graph.questions.growth.published.preset_model import Preset
from graph.questions.growth.published.toml_text import Path, TomlText

_STOCK_SERIES = ("stock", "log_stock", "previous_log_stock", "growth", "pace")
_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]*\Z")


def check_preset(preset: Preset, toml: TomlText) -> None:
    """Add a problem for every name that is badly formed or unknown where it is used."""
    _check_names(preset, toml)
    known = _check_derived(preset, toml)
    for path, formula in _static_formulas(preset):
        _check_formula(formula, known, path, toml)
    running = known | running_names(preset)
    for name, event in preset.events.items():
        for path, formula in _formulas(event, ("events", name)):
            _check_formula(formula, running, path, toml)
    _check_links(preset, toml)
    for index, measure in enumerate(preset.measures):
        path = ("published", index)
        if measure.value is not None:
            _check_formula(measure.value, running, (*path, "value"), toml)
        _check_known(measure.event, preset.events, (*path, "event"), "event", toml)
        _check_known(measure.case, preset.cases, (*path, "case"), "case", toml)
        if not 0.0 <= measure.quantile <= 1.0:
            message = "the quantile is no share."
            toml.report("preset-range", (*path, "quantile"), message, "Write 0.5 for the median.")


def running_names(preset: Preset) -> set[str]:
    """Return the names that a formula over a run may use besides inputs and derived ones."""
    names = {"time", "loop_ratio", "loop_gain", "generation_time", "doubling_time"}
    for stock in preset.stocks:
        names |= {f"{kind}.{stock}" for kind in _STOCK_SERIES}
    for component in preset.components:
        names |= {f"{kind}.{component}" for kind in ("share", "acceleration")}
    for resource in preset.resources:
        names |= {f"{kind}.{resource}" for kind in ("resource", "log_resource")}
    return names


def _check_names(preset: Preset, toml: TomlText) -> None:
    groups: dict[str, Iterable[str]] = {
        "inputs": preset.inputs,
        "derived": preset.derived,
        "stocks": preset.stocks,
        "components": preset.components,
        "resources": preset.resources,
    }
    for group, members in groups.items():
        for name in members:
            if not _NAME.match(name):
                message = f'"{name}" cannot stand in a formula.'
                remedy = "Use letters, digits and _, not beginning with a digit."
                toml.report("preset-name", (group, name), message, remedy)
    for name in set(preset.inputs) & set(preset.derived):
        message = f"{name} is an input and derived too."
        toml.report("preset-name", ("derived", name), message, "Rename one of them.")
    if preset.components and not preset.stocks:
        message = "there are components and no stock whose pace they make."
        toml.report("preset-missing-key", ("components",), message, "Add [stocks.NAME].")


def _check_derived(preset: Preset, toml: TomlText) -> set[str]:
    known = set(preset.inputs)
    for name, formula in preset.derived.items():
        _check_formula(formula, known, ("derived", name), toml)
        known.add(name)
    for case, changes in preset.cases.items():
        for name, formula in changes.items():
            path: Path = ("cases", case, name)
            if name not in known:
                message = f"{name} is neither an input nor derived."
                remedy = f"A case changes those.{_meant(name, known)}"
                toml.report("preset-unknown-name", path, message, remedy)
            _check_formula(formula, set(preset.inputs), path, toml)
    return known


def _check_links(preset: Preset, toml: TomlText) -> None:
    for name, stock in preset.stocks.items():
        path: Path = ("stocks", name)
        for component in stock.weights:
            _check_known(component, preset.components, (*path, "weights"), "component", toml)
        for resource in stock.resources:
            _check_known(resource, preset.resources, (*path, "resources"), "resource", toml)
        if stock.nest:
            _check_known(stock.nest.resource, preset.resources, (*path, "nest"), "resource", toml)
    for name, part in preset.components.items():
        path = ("components", name)
        drivers = {*preset.stocks, *preset.resources}
        for stock_name in part.elasticity:
            _check_known(stock_name, preset.stocks, (*path, "elasticity"), "stock", toml)
        for stock_name in part.speed_elasticity:
            _check_known(stock_name, preset.stocks, (*path, "speed_elasticity"), "stock", toml)
        for driver in part.share_gain:
            _check_known(driver, drivers, (*path, "share_gain"), "stock or resource", toml)
        for table in part.tables:
            _check_known(table.stock, preset.stocks, (*path, "curve"), "stock", toml)
    for stock_name in preset.generation.elasticity:
        _check_known(stock_name, preset.stocks, ("generation", "elasticity"), "stock", toml)


def _static_formulas(preset: Preset) -> Iterator[tuple[Path, Formula]]:
    yield ("aggregation", "exponent"), preset.exponent
    yield from _formulas(preset.run, ("run",))
    yield from _formulas(preset.generation, ("generation",))
    for name, stock in preset.stocks.items():
        yield from _formulas(stock, ("stocks", name))
    for name, component in preset.components.items():
        yield from _formulas(component, ("components", name))
    for name, phases in preset.resources.items():
        for index, phase in enumerate(phases):
            yield from _formulas(phase, ("resources", name, "phases", index))


def _formulas(record: object, path: Path) -> Iterator[tuple[Path, Formula]]:
    if isinstance(record, Formula):
        yield path, record
    elif isinstance(record, dict):
        for key, value in record.items():
            yield from _formulas(value, (*path, key))
    elif isinstance(record, tuple):
        for value in record:
            yield from _formulas(value, path)
    elif is_dataclass(record) and not isinstance(record, type):
        for field in fields(record):
            yield from _formulas(getattr(record, field.name), (*path, field.name))


def _check_formula(formula: Formula, known: Iterable[str], path: Path, toml: TomlText) -> None:
    names = set(known)
    for name in sorted(formula.names - names):
        message = f'nothing is called {name} in "{formula.text}".'
        remedy = f"Known here: {', '.join(sorted(names)) or 'numbers only'}.{_meant(name, names)}"
        toml.report("preset-unknown-name", path, message, remedy)


def _check_known(
    name: str | None, known: Iterable[str], path: Path, kind: str, toml: TomlText
) -> None:
    names = set(known)
    if name is not None and name not in names:
        message = f"there is no {kind} called {name}."
        remedy = f"Known: {', '.join(sorted(names)) or 'none'}.{_meant(name, names)}"
        toml.report("preset-unknown-name", path, message, remedy)


def _meant(written: str, known: Iterable[str]) -> str:
    close = difflib.get_close_matches(written, sorted(known), n=1)
    return f" Did you mean {close[0]}?" if close else ""
