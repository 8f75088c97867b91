"""Two maps compared: the answers first, then what was changed in the map."""

from __future__ import annotations

from dataclasses import replace

from graph.comparing.answer_changes import AnswerChanges, NoAnswer, compare_answers
from graph.comparing.map_changes import ThingChange, changes_between
from graph.comparing.renames import rename_changes, renamed, renames_between
from graph.loop.study import Study
from graph.records import record


@record
class SideOfComparison:
    """One of the two maps.

    Attributes:
        name: as a person would call it: a folder, or a revision with its commit.
        ontology: digest of its files.
    """

    name: str
    ontology: str


@record
class Comparison:
    """What is different between two maps.

    Attributes:
        before: the one.
        after: the other.
        setting: whose loop was asked about.
        draws: behind the answers; 0 for the central estimates alone.
        seed: of the draws; ``None`` without.
        answers: what moved; ``None`` if the maps say the same, so that nothing can have.
        no_answers: why the answers could not be compared; ``None`` if they could or need not be.
        changes: what was done to each thing of the map.
        failed: conditions that were asked for and are met, in words.
    """

    before: SideOfComparison
    after: SideOfComparison
    setting: str
    draws: int
    seed: int | None
    answers: AnswerChanges | None
    no_answers: NoAnswer | None
    changes: tuple[ThingChange, ...]
    failed: tuple[str, ...] = ()

    @property
    def same_files(self) -> bool:
        """Whether the files of both are the same to the byte."""
        return self.before.ontology == self.after.ontology

    @property
    def loop_lost(self) -> bool:
        """Whether the map before answers and the map after does not."""
        why = self.no_answers
        return why is not None and why.before is None and why.after is not None


def compare(
    before: Study, after: Study, names: tuple[str, str], *, draws: int, seed: int = 0
) -> Comparison:
    """Return what is different between two maps, asked from one standpoint.

    Args:
        before: the map before, nothing supposed.
        after: the map after, likewise.
        names: what people call the two.
        draws: behind the answers; 0 for the central estimates alone.
        seed: of the draws.

    Returns:
        Without changes of the map the answers are not worked out: they follow from it.
    """
    names_of = renames_between(before.model, after.model)
    digest = before.model.digest
    if names_of:
        # What has another name is the same part in both, with the same answers and draws.
        before = replace(before, model=renamed(before.model, names_of))
    changes = (
        *rename_changes(after.model, names_of),
        *changes_between(before.model, after.model),
    )
    answers = compare_answers(before, after, draws=draws, seed=seed) if changes else None
    return Comparison(
        before=SideOfComparison(names[0], digest),
        after=SideOfComparison(names[1], after.model.digest),
        setting=after.standpoint.setting,
        draws=draws,
        seed=seed if draws else None,
        answers=answers if isinstance(answers, AnswerChanges) else None,
        no_answers=answers if isinstance(answers, NoAnswer) else None,
        changes=changes,
    )
