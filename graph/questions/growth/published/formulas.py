"""Formulas in a preset file: arithmetic over names, and nothing else that Python can do."""

from __future__ import annotations

import ast
import math
import operator
from collections.abc import Callable, Mapping
from dataclasses import field
from typing import Any

import numpy as np

from graph.questions.growth.kernel.power_mean import (
    Floats,
    bottleneck_shares,
    exponent_from_limits,
    gain_if_free,
    power_mean,
    reallocated_exponent,
)
from graph.records import record


def erlang_wait(arrivals: float, service: float, teams: int) -> float:
    """Return the mean wait before service starts in a queue M/M/c (Erlang's C formula).

    The wait is C(c, a) / (c mu - lambda) with the offered load a = lambda / mu; for one team it
    is rho / (mu - lambda).

    Args:
        arrivals: pieces of work that arrive per unit of time, 0 or more.
        service: pieces that one team finishes per unit of time, above 0.
        teams: how many teams serve the same queue, 1 or more.

    Returns:
        In units of time; ``inf`` if work arrives as fast as it can be served, or faster.

    Raises:
        ValueError: an argument is outside its range.

    >>> round(erlang_wait(1.0, 2.0, 1), 12)
    0.5
    """
    if arrivals < 0.0 or service <= 0.0 or teams < 1:
        raise ValueError("Arrivals must be 0 or more, service above 0 and teams 1 or more.")
    load = arrivals / service
    if load >= teams:
        return math.inf
    blocked = 1.0
    for team in range(1, teams + 1):
        blocked = load * blocked / (team + load * blocked)
    waiting = blocked / (1.0 - load / teams * (1.0 - blocked))
    return waiting / (teams * service - arrivals)


#: What a formula may be about: numbers, and arrays over draws.
Names = Mapping[str, "Floats | float"]

#: Names that every formula knows.
CONSTANTS: dict[str, float] = {"pi": float(np.pi), "inf": float("inf")}
#: Longest formula read; nobody writes a longer one by hand.
_LONGEST = 2000

_OPERATORS: dict[type[ast.AST], Callable[..., Any]] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: np.true_divide,
    ast.Pow: lambda base, power: np.power(np.asarray(base, float), power),
    ast.Mod: np.mod,
    ast.USub: operator.neg,
    ast.UAdd: operator.pos,
    ast.Lt: np.less,
    ast.LtE: np.less_equal,
    ast.Gt: np.greater,
    ast.GtE: np.greater_equal,
    ast.Eq: np.equal,
    ast.NotEq: np.not_equal,
    ast.Not: np.logical_not,
}


def _special(name: str) -> Callable[[Any], Any]:
    """Return a function of scipy, imported when it is called: a formula is also only checked."""

    def computed(value: Any) -> Any:
        from scipy import special

        return getattr(special, name)(value)

    return computed


def _stacked(parts: Any) -> Floats:
    columns = [np.asarray(part, float) for part in parts]
    return np.stack(np.broadcast_arrays(*columns), axis=-1)


def _share(values: Any, weights: Any, exponent: Any, position: Any) -> Any:
    with np.errstate(divide="ignore"):
        shares = bottleneck_shares(np.log(_stacked(values)), _stacked(weights), exponent)
    return shares[..., int(position) - 1]


def _radius(rows: Any) -> Any:
    matrix = np.stack([_stacked(row) for row in rows], axis=-2)
    return np.abs(np.linalg.eigvals(matrix)).max(axis=-1)


#: The functions that a formula may call.
FUNCTIONS: dict[str, Callable[..., Any]] = {
    "exp": np.exp,
    "log": np.log,
    "log2": np.log2,
    "log10": np.log10,
    "sqrt": np.sqrt,
    "abs": np.abs,
    "floor": np.floor,
    "min": lambda *parts: np.min(_stacked(parts), axis=-1),
    "max": lambda *parts: np.max(_stacked(parts), axis=-1),
    "sum": lambda parts: np.sum(_stacked(parts), axis=-1),
    "logit": _special("logit"),
    "logistic": _special("expit"),
    "normal_quantile": _special("ndtri"),
    "normal_probability": _special("ndtr"),
    "power_mean": lambda values, weights, exponent: power_mean(
        _stacked(values), _stacked(weights), exponent
    ),
    "bottleneck_share": _share,
    "gain_if_free": gain_if_free,
    "reallocated_exponent": reallocated_exponent,
    "exponent_from_limits": exponent_from_limits,
    "spectral_radius": _radius,
    "interpolate": lambda at, corners, values: np.interp(at, corners, values),
    "erlang_wait": lambda arrivals, service, teams: erlang_wait(
        float(arrivals), float(service), int(teams)
    ),
}


class FormulaError(ValueError):
    """A formula that cannot be read; the message says which part."""


