"""A question as it was asked in a terminal: answered from what was kept, or worked out and kept.

The same question about the same files has the same answer to the last digit. It is kept on the
user's own disk, beside the maps that were read, under a digest of all that it depends on: the bytes
and the names of the files, every option, the code, Python and the packages installed. Whatever
differs is worked out anew. Nothing depends on it: on any trouble the work is simply done.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Mapping
from dataclasses import fields
from functools import cached_property, partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from graph.cli.options import StudyOptions, build_study, is_file, show_notices, study_on
from graph.cli.working import working
from graph.cycles.fast.switch import SWITCH
from graph.disk_cache import cache_folder, code_stamp, keep_entry, recall_entry, stamps
from graph.errors import Problem
from graph.files import shipped_ontology, shipped_ontology_as_seen_from_here
from graph.ontology.read_cache import map_key, read_by_key
from graph.questions.question import Question
from graph.records import record

if TYPE_CHECKING:
    from graph.loop.answer import Answer
    from graph.loop.study import Study

#: The folders of the package, besides those that read maps, that decide what an answer says.
ANSWERERS = ("statistics", "evidence", "loop", "questions", "comparing")

#: Answers that are kept, the last used ones, and bytes up to which one is.
_MOST_ANSWERS, _MOST_BYTES = 64, 4_000_000

#: The modules whose classes an entry may hold.
CLASSES_OF = frozenset(
    {
        "graph.cli.asked",
        "graph.errors",
        "graph.estimates",
        "graph.loop.automation",
        "graph.loop.comparison",
        "graph.loop.outside_pace",
        "graph.loop.variance",
        "graph.map_words",
        "graph.questions.",
        "graph.vocabulary",
    }
)


def answer_of(
    question: Question, options: StudyOptions, chosen: Mapping[str, Any], study: Study
) -> Answer:
    """Return the answer, telling a person at a terminal that work is going on if it takes long.

    Args:
        question: which.
        options: say how many draws of which seed.
        chosen: the question's own options, by name.
        study: which is asked.
    """
    ask = partial(question.answer, study, draws=options.draws, seed=options.seed, **chosen)
    if not question.slow:
        return ask()
    with working(f"Answering '{question.name}' with {options.draws:,} draws"):
        return ask()


@record
class KeptAnswer:
    """What is kept of a question.

    Attributes:
        answer: as it was worked out.
        notices: on the map, to be shown with it.
    """

    answer: Answer
    notices: tuple[Problem, ...]


@record
class _Place:
    """Where an answer is kept, and the key of the map that it is of."""

    folder: Path
    key: str
    map_key: str


class Asked:
    """A question put to the study that the options describe."""

    def __init__(
        self, question: Question, options: StudyOptions, chosen: Mapping[str, object]
    ) -> None:
        """Take down what was asked.

        Args:
            question: which.
            options: of the study, and how many draws of which seed.
            chosen: the question's own options, by name.
        """
        self._question = question
        self._options = options
        self._chosen = dict(chosen)

    @cached_property
    def study(self) -> Study:
        """The study, with notices on its map shown as it is read."""
        return build_study(self._options)

    def answer(self, *, of_study: bool = False) -> Answer:
        """Return the answer.

        Args:
            of_study: whether the study is needed besides, so that nothing is saved by recalling.
        """
        # A study that was built already may be of files as they were then.
        place = None if of_study or "study" in self.__dict__ else self._place()
        found = recall_entry(place.folder, place.key, CLASSES_OF) if place else None
        if isinstance(found, KeptAnswer):
            show_notices(found.notices)
            return found.answer
        return self._worked_out_and_kept(place) if place else self._worked_out()

    def _worked_out_and_kept(self, place: _Place) -> Answer:
        options = self._options
        read = read_by_key(self._paths, place.map_key)
        show_notices(read.model.notices)
        self.study = study_on(read.model, options, options.scenarios)
        answer = self._worked_out()
        # Files that were changed meanwhile would stand under a wrong key.
        if read.key == place.map_key:
            kept = KeptAnswer(answer, read.model.notices)
            keep_entry(place.folder, place.key, kept, _MOST_ANSWERS, _MOST_BYTES)
        return answer

    @property
    def _paths(self) -> tuple[str | Path, ...]:
        return self._options.ontology or (shipped_ontology_as_seen_from_here(),)

    def _worked_out(self) -> Answer:
        from graph.loop.worked_out import keep_worked_out, recall_worked_out

        known = recall_worked_out(self.study)
        answer = answer_of(self._question, self._options, self._chosen, self.study)
        keep_worked_out(self.study, known)
        return answer

    def _place(self) -> _Place | None:
        """Return where the answer is kept; ``None`` if it is not to be."""
        folder, options = cache_folder(), self._options
        if folder is None or any(map(is_file, options.scenarios)):
            return None
        files = map_key(self._paths)
        if files is None:
            return None
        try:
            # Published forecasts and models, which some answers are held against.
            presets = sorted(stamps(shipped_ontology() / "presets", ".toml"))
            stamp = f"{code_stamp(ANSWERERS)} {presets!r}"
        except OSError:
            return None
        asked = [
            (field.name, getattr(options, field.name))
            for field in fields(options)
            if field.name not in ("display", "ontology")
        ]
        switch = os.environ.get(SWITCH)
        said = f"{stamp} {files} {self._question.name} {asked!r} {sorted(self._chosen.items())!r}"
        key = hashlib.sha256(f"{said} {switch!r}".encode()).hexdigest()
        return _Place(folder / "answers", key, files)
