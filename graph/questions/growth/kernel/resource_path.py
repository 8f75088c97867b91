"""What grows from outside, at any time, and how a scarce resource holds a stock's growth."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from graph.questions.growth.kernel.inputs import ResourceNest, Resources
from graph.questions.growth.kernel.power_mean import FloatArray, bottleneck_shares, log_power_mean


@dataclass(frozen=True)
class ResourcePath:
    """ln C of every resource: straight between corners, straight after the last.

    Attributes:
        corners: times, shape (1, corners).
        log_values: shape (draws, resources, corners).
        rates: d ln C / dt after each corner, shape (draws, resources, corners).
    """

    corners: FloatArray
    log_values: FloatArray
    rates: FloatArray

    def at(self, times: FloatArray) -> FloatArray:
        """Return ln C, shape (draws, resources), at one time per draw."""
        corners = self.corners[0]
        last = np.maximum(np.searchsorted(corners, times, side="right") - 1, 0)
        since = (times - corners[last])[:, None]
        row = np.arange(len(times)) if len(self.log_values) > 1 else np.zeros(len(times), np.intp)
        return np.asarray(self.log_values[row, :, last] + self.rates[row, :, last] * since)


def resource_path(resources: Resources) -> ResourcePath:
    """Return the path of the resources, with the rate in every stretch."""
    draws = max(len(resources.log_values), len(resources.final_rates))
    values = np.broadcast_to(resources.log_values, (draws, *resources.log_values.shape[1:]))
    final = np.broadcast_to(resources.final_rates, (draws, resources.final_rates.shape[1]))
    between = np.diff(values, axis=-1) / np.diff(resources.times)
    rates = np.concatenate([between, final[..., None]], axis=-1)
    return ResourcePath(resources.times[None, :], values, rates)


def matched(exponents: FloatArray, levels: FloatArray) -> FloatArray:
    """Return sum of zeta_mk ln C_k, shape (draws, stocks)."""
    return np.asarray((exponents * levels[:, None, :]).sum(axis=-1))


def nested(nest: ResourceNest, lift: FloatArray, levels: FloatArray) -> FloatArray:
    """Return ln of ((1-w) A^(lambda rho) + w C^(zeta rho))^(1/rho), shape (draws,)."""
    both, weights = _pair(nest, lift, levels)
    return log_power_mean(both, weights, nest.exponents)


def labour_share(nest: ResourceNest, lift: FloatArray, levels: FloatArray) -> FloatArray:
    """Return the elasticity of the nest to A^lambda, shape (draws,): 0 if only C counts."""
    both, weights = _pair(nest, lift, levels)
    return bottleneck_shares(both, weights, nest.exponents)[:, 0]


def _pair(
    nest: ResourceNest, lift: FloatArray, levels: FloatArray
) -> tuple[FloatArray, FloatArray]:
    held = nest.resource_exponents * levels[:, nest.resource]
    weights = np.stack([1.0 - nest.resource_weights, nest.resource_weights], axis=-1)
    return np.stack([np.broadcast_to(lift, held.shape), held], axis=-1), weights
