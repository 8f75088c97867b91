"""What the growth kernel is given: stocks, components, resources, and how they hang together.

Arrays carry the draws on their first axis. A first axis of length 1 holds for every draw.
Time is in years, or in any one unit used throughout; stocks are relative to the start (ln S = 0).
"""

from __future__ import annotations

from enum import StrEnum
from functools import reduce
from typing import TYPE_CHECKING, Any

import numpy as np

from graph.questions.growth.kernel.power_mean import Floats
from graph.records import record

if TYPE_CHECKING:
    from graph.questions.growth.kernel.generation_time import GenerationTime


class CeilingRule(StrEnum):
    """How a ceiling is approached, with x = ln S / ln S_max."""

    #: Growth is multiplied by 1 - x.
    GROWTH = "growth"
    #: The returns beta in S^-beta fall with 1 - x, so each doubling is harder: beta / (1 - x).
    RETURNS = "returns"


class GrowthReference(StrEnum):
    """When the growth rates were measured."""

    #: At the start of the run, with the accelerations of that day.
    START = "start"
    #: Without any AI: today's accelerations come on top.
    WITHOUT_AI = "without-ai"


@record(slots=False)
class Stocks:
    """Software efficiency, data, tooling, hardware: what accumulates.

    Attributes:
        names: one per stock.
        growth_rates: g per year, shape (draws, stocks), 0 or more.
        parallel_exponents: lambda, the same shape: growth rises with pace to this power.
        difficulties: beta, the same shape: growth falls with the stock to this power.
        weights: shape (draws, stocks, components), each row summing to 1: the share of the work.
        log_ceilings: ln S_max, shape (draws, stocks), ``inf`` for none; or ``None``.
        ceiling_rule: how the ceiling is approached.
        resource_exponents: zeta, shape (draws, stocks, resources), or ``None``.
        growth_reference: when the growth rates were measured.
    """

    names: tuple[str, ...]
    growth_rates: Floats
    parallel_exponents: Floats
    difficulties: Floats
    weights: Floats
    log_ceilings: Floats | None = None
    ceiling_rule: CeilingRule = CeilingRule.GROWTH
    resource_exponents: Floats | None = None
    growth_reference: GrowthReference = GrowthReference.START


@record(slots=False)
class AutomationShares:
    """The share of a component's work that AI does, rising with the stocks.

    d = u + (1 - u) [(1 - f)/g + f (1/s + nu)] of a day without AI; the acceleration is 1/d, and
    logit f = logit f0 + sum of v_n ln S_n + sum of v_k ln C_k.

    Attributes:
        log_odds: logit f0, shape (draws, components); ``-inf`` for a component without AI.
        stock_gains: v, shape (draws, components, stocks).
        speeds: s, shape (draws, components), above 0; ``inf`` for at once.
        resource_gains: v, shape (draws, components, resources), or ``None``.
        speed_elasticities: theta, shape (draws, components, stocks): s rises as S^theta; or None.
        human_uplifts: g, shape (draws, components), or ``None`` for 1.
        checking_costs: nu, shape (draws, components), or ``None`` for 0.
        floor_shares: u, shape (draws, components), 0 to 1, or ``None`` for 0.
        highest_share: f never rises above this, 0 to 1.
    """

    log_odds: Floats
    stock_gains: Floats
    speeds: Floats
    resource_gains: Floats | None = None
    speed_elasticities: Floats | None = None
    human_uplifts: Floats | None = None
    checking_costs: Floats | None = None
    floor_shares: Floats | None = None
    highest_share: float = 1.0


@record(slots=False)
class AccelerationTable:
    """An acceleration read off a curve: ln a is piecewise linear in ln S, level outside.

    Attributes:
        component: index of the component.
        stock: index of the stock.
        log_stocks: the corners, shape (draws, corners), rising.
        log_accelerations: ln a at the corners, the same shape.
    """

    component: int
    stock: int
    log_stocks: Floats
    log_accelerations: Floats


@record(slots=False)
class Components:
    """The pieces of work: ln a = ln a0 + sum of eta_n ln S_n (+ shares, + tables), up to a ceiling.

    Attributes:
        names: one per component.
        log_accelerations: ln a0 at the start, shape (draws, components).
        elasticities: eta, shape (draws, components, stocks): d ln a / d ln S.
        log_ceilings: ln(d0/u), shape (draws, components), ``inf`` for none; or ``None``.
        shares: automation shares that multiply these accelerations; or ``None``.
        tables: curves that multiply them too.
    """

    names: tuple[str, ...]
    log_accelerations: Floats
    elasticities: Floats
    log_ceilings: Floats | None = None
    shares: AutomationShares | None = None
    tables: tuple[AccelerationTable, ...] = ()


