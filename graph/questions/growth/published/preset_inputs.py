"""Reading the uncertain inputs of a preset file."""

from __future__ import annotations

from collections.abc import Mapping

from graph.questions.growth.published.distributions import Correlation, Distribution, Shape
from graph.questions.growth.published.toml_section import Section

#: Keys that each distribution needs.
_NEEDED = {
    Shape.FIXED: ("value",),
    Shape.UNIFORM: ("low", "high"),
    Shape.LOG_UNIFORM: ("low", "high"),
    Shape.TRIANGULAR: ("low", "high"),
    Shape.NORMAL: ("low", "high"),
    Shape.LOG_NORMAL: ("low", "high"),
    Shape.LOGIT_NORMAL: ("low", "high"),
    Shape.BETA: ("alpha", "beta"),
    Shape.CHOICE: ("values",),
}


def read_distribution(inputs: Section, name: str) -> Distribution:
    """Return the distribution of one input: a number, or a table ``{distribution = ...}``."""
    if not isinstance(inputs.data[name], dict):
        return Distribution(Shape.FIXED, values=(_constant(inputs, name),))
    section = inputs.section(name)
    if section is None:
        return Distribution(Shape.FIXED, values=(0.0,))
    shape = Shape(section.choice("distribution", list(Shape), Shape.FIXED))
    needed = _NEEDED[shape]
    low = section.number("low", 0.0, required="low" in needed) or 0.0
    high = section.number("high", 1.0, required="high" in needed)
    distribution = Distribution(
        shape=shape,
        low=low,
        high=1.0 if high is None else high,
        mode=_mode(section, low, high),
        level=section.number("level", 0.9) or 0.0,
        alpha=section.number("alpha", 1.0, required="alpha" in needed) or 0.0,
        beta=section.number("beta", 1.0, required="beta" in needed) or 0.0,
        values=_values(section, shape),
        weights=_weights(section, shape),
        shift=section.number("shift", 0.0) or 0.0,
    )
    _check_range(section, distribution)
    section.text("note")
    section.close()
    return distribution


def read_correlations(
    rows: list[Section], inputs: Mapping[str, Distribution]
) -> tuple[Correlation, ...]:
    """Return the rank correlations between inputs."""
    found = []
    for row in rows:
        pair = row.texts("between")
        rank = row.number("rank", required=True)
        row.close()
        uncertain = [n for n, d in inputs.items() if d.shape is not Shape.FIXED]
        if len(pair) != 2 or any(name not in uncertain for name in pair):
            remedy = "Name two inputs that have a distribution."
            row.report("preset-correlation", "between", "this is no pair of inputs.", remedy)
        elif rank is None or not -1.0 < rank < 1.0:
            row.report(
                "preset-correlation", "rank", "the rank is not within -1 and 1.", "Correct it."
            )
        else:
            found.append(Correlation(pair[0], pair[1], rank))
    return tuple(found)


def _constant(section: Section, key: str) -> float:
    formula = section.formula(key, required=True)
    if formula is None:
        return 0.0
    if formula.names:
        message = f"{key} needs {', '.join(sorted(formula.names))}."
        section.report("preset-formula", key, message, "Put it under [derived].")
        return 0.0
    return float(formula.value({}))


def _mode(section: Section, low: float, high: float | None) -> float:
    middle = (low + (1.0 if high is None else high)) / 2.0
    mode = section.number("mode", middle)
    return middle if mode is None else mode


def _values(section: Section, shape: Shape) -> tuple[float, ...]:
    if shape is Shape.CHOICE:
        return section.numbers("values")
    if shape is Shape.FIXED:
        return (_constant(section, "value"),)
    return ()


def _weights(section: Section, shape: Shape) -> tuple[float, ...]:
    if shape is not Shape.CHOICE:
        return ()
    values = section.data.get("values")
    count = len(values) if isinstance(values, list) else 1
    if not section.has("weights"):
        section.allow("weights")
        return (1.0 / max(count, 1),) * count
    weights = section.numbers("weights")
    if len(weights) != count or min(weights, default=-1.0) < 0.0 or abs(sum(weights) - 1.0) > 1e-9:
        remedy = "Give one weight per value, 0 or more, together 1."
        section.report("preset-range", "weights", "the weights do not fit.", remedy)
    return weights


def _check_range(section: Section, distribution: Distribution) -> None:
    shape, low, high = distribution.shape, distribution.low, distribution.high
    if "low" in _NEEDED[shape] and not low < high:
        section.report("preset-range", "high", "high is not above low.", "Put low below high.")
    if shape in (Shape.LOG_UNIFORM, Shape.LOG_NORMAL) and low <= 0.0:
        section.report("preset-range", "low", "low is not above 0.", "Give a low above 0.")
    if shape is Shape.LOGIT_NORMAL and not (low > 0.0 and high < 1.0):
        section.report("preset-range", "low", "a share lies between 0 and 1.", "Correct the ends.")
    if shape is Shape.TRIANGULAR and not low <= distribution.mode <= high:
        section.report("preset-range", "mode", "the mode is outside.", "Put it in between.")
    if not 0.0 < distribution.level < 1.0:
        section.report("preset-range", "level", "the level is no share.", "Write 0.9 or so.")
    if shape is Shape.BETA and min(distribution.alpha, distribution.beta) <= 0.0:
        section.report("preset-range", "alpha", "a parameter is not above 0.", "Correct it.")
    if shape is Shape.CHOICE and not distribution.values:
        section.report("preset-range", "values", "there is nothing to choose.", "Give values.")
