"""What frames every report: whose loop, over which draws, what is supposed; and what to mind."""

from __future__ import annotations

from graph.evidence.standpoint import DEFAULT_SETTING
from graph.loop.answer import Answer
from graph.number_words import names
from graph.reports.report import Facts, Listing


def facts(result: Answer, *pairs: tuple[str, str | None], supposed: tuple[str, ...] = ()) -> Facts:
    """Return the facts on an answer: whose loop, the pairs that say something, what is supposed.

    Args:
        result: the answer.
        pairs: name and text; those without a text are left out.
        supposed: what is supposed, as written.
    """
    said = (
        ("Loop", whose_loop(result)),
        *pairs,
        ("Supposed", names(supposed, 12) if supposed else None),
    )
    return Facts(tuple((name, text) for name, text in said if text))


def whose_loop(result: Answer) -> str:
    """Return whose loop the answer is of, and from when the evidence is."""
    judged = ", our own view of speed-ups left out" if result.evidence_only else ""
    words = result.words
    # A map of one setting, or of rounds of its own of which nobody chose a setting, is one loop,
    # which people know by its title.
    unchosen = not words.of_models and result.setting == DEFAULT_SETTING
    whose = words.heading if words.setting or unchosen else result.setting
    return f"{whose}, evidence as of {result.as_of or 'no date'}{judged}"


def over_draws(result: Answer) -> str | None:
    """Return what the intervals of an answer are; ``None`` if nothing was drawn."""
    if not result.draws:
        return None
    drawn = f"{result.draws:,} with the numbers varied, seed {result.seed}; 9 of 10 lie between"
    if result.effective_draws is None:
        return drawn
    return (
        f"{drawn}. Weighed by the gaps between releases that were seen, worth "
        f"{result.effective_draws:,.0f} independent ones"
    )


def remarks(*points: str | None) -> Listing:
    """Return what to read an answer with; points that do not apply are left out."""
    return Listing("Read this with it", tuple(point for point in points if point))