@record(slots=False)
class Resources:
    """What grows from outside: compute, people, money.

    Attributes:
        names: one per resource.
        times: the corners, shape (corners,), rising, from 0.
        log_values: ln C at the corners, shape (draws, resources, corners); linear between them.
        final_rates: d ln C / dt after the last corner, shape (draws, resources).
    """

    names: tuple[str, ...]
    times: Floats
    log_values: Floats
    final_rates: Floats


@record(slots=False)
class ResourceNest:
    """A stock held by a resource: growth follows ((1-w) A^(lambda rho) + w C^(zeta rho))^(1/rho).

    Attributes:
        stock: index of the stock.
        resource: index of the resource.
        resource_weights: w, shape (draws,), 0 to 1.
        exponents: rho, shape (draws,): 0 Cobb-Douglas, -inf the scarcer of the two.
        resource_exponents: zeta, shape (draws,).
    """

    stock: int
    resource: int
    resource_weights: Floats
    exponents: Floats
    resource_exponents: Floats


@record(slots=False)
class GrowthInput:
    """Everything the kernel needs.

    Attributes:
        draws: how many draws, 1 or more.
        stocks: what accumulates.
        components: what works.
        exponents: q of the power mean over components, shape (draws,).
        resources: what grows from outside, or ``None``.
        nests: stocks held by a resource.
        generation_time: how long improvements take to reach the components; ``None`` lets them
            act at once (the continuous model of most published work).
        recursion: whether stocks act back on the components at all.

    Raises:
        ValueError: an array has the wrong shape; the message names it.
    """

    draws: int
    stocks: Stocks
    components: Components
    exponents: Floats
    resources: Resources | None = None
    nests: tuple[ResourceNest, ...] = ()
    generation_time: GenerationTime | None = None
    recursion: bool = True

    def __post_init__(self) -> None:
        sizes = {
            "m": len(self.stocks.names),
            "n": len(self.components.names),
            "k": len(self.resources.names) if self.resources else 0,
            "t": len(self.resources.times) if self.resources else 0,
        }
        whole: Any = self
        for name, axes in _SHAPES.items():
            # What is missing on the way there has no shape.
            values = reduce(
                lambda found, step: found and getattr(found, step), name.split("."), whole
            )
            if values is not None:
                _check_shape(name, values, self.draws, tuple(sizes[axis] for axis in axes))
        if self.draws < 1:
            raise ValueError("There must be at least one draw.")
        if np.any(self.stocks.growth_rates < 0.0) or np.any(self.stocks.difficulties < 0.0):
            raise ValueError("Growth rates and difficulties are 0 or more.")
        totals = self.stocks.weights.sum(axis=-1)
        if np.any(self.stocks.weights < 0.0) or not np.allclose(totals, 1.0, atol=1e-9):
            raise ValueError("The weights of each stock are 0 or more and sum to 1.")


#: The axes of every array after the draws: m stocks, n components, k resources, t corners.
_SHAPES = {
    "stocks.growth_rates": "m",
    "stocks.parallel_exponents": "m",
    "stocks.difficulties": "m",
    "stocks.weights": "mn",
    "stocks.log_ceilings": "m",
    "stocks.resource_exponents": "mk",
    "components.log_accelerations": "n",
    "components.elasticities": "nm",
    "components.log_ceilings": "n",
    "components.shares.log_odds": "n",
    "components.shares.stock_gains": "nm",
    "components.shares.speeds": "n",
    "components.shares.resource_gains": "nk",
    "components.shares.speed_elasticities": "nm",
    "components.shares.human_uplifts": "n",
    "components.shares.checking_costs": "n",
    "components.shares.floor_shares": "n",
    "resources.log_values": "kt",
    "resources.final_rates": "k",
    "exponents": "",
}


def _check_shape(name: str, values: Floats, draws: int, tail: tuple[int, ...]) -> None:
    if values.shape[1:] != tail or values.ndim == 0 or values.shape[0] not in (1, draws):
        wanted = (f"1 or {draws}", *tail)
        raise ValueError(f"{name} has the shape {values.shape}; it should be {wanted}.")
