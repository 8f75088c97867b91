"""Reading the parts of a preset file: stocks, components, resources, generations."""

from __future__ import annotations

from graph.questions.growth.kernel.inputs import CeilingRule, GrowthReference
from graph.questions.growth.published.formulas import Formula, read_formula
from graph.questions.growth.published.preset_model import (
    PresetComponent,
    PresetGeneration,
    PresetNest,
    PresetPhase,
    PresetStock,
    PresetTable,
)
from graph.questions.growth.published.toml_section import Section

_ZERO, _ONE = read_formula(0.0), read_formula(1.0)


def read_stock(section: Section) -> PresetStock:
    """Return one ``[stocks.NAME]``."""
    growth, doubling = section.formula("growth"), section.formula("doubling_time")
    if (growth is None) == (doubling is None):
        message = "a stock grows at one rate."
        remedy = "Write either growth (of the logarithm) or doubling_time."
        section.report("preset-missing-key", "growth", message, remedy)
    if growth is None and doubling is not None:
        growth = read_formula(f"log(2) / ({doubling.text})")
    nest = section.section("nest")
    stock = PresetStock(
        growth=growth or _ZERO,
        parallel=section.formula("parallel") or _ONE,
        difficulty=section.formula("difficulty", required=True) or _ONE,
        ceiling=section.formula("ceiling"),
        ceiling_rule=section.choice("ceiling_rule", list(CeilingRule), CeilingRule.GROWTH),
        weights=section.formulas("weights"),
        resources=section.formulas("resources"),
        nest=_read_nest(nest) if nest else None,
        growth_measured=section.choice(
            "growth_measured", list(GrowthReference), GrowthReference.START
        ),
    )
    section.close()
    return stock


def read_component(section: Section) -> PresetComponent:
    """Return one ``[components.NAME]``."""
    component = PresetComponent(
        acceleration=section.formula("acceleration") or _ONE,
        elasticity=section.formulas("elasticity"),
        ceiling=section.formula("ceiling"),
        share=section.formula("share"),
        share_gain=section.formulas("share_gain"),
        speed=section.formula("speed") or read_formula("inf"),
        speed_elasticity=section.formulas("speed_elasticity"),
        uplift=section.formula("uplift") or _ONE,
        checking=section.formula("checking") or _ZERO,
        floor=section.formula("floor") or _ZERO,
        highest_share=section.number("highest_share", 1.0) or 0.0,
        tables=tuple(_read_table(row) for row in section.rows("curve")),
    )
    dependent = ("share_gain", "speed", "speed_elasticity", "uplift", "checking", "floor")
    for key in dependent:
        if component.share is None and section.has(key):
            remedy = "Add share = ..., the part of the work that AI does at the start."
            section.report(
                "preset-missing-key", key, f"{key} has no meaning without a share.", remedy
            )
    section.close()
    return component


def read_phases(section: Section) -> tuple[PresetPhase, ...]:
    """Return the stretches of one ``[resources.NAME]``; without any it stands still."""
    rows = section.rows("phases")
    phases = [_read_phase(row) for row in rows]
    growth = section.formula("growth")
    if growth is not None and rows:
        message = "phases and growth are both given."
        section.report("preset-measure", "growth", message, "Keep one of them.")
    if growth is not None:
        phases = [PresetPhase(None, read_formula(f"exp({growth.text})"))]
    for row, phase in zip(rows[:-1], phases, strict=False):
        if phase.length is None:
            message = "a phase that never ends has others after it."
            row.report("preset-missing-key", "length", message, "Give its length.")
    section.close()
    return tuple(phases)


def read_generation(section: Section | None) -> PresetGeneration:
    """Return ``[generation]``; without it improvements act at once."""
    if section is None:
        return PresetGeneration()
    kind = section.choice("kind", ("at-once", "fixed", "shrinking"), "at-once")
    generation = PresetGeneration(
        kind=kind,
        length=section.formula("length", required=kind != "at-once"),
        floor=section.formula("floor", required=kind == "shrinking"),
        elasticity=section.formulas("elasticity"),
        together=section.choice("together", ("in-sequence", "side-by-side"), "in-sequence"),
    )
    section.close()
    return generation


def _read_nest(section: Section) -> PresetNest:
    nest = PresetNest(
        resource=section.text("resource", required=True) or "",
        weight=section.formula("weight", required=True) or _ZERO,
        exponent=section.formula("exponent", required=True) or _ZERO,
        resource_exponent=section.formula("resource_exponent") or _ONE,
    )
    section.close()
    return nest


def _read_table(section: Section) -> PresetTable:
    table = PresetTable(
        stock=section.text("stock", required=True) or "",
        levels=section.formula_list("levels"),
        accelerations=section.formula_list("accelerations"),
    )
    if len(table.levels) != len(table.accelerations) or len(table.levels) < 2:
        message = "levels and accelerations do not pair up."
        section.report("preset-range", "levels", message, "Give two or more of each, equally many.")
    section.close()
    return table


def _read_phase(section: Section) -> PresetPhase:
    factor: Formula = section.formula("factor", required=True) or _ONE
    phase = PresetPhase(section.number("length"), factor, section.formula("factor_to"))
    if phase.length is not None and phase.length <= 0.0:
        section.report("preset-range", "length", "the length is not above 0.", "Correct it.")
    if phase.factor_to is not None and (phase.length is None or phase.length % 1.0):
        message = "a factor that changes does so by whole units of time."
        section.report("preset-range", "length", message, "Give a whole length.")
    section.close()
    return phase
