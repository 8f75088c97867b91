"""What an export is made from: read and computed when an exporter asks for it, and once."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

from graph.analysis.critical_path import critical_path
from graph.analysis.critical_path_result import CriticalPath
from graph.analysis.study import Study
from graph.errors import LoopmapError
from graph.exporters.map_payload import MapPayload, map_payload
from graph.exporters.theme import LIGHT, Theme
from graph.reports.numbers import interval_of
from graph.turtle.document import Document

#: The tables that a CSV can hold.
TABLES = ("components", "dependencies", "observations")


@dataclass(frozen=True)
class Material:
    """The map, the answer to what blocks it, and how the export should look.

    Attributes:
        read_study: reads the map, and says what it is asked.
        read_documents: reads the files as they are written.
        draws: of the answer; 0 for the central estimate alone.
        seed: of the draws.
        theme: of pictures.
        table: which table a CSV holds.
    """

    read_study: Callable[[], Study]
    read_documents: Callable[[], tuple[Document, ...]]
    draws: int = 0
    seed: int = 0
    theme: Theme = LIGHT
    table: str = TABLES[0]

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

    @property
    def answer_if_any(self) -> CriticalPath | None:
        """The same; ``None`` if the map is not yet one that can be computed."""
        try:
            return self.answer
        except LoopmapError:
            return None

    @cached_property
    def payload(self) -> MapPayload:
        """The map of the answer."""
        return map_payload(self.study.model, self.answer)

    @property
    def headline(self) -> str:
        """The answer in one line, as the title of a picture."""
        name = self.answer.critical_cycle_name
        what = f", blocked by '{name}'" if name else ""
        period = interval_of(self.answer.period_days)
        return f"The AI-development loop: {period} days per generation{what}"
