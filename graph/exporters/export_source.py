"""What an export is made from: read and computed when an exporter asks for it, and once."""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property

from graph.errors import LoopmapError
from graph.exporters.map_payload import MapPayload, map_payload
from graph.exporters.marks import LIGHT, Theme
from graph.files import loopmap_version
from graph.loop.study import Study
from graph.number_words import interval_of, names
from graph.questions.critical_path.answer import CriticalPath
from graph.questions.critical_path.compute import critical_path
from graph.questions.growth.answer import Takeoff
from graph.questions.growth.compute import takeoff
from graph.questions.own_loop.compute import OwnLoop, is_own, own_loop, quarters_measured
from graph.records import record
from graph.reports.report import Report
from graph.reports.waiting import share_of_wait
from graph.turtle.document import Document

#: The tables that a CSV can hold.
TABLES = ("components", "dependencies", "observations")

#: The figures that a picture can show; the last is of a loop of one's own.
FIGURES = ("map", "standing", "growth", "quarters")

#: So many suppositions are named on one line; of the rest only the number.
_NAMED = 10

#: Digits of the ontology's digest that tell it from another.
_DIGEST_DIGITS = 12


@record(slots=False)
class ExportSource:
    """The map, the answer to what blocks it, and how the export should look.

    Attributes:
        read_study: reads the map, and says what it is asked.
        read_documents: reads the files as they are written.
        draws: of the answer; 0 for the central estimate alone.
        seed: of the draws.
        theme: of pictures.
        table: which table a CSV holds.
        read_report: gives the answer to another question than what blocks the loop, or ``None``.
        read_growth: gives the answer about growth; ``None`` for that over ten years.
        figure: which figure a picture shows, one of ``FIGURES``.
        command: what was typed to get it, with every option that matters; empty if nothing was.
    """

    read_study: Callable[[], Study]
    read_documents: Callable[[], tuple[Document, ...]]
    draws: int = 0
    seed: int = 0
    theme: Theme = LIGHT
    table: str = TABLES[0]
    read_report: Callable[[], Report | None] | None = None
    read_growth: Callable[[], Takeoff] | None = None
    figure: str = FIGURES[0]
    command: str = ""

    @cached_property
    def study(self) -> Study:
        """What is asked."""
        return self.read_study()

    @cached_property
    def documents(self) -> tuple[Document, ...]:
        """The files as they are written."""
        return self.read_documents()

    @cached_property
    def answer(self) -> CriticalPath:
        """What blocks the loop."""
        return critical_path(self.study, draws=self.draws, seed=self.seed)

    @cached_property
    def growth(self) -> Takeoff:
        """What happens when AI improves the rest of the machinery."""
        if self.read_growth is not None:
            return self.read_growth()
        return takeoff(self.study, draws=self.draws, seed=self.seed)

    @cached_property
    def own_loop(self) -> OwnLoop | None:
        """What blocks a loop of one's own; ``None`` on a map of something else."""
        if not is_own(self.study):
            return None
        return own_loop(self.study, draws=self.draws, seed=self.seed)

    @property
    def answer_if_any(self) -> CriticalPath | None:
        """The same; ``None`` if the map is not yet one that can be computed."""
        try:
            return self.answer
        except LoopmapError:
            return None

    @cached_property
    def report(self) -> Report | None:
        """The answer to another question; ``None`` if none is asked or it is not there yet."""
        return self.read_report() if self.read_report else None

    @property
    def suppositions(self) -> tuple[str, ...]:
        """Each number supposed, as the command line takes it; of two for one thing the later."""
        last = {(item.subject, str(item.metric)): item for item in self.study.suppositions}
        return tuple(map(str, last.values()))

    @property
    def supposed(self) -> str:
        """What is supposed, on one line; empty if nothing is."""
        return names(self.suppositions, _NAMED) if self.suppositions else ""

    @property
    def ontology_digits(self) -> str:
        """The first digits of the ontology's digest."""
        return self.study.model.digest[:_DIGEST_DIGITS]

    @property
    def remark(self) -> str:
        """What a picture of suppositions must say; empty if nothing is supposed."""
        if not self.supposed:
            return ""
        as_of = self.study.estimates.as_of or "no date"
        return (
            f"Supposed: {self.supposed}. Setting {self.study.standpoint.setting}, evidence as of "
            f"{as_of}, ontology {self.ontology_digits}."
        )

    @property
    def caption(self) -> str:
        """Where a picture comes from, for whoever sees it alone: enough to make it again."""
        of_when = self.study.estimates.as_of or "no date"
        runs = f"{self.draws:,} runs, seed {self.seed}; " if self.draws else "central numbers; "
        return (
            f"{self.study.standpoint.setting}, evidence as of {of_when}; {runs}map "
            f"{self.ontology_digits}. Cite: the loopmap authors, loopmap {loopmap_version()}."
        )

    @cached_property
    def payload(self) -> MapPayload:
        """The map of the answer."""
        return map_payload(self.study.model, self.answer, held=held_of(self.study))

    @property
    def headline(self) -> str:
        """The answer in one line, as the title of a picture."""
        return headline_of(self.answer)


def headline_of(answer: CriticalPath) -> str:
    """Return an answer in one line: days per generation, and what most often sets them."""
    likely = next(iter(answer.likely_cycles), None)
    name = likely.name if likely else answer.critical_cycle_name
    what = f", most often set by '{name}'" if likely else f", blocked by '{name}'"
    if name is None:
        what = ""
    if likely and answer.binding_cycle is None:
        what = ", set by no single loop"
    if answer.longest_wait is not None:
        what = f", {share_of_wait(answer)} of them waiting for {answer.longest_wait.label}"
    # On a loop that several rounds pass at once, how often one comes out is not how long it takes.
    days = interval_of(answer.days_around if answer.overlaps else answer.period_days)
    words = answer.words
    return f"{words.heading}: {days} days per {words.round}{what}"


def held_of(study: Study) -> frozenset[str]:
    """Return the ids of the parts that people hold, by design or in practice."""
    from graph.questions.human.answer import HELD
    from graph.questions.human.compute import human

    return frozenset(item.id for item in human(study).components if item.holder in HELD)


def figures_of(study: Study) -> tuple[str, ...]:
    """Return the figures of a study: that of quarters only where some were measured."""
    return FIGURES if quarters_measured(study) else FIGURES[:-1]
