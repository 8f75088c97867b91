"""A map that is watched: at every save its findings at once, and then what became of the answers.

While the files are broken the last map that could be used stays, and what comes after it is
compared with that.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from graph.comparing.answer_changes import AnswerChanges, NoAnswer, compare_answers
from graph.comparing.map_changes import ThingChange, changes_between
from graph.comparing.renames import rename_changes, renamed, renames_between
from graph.errors import Problem, Severity, UsageError
from graph.evidence.standpoint import Standpoint
from graph.loop.study import Study
from graph.model import LoopModel
from graph.ontology.checks.check import CheckResult, check_reading
from graph.ontology.reading import KeptDocuments, Reading, collect_documents
from graph.ontology.watched_files import SavedFiles
from graph.records import collection_paused, record


@record
class SaveFindings:
    """What is wrong after a save.

    Attributes:
        saved: paths of the files that were saved.
        removed: paths of those that are gone.
        problems: what is wrong in the saved files, and all errors elsewhere.
        usable: whether the map can be used as it stands.
    """

    saved: tuple[str, ...]
    removed: tuple[str, ...]
    problems: tuple[Problem, ...]
    usable: bool


@record
class SaveAnswers:
    """What a save did to the answers.

    Attributes:
        changes: what was changed in the map since it could last be used.
        answers: what moved; ``None`` if the map says what it said before, or has no answer.
        no_answer: why there is nothing to compare; ``None`` if there is, or need not be.
    """

    changes: tuple[ThingChange, ...]
    answers: AnswerChanges | None
    no_answer: NoAnswer | None


def _model_of(result: CheckResult, reading: Reading) -> LoopModel | None:
    """Return the model that was made for the findings, as that of all files of the map."""
    model = result.examined.model if result.examined else None
    if model is None:
        return None
    files = tuple(document.file for document in reading.documents)
    return replace(model, files=files, notices=(*reading.notices, *model.notices))


def _no_tables(_: Sequence[str]) -> tuple[Problem, ...]:
    return ()


class WatchedMap:
    """A map in files, read again at every save with what did not change kept.

    Args:
        paths: the files and folders of the map.
        standpoint: from which it is asked.
        draws: behind the answers; 0 for the central estimates alone.
        seed: of the draws.
        check_tables: finds what is wrong in the TOML files among and below some paths.

    Attributes:
        last_good: the newest map that had answers; ``None`` if there never was one.
    """

    def __init__(
        self,
        paths: Sequence[str],
        standpoint: Standpoint,
        *,
        draws: int,
        seed: int = 0,
        check_tables: Callable[[Sequence[str]], tuple[Problem, ...]] = _no_tables,
    ) -> None:
        self._paths = tuple(paths)
        self._standpoint = standpoint
        self._draws, self._seed = draws, seed
        self._check_tables = check_tables
        self._kept = KeptDocuments()
        self._model: LoopModel | None = None
        self._study: Study | None = None

    @property
    def last_good(self) -> LoopModel | None:
        """The newest map that had answers."""
        return self._study.model if self._study else None

    def begin(self) -> SaveFindings:
        """Read the whole map, and return everything that is wrong with it."""
        with collection_paused():
            reading = collect_documents(self._paths, kept=self._kept)
            result = check_reading(reading)
        self._model = _model_of(result, reading)
        told = self._check_tables(self._paths)
        return self._findings(SavedFiles((), ()), result.problems, told)

    def findings(self, saved: SavedFiles) -> SaveFindings:
        """Return what is wrong after a save: in the saved files all of it, elsewhere the errors.

        Args:
            saved: what happened to the files.
        """
        with collection_paused():
            return self._findings_of(saved)

    def _findings_of(self, saved: SavedFiles) -> SaveFindings:
        reading = collect_documents(self._paths, kept=self._kept)
        changed = set(saved.changed)
        own = tuple(item for item in reading.all_documents if item.file in changed)
        others = tuple(item for item in reading.all_documents if item.file not in changed)
        # Of files that were not saved nothing new is to be said but what follows from the save.
        result = check_reading(Reading(own, others, reading.digest, reading.problems))
        self._model = _model_of(result, reading)
        told = tuple(
            one
            for one in result.problems
            if one.severity is Severity.ERROR or (one.place and one.place.file in changed)
        )
        tables = tuple(path for path in saved.changed if path.lower().endswith(".toml"))
        return self._findings(saved, told, self._check_tables(tables))

    def _findings(
        self, saved: SavedFiles, problems: tuple[Problem, ...], of_tables: tuple[Problem, ...]
    ) -> SaveFindings:
        # A preset that is broken keeps nobody from asking the map.
        usable = all(one.severity is not Severity.ERROR for one in problems)
        return SaveFindings(saved.changed, saved.removed, (*problems, *of_tables), usable)

    def answers(self) -> SaveAnswers | None:
        """Return what the last save did to the answers; ``None`` if the map cannot be used.

        The first map is compared with itself.
        """
        with collection_paused():
            return self._answers()

    def _answers(self) -> SaveAnswers | None:
        model = self._model
        if model is None:
            return None
        before = self._study
        changes: tuple[ThingChange, ...] = ()
        if before is not None:
            names = renames_between(before.model, model)
            before = replace(before, model=renamed(before.model, names)) if names else before
            changes = (*rename_changes(model, names), *changes_between(before.model, model))
        if before is not None and not changes:
            return SaveAnswers((), None, None)
        try:
            after = Study(model, self._standpoint)
        except UsageError as error:
            # A standpoint that makes no sense at the start is the person's, later the map's.
            if before is None:
                raise
            return SaveAnswers(changes, None, NoAnswer(None, str(error)))
        found = compare_answers(
            before or after, after, draws=self._draws, seed=self._seed, everything=False
        )
        if isinstance(found, NoAnswer):
            return SaveAnswers(changes, None, found)
        self._study = after
        return SaveAnswers(changes, found, None)
