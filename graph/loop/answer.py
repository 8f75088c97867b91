"""What stands above every answer: whose loop, on what map, as of when, and from which draws."""

from __future__ import annotations

from typing import NamedTuple

from graph.loop.study import Study
from graph.map_words import MapWords
from graph.records import record


@record
class Answer:
    """The heading that all answers share; a question's own fields follow it.

    The field names of an answer are the keys of its JSON.

    Attributes:
        setting: whose loop.
        as_of: the date of the evidence; ``None`` if nothing is dated.
        ontology: digest of the files that were read.
        seed: of the draws; ``None`` if nothing in the answer is drawn.
        draws: how many; 0 for the central estimate alone.
        effective_draws: how many independent draws they are worth after they were weighed by the
            gaps between releases that were seen; ``None`` if they were not.
        evidence_only: whether our own judgements of speed-ups were left out.
        words: what the map is called, and what it calls a round.
    """

    setting: str
    as_of: str | None
    ontology: str
    seed: int | None
    draws: int
    effective_draws: float | None
    evidence_only: bool
    words: MapWords


class Heading(NamedTuple):
    """The values of an :class:`Answer`'s own fields, in their order."""

    setting: str
    as_of: str | None
    ontology: str
    seed: int | None
    draws: int
    effective_draws: float | None
    evidence_only: bool
    words: MapWords


def heading(study: Study, *, draws: int = 0, seed: int = 0, of_loop: bool = True) -> Heading:
    """Return what stands above the answer to a question about a study.

    Args:
        study: the map, the standpoint and what is supposed.
        draws: behind the answer, 0 or more.
        seed: of them; without draws there is none.
        of_loop: whether they are draws of the loop, which are weighed by what was seen of it.

    >>> from graph.model import LoopModel
    >>> heading(Study(LoopModel({}, {}, {})), seed=7).seed is None
    True
    """
    return Heading(
        setting=study.standpoint.setting,
        as_of=study.estimates.as_of,
        ontology=study.model.digest,
        seed=seed if draws else None,
        draws=draws,
        effective_draws=_effective(study, draws, seed) if draws and of_loop else None,
        evidence_only=study.standpoint.evidence_only,
        words=study.model.words,
    )


def _effective(study: Study, draws: int, seed: int) -> float | None:
    # NumPy takes longer to load than the central answer takes to compute.
    from graph.loop.sampled import conditioning_of

    weighed = conditioning_of(study, draws, seed)
    return weighed.effective_number if weighed else None
