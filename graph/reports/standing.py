"""How a part stands in the answer, in words: the same digits in every table, card and picture."""

from __future__ import annotations

from graph.number_words import percent_of_runs, percent_within
from graph.questions.critical_path.answer import ComponentResult, CriticalPath


def shortens(item: ComponentResult) -> str:
    """Return by how much a round is shorter with a part at its minimum time, as per cent.

    Over the runs it is their mean, without the digits that are noise; without runs the central one.
    """
    return percent_within(item.blocks, item.blocking_share_error)


def on_slowest_loop(item: ComponentResult, result: CriticalPath) -> str:
    """Return in how many of the runs a part is on the slowest loop, as per cent.

    Args:
        item: the part.
        result: the answer it belongs to.
    """
    return percent_of_runs(item.criticality, result.draws)


def how_often_first(result: CriticalPath) -> str:
    """Return how often the likeliest loop is the slowest, beside the others: no rank in noise.

    Returns:
        ``most often``; where the next loop is the slowest as often, to the digits that are told,
        ``as often as any``.
    """
    shown = [percent_of_runs(item.probability, result.draws) for item in result.likely_cycles[:2]]
    return "as often as any" if len(shown) > 1 and shown[0] == shown[1] else "most often"
