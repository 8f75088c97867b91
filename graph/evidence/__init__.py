"""Observations pooled into estimates."""

from graph.evidence.loop_estimates import LoopEstimates, estimate_loop
from graph.evidence.pooling import Pool, Weight
from graph.evidence.standpoint import Standpoint

__all__ = ["LoopEstimates", "Pool", "Standpoint", "Weight", "estimate_loop"]
