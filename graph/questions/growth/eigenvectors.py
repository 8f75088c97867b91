"""Which stocks, dependencies and components the feedback runs through: the Perron vectors."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from graph.cycles.batch.columns import Array
from graph.questions.growth.kernel.equations import Gains, loop_of
from graph.questions.growth.kernel.inputs import GrowthInput
from graph.questions.growth.kernel.next_generation import (
    NextGeneration,
    loop_ratio,
    next_generation,
)


@dataclass(frozen=True)
class Feedback:
    """The feedback of every draw at the start.

    Attributes:
        gains: its elasticities.
        generation: K with its Perron vectors; a stock without difficulty counts as one with
            very little.
        free_ratio: R_loop if no input were scarce, shape (draws,).
        carried: part of R_loop by component and stock that acts on it, (draws, components, stocks).
    """

    gains: Gains
    generation: NextGeneration
    free_ratio: Array
    carried: Array

    @property
    def part_shares(self) -> Array:
        """Share of all feedback by component and stock, shape (components, stocks)."""
        total = self.carried.sum()
        return np.asarray(
            self.carried.sum(axis=0) / total if total > 0.0 else self.carried[0] * 0.0
        )


#: A difficulty below this is taken as this, so that K has an entry.
_LEAST_DIFFICULTY = 1e-9


def feedback_at_start(growth: GrowthInput) -> Feedback:
    """Return who carries the feedback at the start, for every draw.

    ``R = sum over m, n of (dR/dK_mn) K_mn``, and each K_mn is a sum over components, so the parts
    sum to R_loop.
    """
    loop = loop_of(growth)
    nothing, now = np.zeros((growth.draws, len(growth.stocks.names))), np.zeros(growth.draws)
    gains = loop.gains(nothing, now)
    beta = np.maximum(gains.difficulty, _LEAST_DIFFICULTY)
    generation = next_generation(gains.feedback / beta[..., None])
    with np.errstate(invalid="ignore", divide="ignore"):
        held = np.where(gains.free_feedback > 0.0, gains.feedback / gains.free_feedback, 0.0)
    scale = held * (np.broadcast_to(loop.parallel, beta.shape) / beta)[..., None]
    weight = np.nan_to_num(generation.edge_sensitivities()) * scale
    carried = np.einsum("dmn,dmi,din->din", weight, gains.component_shares, gains.elasticities)
    free = loop_ratio(gains.free_feedback, gains.free_difficulty)
    return Feedback(gains, generation, np.asarray(free), np.asarray(carried))
