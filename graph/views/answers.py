"""The answers to what a reader chose: worked out by the analyses, and kept for all sessions."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any, TypeVar, cast

import streamlit as st
from streamlit.runtime.scriptrunner import get_script_run_ctx

from graph.evidence.standpoint import Standpoint
from graph.exporters.map_payload import MapPayload, map_payload
from graph.loop.answer import Answer
from graph.loop.study import Study
from graph.model import LoopModel, Supposition
from graph.questions import question_named
from graph.questions.active.compute import active
from graph.questions.human.answer import HELD
from graph.questions.question import DEFAULT_DRAWS
from graph.records import record
from graph.views.background import (
    Asked,
    BackgroundWork,
    OfStudy,
    TwoMaps,
    answer_of,
    aside,
    compare_maps,
    find_in_files,
)
from graph.views.url_state import EVIDENCE, Choices, suppositions_of
from graph.workers import current_workers

if TYPE_CHECKING:
    from graph.comparing.comparison import Comparison
    from graph.editing.file_findings import FileFindings
    from graph.questions.active.answer import Active
    from graph.questions.critical_path.answer import CriticalPath
    from graph.questions.domains.answer import Domains
    from graph.questions.evidence.compute import EvidenceReview
    from graph.questions.explain.answer import Explanation
    from graph.questions.growth.answer import Takeoff
    from graph.questions.history.compute import History
    from graph.questions.human.answer import Human
    from graph.questions.next.answer import WhatFallsNext
    from graph.questions.sensitivity.compute import Sensitivity
    from graph.views.ontology_files import OntologyFiles

#: Draws behind every interval on the screen: the terminal's default, so that both say the same.
DRAWS = DEFAULT_DRAWS

#: Up to so many components get all draws; larger maps fewer, so that a screen stays a screen.
_COMPONENTS_WITH_ALL_DRAWS = 300

#: Below this a 5th and a 95th percentile mean little.
_LEAST_DRAWS = 64

#: Runs behind a comparison: enough to tell a change from none, few enough to wait for.
COMPARED_DRAWS = 256

#: Years that growth is looked at unless others are asked for.
USUAL_YEARS = 10.0

#: The question about a loop of one's own.
OWN_LOOP = "own-loop"

#: Where a session notes which answers it waits for.
WAITING = "waiting_for"

#: Answers kept; the oldest are dropped first, so that long sessions do not grow.
_KEPT = 64

Result = TypeVar("Result")


@record(slots=False)
class Answers:
    """One study and its answers, each worked out when it is first asked for.

    Attributes:
        study: the map, the standpoint and what is supposed.
    """

    study: Study

    @property
    def without_suppositions(self) -> Answers:
        """The answers of the evidence alone, from the same standpoint."""
        study = self.study
        if not study.suppositions:
            return self
        standpoint = study.standpoint
        return Answers(
            _study(study.model, study.model.digest, standpoint.setting, standpoint.as_of)
        )

    @property
    def key(self) -> str:
        """What tells this study from every other."""
        supposed = ";".join(map(str, self.study.suppositions))
        standpoint = self.study.standpoint
        return f"{self.study.model.digest}|{standpoint.setting}|{standpoint.as_of}|{supposed}"

    def get(self, name: str, work_out: Callable[[Study], Result]) -> Result:
        """Return what a function says of this study, from memory if it was asked before.

        Args:
            name: of the function; one name always stands for the same one.
            work_out: the function.
        """
        return cast(Result, _result(f"{name}|{self.key}", self.study, work_out))

    def of(self, name: str, /, *, draws: int | None = None, **chosen: Any) -> Answer:
        """Return the answer to a question, from memory if it was asked before.

        Args:
            name: of the question, as the registry has it.
            draws: ``None`` for as many as a screen shows.
            chosen: the question's own options.

        Raises:
            LoopmapError: the study has no answer; the message says why.
        """
        question = question_named(name)
        if draws is None:
            draws = self.draws if question.draws == DRAWS else question.draws
        asked = Asked(question.name, draws, tuple(sorted(chosen.items())))
        options = "".join(f" {key}={value!r}" for key, value in asked.options)

        def answer(study: Study) -> Answer:
            # Here, or where work beside the pages is done.
            return next(current_workers().run(answer_of, OfStudy(study, self.key), [asked], 1))

        return self.get(f"{question.name}{options} draws={draws}", answer)

    def supposing(self, suppositions: tuple[Supposition, ...]) -> Answers:
        """Return the answers with more supposed on top.

        Raises:
            UsageError: something makes no sense on this map.
        """
        return Answers(self.study.supposing(suppositions))

    @property
    def draws(self) -> int:
        """Draws behind the intervals of what blocks the loop: fewer on very large maps.

        A large map is answered at once with every number at its centre, without any draw; those
        are worked out beside the page, which shows them when they are there.
        """
        count = len(self.study.model.components)
        most = draws_for(count)
        if is_answered_at_once(self.study.model):
            return most
        if background().is_there(f"draws|{self.key}"):
            return most

        def work() -> None:
            # All that the first screen shows, so that it needs no draw of its own.
            for name in ("critical-path", "active", "human"):
                self.of(name, draws=most if question_named(name).draws == DRAWS else None)

        _beside(f"draws|{self.key}", work, "draws")
        return 0

    @property
    def critical_path(self) -> CriticalPath:
        """What blocks the loop."""
        return cast("CriticalPath", self.of("critical-path"))

    @property
    def map(self) -> MapPayload:
        """The map of what blocks the loop."""
        return self.get(
            f"map draws={self.draws}",
            lambda study: map_payload(study.model, self.critical_path, held=self.held),
        )

    @property
    def held(self) -> frozenset[str]:
        """Ids of the parts that people hold, by design or in practice."""
        return frozenset(item.id for item in self.human.components if item.holder in HELD)

    @property
    def active(self) -> Active:
        """Which parts are already active."""
        if self.draws:
            return cast("Active", self.of("active"))
        # What blocks a large loop at the centre of every number is worked out once.
        return self.get(
            "active draws=None", lambda study: active(study, blocking=self.critical_path)
        )

    @property
    def human(self) -> Human:
        """Which parts still need people."""
        return cast("Human", self.of("human"))

    @property
    def history(self) -> History:
        """How the bottleneck moved, year by year."""
        return cast("History", self.of("history"))

    @property
    def sensitivity(self) -> Sensitivity:
        """Which numbers move the answer, and which are worth measuring."""
        return cast("Sensitivity", self.of("sensitivity"))

    @property
    def what_falls_next(self) -> WhatFallsNext:
        """Which bottleneck falls next."""
        return cast("WhatFallsNext", self.of("next"))

    @property
    def domains(self) -> Domains:
        """Which domains talk back as code does, whatever is supposed of the loop."""
        return cast("Domains", self.without_suppositions.of("domains"))

    @property
    def evidence(self) -> EvidenceReview:
        """How well all of it is supported."""
        return cast("EvidenceReview", self.of("evidence"))

    def begin_next(self) -> WhatFallsNext | None:
        """Return which bottleneck falls next if that is there; if not, have it worked out."""
        found = _beside(f"next|{self.key}", lambda: self.what_falls_next, "next")
        return cast("WhatFallsNext | None", found)

    @property
    def growth(self) -> Takeoff | None:
        """What happens when AI improves the rest; ``None`` if that is pending or there is none."""
        found = self.begin_growth()
        # At an early date nothing is known of what builds up: an answer without content.
        return found if found is not None and found.schools else None

    def growth_over(self, horizon: float, feedback: float) -> Takeoff:
        """Return the answer about growth over so many years, at once.

        Until its draws are worked out beside the page it is the one at central numbers.

        Args:
            horizon: in years.
            feedback: how many times as strongly improvements act back.

        Raises:
            LoopmapError: the study has no answer; the message says why.
        """
        usual = (horizon, feedback) == (USUAL_YEARS, 1.0)
        key = self.growth_key if usual else f"takeoff {horizon:g} {feedback:g}|{self.key}"
        draws = draws_for(len(self.study.model.components))
        asked = partial(self.of, "takeoff", horizon=horizon, feedback=feedback)
        found = _beside(key, partial(asked, draws=draws), "growth")
        return cast("Takeoff", asked(draws=0) if found is None else found)

    def begin_growth(self) -> Takeoff | None:
        """Return the answer about growth if it is there; if not, have it worked out."""
        draws = draws_for(len(self.study.model.components))
        work = partial(self.of, "takeoff", draws=draws, horizon=USUAL_YEARS, feedback=1.0)
        return cast("Takeoff | None", _beside(self.growth_key, work, "usual growth"))

    @property
    def growth_is_pending(self) -> bool:
        """Whether the answer about growth is still being worked out."""
        return not background().is_there(self.growth_key)

    @property
    def growth_key(self) -> str:
        """Under what the answer about growth is kept."""
        return f"takeoff|{self.key}"


def findings_beside(files: OntologyFiles) -> FileFindings | None:
    """Return what ``check`` says of some files; ``None`` while that is being worked out.

    Args:
        files: as they are on the disk now.
    """

    def work() -> FileFindings:
        return next(current_workers().run(find_in_files, files.paths, [None], 1))

    return cast("FileFindings | None", _beside(f"check|{hash(files.stamp())}", work, "check"))


def compared_beside(before: LoopModel, after: LoopModel, setting: str) -> Comparison | str | None:
    """Return what a change does to the answers; ``None`` while that is being worked out.

    Args:
        before: the map as it is.
        after: the map as it would be.
        setting: whose loop.

    Returns:
        In words why there is none if they cannot be compared.
    """
    maps = TwoMaps(before, after, setting)

    def work() -> Comparison | str:
        return next(current_workers().run(compare_maps, maps, [COMPARED_DRAWS], 1))

    key = f"compare|{before.digest}|{after.digest}|{setting}"
    return cast("Comparison | str | None", _beside(key, work, "compare"))


def _beside(key: str, work: Callable[[], object], about: str) -> object | None:
    """Return an answer that is worked out beside the pages, if it is there.

    Args:
        key: what tells it from every other.
        work: works it out.
        about: of several questions of a session about the same only the newest is answered.

    Returns:
        ``None`` if it is not there yet, which the session's page then waits for, or if there is
        none.
    """
    context = get_script_run_ctx(suppress_warning=True)
    # While the server prepares itself nobody waits for anything else.
    session = context.session_id if context else ""
    found = background().get(key, work, f"{session} {about}", at_once=not session)
    if session and not background().is_there(key):
        awaited = st.session_state.get(WAITING, ())
        st.session_state[WAITING] = awaited if key in awaited else (*awaited, key)
    return found


def draws_for(components: int) -> int:
    """Return how many draws a map of so many components gets.

    >>> draws_for(57), draws_for(600), draws_for(1_000_000)
    (1024, 512, 64)
    """
    most = DRAWS * _COMPONENTS_WITH_ALL_DRAWS // max(components, 1)
    return max(_LEAST_DRAWS, min(DRAWS, most))


def begin_slow_answers(model: LoopModel, choices: Choices) -> None:
    """Have what takes long worked out beside everything else, before anybody asks."""
    answers = Answers(study_for(model, choices))
    answers.begin_next()
    answers.begin_growth()


def study_for(model: LoopModel, choices: Choices) -> Study:
    """Return the study of the evidence alone that choices ask for, the same for all sessions."""
    return _study(model, model.digest, choices.setting, choices.as_of)


def is_answered_at_once(model: LoopModel) -> bool:
    """Return whether a map is small enough for all draws to stand on its first screen."""
    return len(model.components) <= _COMPONENTS_WITH_ALL_DRAWS


def answers_for(model: LoopModel, choices: Choices) -> Answers:
    """Return the answers to what is chosen.

    Raises:
        LoopmapError: what is supposed makes no loop that can run.
    """
    return _answers(model, choices, choices.suppositions(model))


def compared_answers(model: LoopModel, choices: Choices) -> Answers | None:
    """Return the answers to compare with; ``None`` if no comparison is chosen."""
    versus = choices.versus
    if versus is None:
        return None
    if versus in model.settings:
        return answers_for(model, replace(choices, setting=versus))
    if versus.isdecimal() and versus not in model.scenarios:
        return answers_for(model, replace(choices, as_of=versus))
    return scenario_answers(model, choices, None if versus == EVIDENCE else versus)


def scenario_answers(model: LoopModel, choices: Choices, scenario: str | None) -> Answers:
    """Return the answers to a scenario, or to the evidence for ``None``; nothing set by hand."""
    return _answers(model, choices, suppositions_of(model, scenario))


def explanation_of(answers: Answers, name: str) -> Explanation:
    """Return everything the map says of one thing."""
    return cast("Explanation", answers.of("explain", name=name))


def newest_date(model: LoopModel, choices: Choices) -> str | None:
    """Return the date of the newest evidence; ``None`` if nothing is dated."""
    return study_for(model, replace(choices, as_of=None)).estimates.as_of


def _answers(model: LoopModel, choices: Choices, suppositions: tuple[Supposition, ...]) -> Answers:
    base = study_for(model, choices)
    answers = Answers(base.supposing(suppositions) if suppositions else base)
    # Told at once, so that a page can say what is wrong before it has drawn anything.
    _ = answers.critical_path
    return answers


@st.cache_resource(show_spinner=False)
def background() -> BackgroundWork:
    """Return what works out slow answers, for all sessions together."""
    return BackgroundWork(workers=aside())


@st.cache_resource(max_entries=12, show_spinner=False)
def _study(_model: LoopModel, digest: str, setting: str, as_of: str | None) -> Study:  # noqa: ARG001
    return Study(_model, Standpoint(setting, as_of))


@st.cache_resource(max_entries=_KEPT, show_spinner=False)
def _result(key: str, _study: Study, _work_out: Callable[[Study], object]) -> object:  # noqa: ARG001
    return _work_out(_study)
