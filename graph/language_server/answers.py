"""The answers of a map as the commands give them, and what an unsaved change does to them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from graph.errors import LoopmapError
from graph.language_server.map_state import MapState
from graph.loop.comparison import Change
from graph.loop.study import Study, study_of
from graph.model import LoopModel
from graph.questions.critical_path.answer import ComponentResult, CriticalPath
from graph.questions.critical_path.compute import critical_path
from graph.questions.question import DEFAULT_DRAWS
from graph.records import record
from graph.turtle.document import Blank, Document

if TYPE_CHECKING:
    from graph.loop.sample import Array

#: Of the draws: those of the commands, so that an editor and a terminal tell the same numbers.
_SEED = 0


@record(slots=False)
class MapAnswers:
    """What a map answers.

    Attributes:
        digest: of the map.
        study: the map from the usual standpoint; ``None`` if it has none.
        path: what blocks the loop; ``None`` if it has no period.
        periods: days per generation, one per draw.
        paces: period without AI / period, one per draw.
    """

    digest: str
    study: Study | None
    path: CriticalPath | None = None
    periods: Array | None = None
    paces: Array | None = None

    def component(self, identifier: str) -> ComponentResult | None:
        """Return where a component stands in the loop, if it takes part."""
        found = self.path.components if self.path else ()
        return next((item for item in found if item.id == identifier), None)


def answers_of(model: LoopModel, draws: int = DEFAULT_DRAWS) -> MapAnswers:
    """Return the answers of a map; of one without a loop only its numbers.

    Args:
        model: the map.
        draws: 1 or more; with the same number as the commands take, the answers are theirs.
    """
    # NumPy takes long to load, and no word is typed faster for it.
    from graph.loop.sampled import draw_loop

    try:
        study = study_of(model)
    except LoopmapError:
        return MapAnswers(model.digest, None)
    try:
        path = critical_path(study, draws=draws, seed=_SEED)
        drawn = draw_loop(study, draws, _SEED)
        return MapAnswers(model.digest, study, path, drawn.period_days, drawn.pace)
    except LoopmapError:
        return MapAnswers(model.digest, study)


@record(slots=False)
class Effect:
    """What the unsaved changes of a map do to its answer.

    Attributes:
        subjects: IRIs of the things that were changed, by file.
        period: days per generation, saved and unsaved, on the same draws.
        pace: likewise.
    """

    subjects: Mapping[str, tuple[str, ...]]
    period: Change
    pace: Change

    @property
    def count(self) -> int:
        """How many things were changed."""
        return len({subject for found in self.subjects.values() for subject in found})


def effect_of(
    saved: MapAnswers, unsaved: MapAnswers, subjects: Mapping[str, tuple[str, ...]]
) -> Effect | None:
    """Return what changes do; ``None`` if one side has no answer.

    Args:
        saved: the answers of the map on the disk.
        unsaved: the answers of the map as it is being written.
        subjects: the things that were changed, by file.
    """
    from graph.loop.comparison import fewest_independent, paired_change

    sides = (saved.periods, unsaved.periods, saved.paces, unsaved.paces)
    before, after, pace_before, pace_after = sides
    if before is None or after is None or pace_before is None or pace_after is None:
        return None
    paths = (path for path in (saved.path, unsaved.path) if path)
    worth = fewest_independent(*(path.effective_draws for path in paths))
    return Effect(
        subjects,
        paired_change("period_days", "days", before, after, worth=worth),
        paired_change("pace", "ratio", pace_before, pace_after, worth=worth),
    )


def changed_subjects(
    saved: Iterable[Document], unsaved: MapState, files: Iterable[str]
) -> Mapping[str, tuple[str, ...]]:
    """Return the things of which some files say something else than on the disk.

    Args:
        saved: the documents as they stand on the disk.
        unsaved: the map as it is being written.
        files: the open ones.
    """
    before = {document.file: document for document in saved}
    found: dict[str, tuple[str, ...]] = {}
    for file in files:
        document = unsaved.document(file)
        if document is None:
            continue
        now, then = _said_by(document), _said_by(before.get(file))
        changed = tuple(name for name in now if now[name] != then.get(name))
        if changed:
            found[file] = changed
    return found


def _said_by(document: Document | None) -> Mapping[str, list[tuple[object, object]]]:
    """Return what is said of each name; what stands between brackets counts to the name outside."""
    found: dict[str, list[tuple[object, object]]] = {}
    owner = ""
    for triple in sorted(document.triples, key=lambda one: one.object_at) if document else ():
        if not isinstance(triple.subject, Blank):
            owner = str(triple.subject)
        value = None if isinstance(triple.object, Blank) else triple.object
        found.setdefault(owner, []).append((triple.predicate, value))
    return found
