"""The map without each of its sources in turn, to see on which one an answer hangs."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from graph.evidence.loop_estimates import LoopEstimates, estimate_loop
from graph.evidence.pool import Pool
from graph.evidence.standpoint import Standpoint
from graph.model import LoopModel


@dataclass(frozen=True, slots=True)
class LeftOut:
    """The estimates of a map that never heard of one source."""

    source_id: str
    estimates: LoopEstimates


def weighing_sources(model: LoopModel, pools: Iterable[Pool]) -> tuple[str, ...]:
    """Return the sources that carry weight in some of the pools, sorted by id.

    Assumptions have no source and are not among them.
    """
    observations = (
        model.observations[identifier]
        for pool in pools
        for identifier in pool.weighing_observation_ids
    )
    return tuple(sorted({item.source for item in observations if item.source}))


def leave_each_source_out(
    model: LoopModel, standpoint: Standpoint, pools: Iterable[Pool]
) -> Iterator[LeftOut]:
    """Yield the estimates without each source that carries weight in the pools.

    The date stays that of the whole map, so that only the source makes the difference.
    """
    for source in weighing_sources(model, pools):
        left = frozenset({source})
        yield LeftOut(source, estimate_loop(model, standpoint, without_sources=left))