@record(slots=False)
class Formula:
    """A number or an expression over names.

    Attributes:
        text: as written.
        names: the names it needs, constants apart.

    >>> float(read_formula("2 ** x + max(1, y)").value({"x": 3.0, "y": 0.0}))
    9.0
    """

    text: str
    names: frozenset[str]
    tree: ast.expr = field(repr=False, compare=False)

    def value(self, names: Names) -> Floats | float:
        """Return the value, a float or an array over draws.

        Raises:
            FormulaError: a name has no value, or a function cannot take what it is given.
        """
        try:
            with np.errstate(divide="ignore", invalid="ignore", over="ignore"):
                result: Floats | float = _value(self.tree, {**CONSTANTS, **names})
        except FormulaError:
            raise
        except (TypeError, ValueError, IndexError, np.linalg.LinAlgError) as error:
            raise FormulaError(f'"{self.text}" cannot be computed: {error}.') from None
        return result


def read_formula(text: str | float) -> Formula:
    """Return the formula that a text or a number stands for.

    Raises:
        FormulaError: it is no arithmetic, or uses a function or a construction that is not known.
    """
    written = repr(float(text)) if isinstance(text, int | float) else text
    if written in ("inf", "-inf") or len(written) <= _LONGEST:
        try:
            tree = ast.parse(written.strip(), mode="eval").body
        except (SyntaxError, ValueError, RecursionError, MemoryError):
            raise FormulaError(f'"{written}" is no formula.') from None
        return Formula(written, frozenset(_names(tree)), tree)
    raise FormulaError("The formula is too long.")


def _names(tree: ast.expr) -> set[str]:
    if isinstance(tree, ast.Constant):
        if isinstance(tree.value, bool) or not isinstance(tree.value, int | float):
            raise FormulaError(f"{tree.value!r} is no number.")
        return set()
    if isinstance(tree, ast.Name | ast.Attribute):
        name = _dotted(tree)
        return set() if name in CONSTANTS else {name}
    found: set[str] = set()
    for part in _parts(tree):
        found |= _names(part)
    return found


def _parts(tree: ast.expr) -> list[ast.expr]:
    if isinstance(tree, ast.BinOp) and type(tree.op) in _OPERATORS:
        return [tree.left, tree.right]
    if isinstance(tree, ast.UnaryOp) and type(tree.op) in _OPERATORS:
        return [tree.operand]
    if isinstance(tree, ast.Compare) and all(type(op) in _OPERATORS for op in tree.ops):
        return [tree.left, *tree.comparators]
    if isinstance(tree, ast.BoolOp):
        return tree.values
    if isinstance(tree, ast.IfExp):
        return [tree.test, tree.body, tree.orelse]
    if isinstance(tree, ast.List | ast.Tuple):
        return tree.elts
    if isinstance(tree, ast.Call) and isinstance(tree.func, ast.Name) and not tree.keywords:
        if tree.func.id not in FUNCTIONS:
            known = ", ".join(sorted(FUNCTIONS))
            raise FormulaError(f"There is no function {tree.func.id}; known are {known}.")
        return tree.args
    raise FormulaError(f'"{ast.unparse(tree)}" is more than arithmetic.')


def _dotted(tree: ast.expr) -> str:
    if isinstance(tree, ast.Name):
        return tree.id
    if isinstance(tree, ast.Attribute) and isinstance(tree.value, ast.Name):
        return f"{tree.value.id}.{tree.attr}"
    raise FormulaError(f'"{ast.unparse(tree)}" is no name.')


def _value(tree: ast.expr, names: Names) -> Any:
    if isinstance(tree, ast.Constant):
        return float(tree.value)  # type: ignore[arg-type]
    if isinstance(tree, ast.Name | ast.Attribute):
        name = _dotted(tree)
        if name not in names:
            raise FormulaError(f"Nothing is called {name} here.")
        return names[name]
    if isinstance(tree, ast.List | ast.Tuple):
        return [_value(part, names) for part in tree.elts]
    parts = [_value(part, names) for part in _parts(tree)]
    if isinstance(tree, ast.BinOp | ast.UnaryOp):
        return _OPERATORS[type(tree.op)](*parts)
    if isinstance(tree, ast.BoolOp):
        join = np.logical_and if isinstance(tree.op, ast.And) else np.logical_or
        return join.reduce(np.broadcast_arrays(*parts))
    if isinstance(tree, ast.IfExp):
        return np.where(*parts)
    if isinstance(tree, ast.Compare):
        pairs = zip(tree.ops, parts, parts[1:], strict=False)
        held = [_OPERATORS[type(op)](left, right) for op, left, right in pairs]
        return np.logical_and.reduce(np.broadcast_arrays(*held))
    # Nothing else passes when the formula is read.
    return FUNCTIONS[tree.func.id](*parts)  # type: ignore[attr-defined]
