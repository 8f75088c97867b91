"""What a question is: how it is called, who answers it, and what can be chosen about it."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from typing import TYPE_CHECKING, cast

from graph.errors import UsageError
from graph.records import record

if TYPE_CHECKING:
    from graph.loop.answer import Answer
    from graph.loop.sample import DrawnRows
    from graph.loop.study import Study

#: Draws behind an answer unless somebody asks for more or fewer.
DEFAULT_DRAWS = 1024


@record
class Option:
    """Something of its own that a question lets people choose.

    Attributes:
        name: the keyword of the function that answers; on the command line ``--like-this``.
        kind: ``str``, ``float`` or ``bool`` (a switch).
        default: what holds if nobody chooses.
        help: what it does, in a sentence.
        metavar: what is to be written, for the help.
        required: whether the question cannot be asked without it; it then needs no dashes.
    """

    name: str
    kind: type[str] | type[float] | type[bool]
    default: str | float | bool | None
    help: str
    metavar: str | None = None
    required: bool = False


@record
class Figure:
    """A number of an answer that is compared before and after something is supposed.

    Attributes:
        name: what the comparison calls it.
        unit: ``days``, ``ratio`` or ``share``.
        field: where it stands in the answer, with dots between; an interval's centre is meant.
    """

    name: str
    unit: str
    field: str


@record
class Question:
    """One question that a study can be asked.

    Attributes:
        name: the word on the command line.
        noun: the word for it everywhere else: the folder in ``graph/questions``, the module in
            ``graph/reports``, the method in Python.
        number: which of the five questions it belongs to; ``None`` if it serves all.
        result: the name of the answer's class.
        summary: a line for lists.
        description: what the command prints, in a few sentences.
        table: the field of the answer whose items are the lines of its table.
        saved: what ``--out`` writes, in words.
        needs: nouns of the questions whose answers it uses.
        draws: draws behind it unless asked otherwise; ``None`` if nothing in it is drawn.
        options: what else can be chosen.
        answered_by: the function in ``compute`` that answers, if it is not called by the noun.
        saved_table: the field that ``--out`` writes, if not the table.
        drawn_rows: the function in ``compute`` whose lines, one a draw, ``--out`` writes instead.
        by_year: the field with the same at the end of each year, if it has that.
        badge: the field that says the answer in one line, if there is one; ``--badge`` prints it.
        figures: numbers that ``what-if`` compares.
        slow: whether a person at a terminal is told that work is going on.
        command: the module of its command, if it is more than the question itself.
    """

    name: str
    noun: str
    number: int | None
    result: str
    summary: str
    description: str
    table: str
    saved: str
    needs: tuple[str, ...] = ()
    draws: int | None = DEFAULT_DRAWS
    options: tuple[Option, ...] = ()
    answered_by: str | None = None
    saved_table: str | None = None
    drawn_rows: str | None = None
    by_year: str | None = None
    badge: str | None = None
    figures: tuple[Figure, ...] = ()
    slow: bool = False
    command: str | None = None

    @property
    def function(self) -> Callable[..., Answer]:
        """The function that answers; its module is imported only now."""
        return cast("Callable[..., Answer]", self._in_compute(self.answered_by or self.noun))

    def rows_of_draws(self, study: Study, *, draws: int, seed: int) -> DrawnRows | None:
        """Return the answer draw by draw; ``None`` if the question has no such table.

        Args:
            study: the map, the standpoint and what is supposed.
            draws: 1 or more.
            seed: of them.
        """
        if self.drawn_rows is None:
            return None
        rows = cast("Callable[..., DrawnRows]", self._in_compute(self.drawn_rows))
        return rows(study, draws=draws, seed=seed)

    def _in_compute(self, name: str) -> object:
        return getattr(import_module(f"graph.questions.{self.noun}.compute"), name)

    def answer(
        self,
        study: Study,
        *,
        draws: int | None = None,
        seed: int = 0,
        **chosen: object,
    ) -> Answer:
        """Return the answer for a study.

        Args:
            study: the map, the standpoint and what is supposed.
            draws: 0 or more, 0 for the central estimate alone; ``None`` for the usual number.
                Without effect where nothing is drawn.
            seed: of the draws, 0 or more.
            chosen: the question's own options, by name.

        Raises:
            UsageError: an option is unknown, or draws or seed are below 0.
            LoopmapError: the study has no answer; the message says why.
        """
        refuse_draws(self.draws if draws is None else draws, seed)
        known = {option.name for option in self.options}
        if unknown := sorted(chosen.keys() - known):
            offered = f" It takes {', '.join(sorted(known))}." if known else ""
            raise UsageError(f"'{self.name}' takes no {' or '.join(unknown)}.{offered}")
        if self.draws is not None:
            chosen = {**chosen, "draws": self.draws if draws is None else draws, "seed": seed}
        return self.function(study, **chosen)


def refuse_draws(draws: int | None, seed: int) -> None:
    """Refuse numbers of draws and seeds that make no sense.

    Raises:
        UsageError: one of them is below 0, or no whole number.
    """
    for what, value in (("number of draws", draws), ("seed", seed)):
        if value is not None and (isinstance(value, bool) or not isinstance(value, int)):
            raise UsageError(f"The {what} must be a whole number, and is {value!r}.")
        if value is not None and value < 0:
            raise UsageError(f"The {what} must be 0 or more, and is {value}.")
