"""One answer for all that is read off it: its words, its table, its keys."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from unittest import mock

from graph.cli import options
from graph.loop.study import Study
from graph.model import LoopModel
from graph.questions.question import Question


@contextlib.contextmanager
def answers_once() -> Iterator[None]:
    """Let a question that is asked again of the same study give the answer it gave before.

    An answer is a frozen value: its words and its keys may be read off the same one. So may the
    answers to several questions off one study: what it found once it keeps.
    """
    studies: dict[str, Study] = {}
    study_of = options.study_of

    def one_study(model: LoopModel, **said) -> Study:
        key = f"{model.digest} {sorted(said.items())!r}"
        if key not in studies:
            studies[key] = study_of(model, **said)
        return studies[key]

    given: dict[str, object] = {}
    ask = Question.answer

    def answer(question: Question, study, **chosen) -> object:
        parts = (study.model.digest, study.standpoint, study.suppositions, study.without_sources)
        key = f"{question.name} {parts!r} {sorted(chosen.items())!r}"
        if key not in given:
            given[key] = ask(question, study, **chosen)
        return given[key]

    with (
        mock.patch.object(Question, "answer", answer),
        mock.patch.object(options, "study_of", one_study),
    ):
        yield
