"""Preset files: TOML in, :class:`Preset` out, with every mistake told at its line."""

from __future__ import annotations

from pathlib import Path

from graph.errors import OntologyError, Place, Problem, UnreadableError
from graph.questions.growth.published.distributions import DrawPlan, Generator, Order
from graph.questions.growth.published.formulas import Formula, read_formula
from graph.questions.growth.published.preset_checks import check_preset
from graph.questions.growth.published.preset_inputs import read_correlations, read_distribution
from graph.questions.growth.published.preset_model import (
    Preset,
    PresetEvent,
    PresetMeasure,
    PresetRun,
    PresetSource,
)
from graph.questions.growth.published.preset_parts import (
    read_component,
    read_generation,
    read_phases,
    read_stock,
)
from graph.questions.growth.published.toml_section import Section
from graph.questions.growth.published.toml_text import TomlText

#: A quote is a pointer, not a copy.
LONGEST_QUOTE_WORDS = 25


def read_preset(path: Path | str) -> Preset:
    """Return the preset in a file.

    Raises:
        UnreadableError: there is no such file, or it is not UTF-8.
        OntologyError: what it says cannot be used; carries every problem with its line.
    """
    file = Path(path)
    return read_preset_text(read_text(file), str(file), file.stem)


def read_preset_text(text: str, file: str, name: str) -> Preset:
    """Return the preset in a text; see :func:`read_preset`."""
    toml = TomlText(file, text)
    data = toml.parse()
    if toml.problems:
        raise OntologyError(toml.problems)
    preset = _read(Section(toml, data, ()), name)
    check_preset(preset, toml)
    if toml.problems:
        raise OntologyError(toml.problems)
    return preset


def read_source(section: Section | None, fallback: PresetSource | None = None) -> PresetSource:
    """Return where numbers come from; what is not said is taken from *fallback*."""
    if section is None:
        return fallback or PresetSource("", "", "recalled")
    title = section.text("title", fallback.title if fallback else "", required=fallback is None)
    address = section.text(
        "address", fallback.address if fallback else "", required=fallback is None
    )
    if address and not address.startswith(("http://", "https://")):
        section.report(
            "preset-address", "address", "the address is no web address.", "Write https://..."
        )
    quote = section.text("quote")
    if quote and len(quote.split()) > LONGEST_QUOTE_WORDS:
        remedy = f"Keep it to {LONGEST_QUOTE_WORDS} words."
        section.report("preset-quote", "quote", "the quote is too long.", remedy)
    default = fallback.read if fallback else "quoted"
    read = section.choice("read", ("read", "quoted", "recalled"), default)
    return PresetSource(title or "", address or "", read, section.text("note"), quote)


def read_text(file: Path) -> str:
    """Return the text of a file, or the reason why not as a problem."""
    place = Place(str(file), 1)
    try:
        return file.read_text("utf-8")
    except OSError as error:
        reason = error.strerror or "it cannot be read"
        problem = Problem("preset-missing-file", f"{reason}.", "Give a preset file.", place=place)
    except UnicodeDecodeError:
        problem = Problem("preset-encoding", "not UTF-8.", "Save it as UTF-8.", place=place)
    raise UnreadableError([problem])


def _read(top: Section, name: str) -> Preset:
    source_section = top.section("source", required=True)
    source = read_source(source_section)
    if source_section:
        source_section.close()
    inputs_section = top.section("inputs")
    inputs = {}
    if inputs_section:
        inputs = {key: read_distribution(inputs_section, key) for key in inputs_section.data}
    aggregation = top.section("aggregation")
    exponent = aggregation.formula("exponent", required=True) if aggregation else None
    if aggregation:
        aggregation.close()
    preset = Preset(
        name=name,
        title=top.text("title", name, required=True) or name,
        about=top.text("about", "") or "",
        time_unit=top.text("time_unit", "years") or "years",
        source=source,
        run=_read_run(top.section("run")),
        draws=_read_draws(top.section("draws")),
        inputs=inputs,
        correlations=read_correlations(top.rows("correlations"), inputs),
        derived=top.formulas("derived"),
        cases=_read_cases(top),
        exponent=exponent or read_formula(-1.0),
        resources={key: read_phases(part) for key, part in top.sections("resources").items()},
        components={key: read_component(part) for key, part in top.sections("components").items()},
        stocks={key: read_stock(part) for key, part in top.sections("stocks").items()},
        generation=read_generation(top.section("generation")),
        events={key: _read_event(part) for key, part in top.sections("events").items()},
        measures=tuple(_read_measure(part, source) for part in top.rows("published")),
    )
    top.close()
    return preset


def _read_run(section: Section | None) -> PresetRun:
    if section is None:
        return PresetRun()
    run = PresetRun(
        start=section.number("start", 0.0) or 0.0,
        length=section.formula("length"),
        step=section.number("step", 0.05) or 0.0,
        every=section.whole("every", 1, least=1),
        doublings=section.whole("doublings", 0),
        recursion=section.flag("recursion", True),
    )
    if run.step <= 0.0:
        section.report("preset-range", "step", "the step is not above 0.", "Write a step above 0.")
    section.close()
    return run


def _read_draws(section: Section | None) -> DrawPlan:
    if section is None:
        return DrawPlan()
    generator = Generator(section.choice("generator", list(Generator), Generator.PCG64))
    order = Order(section.choice("order", list(Order), Order.BY_INPUT))
    plan = DrawPlan(section.whole("count", 1, least=1), section.whole("seed", 0), generator, order)
    section.close()
    return plan


def _read_cases(top: Section) -> dict[str, dict[str, Formula]]:
    outer = top.section("cases")
    return {name: outer.formulas(name) for name in outer.data} if outer else {}


def _read_event(section: Section) -> PresetEvent:
    kind = section.choice("kind", ("reaches", "runs-away", "window"), "reaches")
    event = PresetEvent(
        kind=kind,
        value=section.formula("value", required=kind == "reaches"),
        reaches=section.formula("reaches", required=kind == "reaches"),
        direction=section.choice("direction", ("up", "down"), "up"),
        doublings=section.formula("doublings", required=kind == "window"),
        within=section.formula("within", required=kind == "window"),
        missed=section.number("missed", float("inf")) or 0.0,
    )
    section.close()
    return event


def _read_measure(section: Section, source: PresetSource) -> PresetMeasure:
    moments = [name for name in ("time", "generation", "doubling") if section.has(f"at_{name}")]
    positions = {name: section.number(f"at_{name}") for name in ("time", "generation", "doubling")}
    moment = moments[0] if moments else "time"
    line = section.toml.line_of((*section.path, "what"))
    measure = PresetMeasure(
        what=section.text("what", required=True) or "",
        published=section.number("published", required=True) or 0.0,
        tolerance=section.number("tolerance", required=True) or 0.0,
        case=section.text("case"),
        value=section.formula("value"),
        event=section.text("event"),
        at=positions[moment] or 0.0,
        moment=moment,
        quantile=section.number("quantile", 0.5) or 0.0,
        probability=section.flag("probability", False),
        before=section.number("before", float("inf")) or 0.0,
        source=read_source(section.section("source"), source),
        place=Place(section.toml.file, line),
    )
    if (measure.value is None) == (measure.event is None):
        message = "a published number is compared with one value or one event."
        section.report("preset-measure", "what", message, "Write either value or event.")
    if len(moments) > 1:
        section.report("preset-measure", "what", "several moments are named.", "Keep one.")
    section.close()
    return measure
