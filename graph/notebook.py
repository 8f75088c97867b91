"""Maps, studies and answers as Python and notebooks use them: ``import loopmap``.

Every question of the registry is a method of :class:`LoopStudy`. Nothing is computed here.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import fields
from os import PathLike
from typing import TYPE_CHECKING, Any

from graph.errors import UsageError
from graph.files import shipped_ontology
from graph.loop.answer import Answer
from graph.loop.study import Study, study_of
from graph.loop.suppositions import Suppose
from graph.model import LoopModel
from graph.questions import QUESTIONS, question_named
from graph.questions.critical_path.answer import CriticalPath
from graph.questions.question import Question
from graph.reports import report_of
from graph.reports.html import table_html, to_html
from graph.reports.plain import Cell, json_text, records_of, to_plain
from graph.reports.report import Report, left, right
from graph.reports.terminal_text import to_text

if TYPE_CHECKING:
    import networkx
    import rdflib

#: One row of a table, by column.
Record = dict[str, Cell]

Path = str | PathLike[str]

#: Groups of a map that can be had as tables.
_TABLES = ("components", "dependencies", "observations", "sources", "domains", "scenarios")


def read(paths: Path | Sequence[Path] | None = None) -> Map:
    """Return the map that some Turtle files hold.

    Args:
        paths: a file or folder, or several; ``None`` for the map that loopmap ships.

    Raises:
        UnreadableError: something could not be read or is not Turtle; all such problems at once.
        OntologyError: what was read cannot be used; all such problems, with file and line.

    >>> len(read().model.components) > 50
    True
    """
    from graph.ontology.read_cache import read_cached

    if paths is None:
        chosen: tuple[Path, ...] = (shipped_ontology(),)
    else:
        chosen = (paths,) if isinstance(paths, str | PathLike) else tuple(paths)
    names = tuple(str(path) for path in chosen)
    return Map(read_cached(names), names)


class Map:
    """A map that was read; ask it for a :meth:`study`.

    Attributes:
        model: the map as frozen values.
        paths: where it was read from.
    """

    def __init__(self, model: LoopModel, paths: tuple[str, ...] = ()) -> None:
        self.model = model
        self.paths = paths

    def study(
        self,
        *,
        setting: str = "",
        as_of: str | None = None,
        scenario: str | Iterable[str] = (),
        suppose: Suppose = (),
        evidence_only: bool = False,
        prior: bool = False,
    ) -> LoopStudy:
        """Return the loop of this map, seen from a standpoint and with what is supposed.

        Args:
            setting: whose loop: ``frontier-lab``, ``industry`` or ``open-source``; nothing means
                the one that the map is of, else the first of these.
            as_of: ``2026``, ``2026-08`` or ``2026-08-15``: what was known then.
            scenario: one name or several.
            suppose: numbers by name, ``{"code-review.speedup": 3}``, or texts as ``--set`` takes.
            evidence_only: whether our own judgements of speed-ups are left out.
            prior: whether draws are taken as they are, not weighed by the gaps between releases.

        Raises:
            UsageError: one of these makes no sense on this map; the message says what would.
        """
        return LoopStudy(
            study_of(
                self.model,
                setting=setting,
                as_of=as_of,
                scenario=scenario,
                suppose=suppose,
                evidence_only=evidence_only,
                prior=prior,
            )
        )

    def to_frame(self, table: str = "components") -> Any:
        """Return the components (or another group) as a pandas data frame, else as records.

        Args:
            table: ``components``, ``dependencies``, ``observations``, ``sources``, ``domains`` or
                ``scenarios``.

        Raises:
            UsageError: there is no such group.
        """
        if table not in _TABLES:
            raise UsageError(f"A map has no table '{table}'. Choose one of: {', '.join(_TABLES)}.")
        rows = tuple(getattr(self.model, table).values())
        return _frame(_Table(rows), "rows")

    def to_rdflib(self) -> rdflib.Graph:
        """Return every statement of the map's files as an rdflib graph.

        The files are read anew.

        Raises:
            UsageError: the map was not read from files, or they have changed since.
        """
        from graph.exporters.json_ld import graph_of
        from graph.ontology.reading import read_documents

        if not self.paths:
            raise UsageError("This map was not read from files, so there are no statements.")
        reading = read_documents(self.paths)
        if reading.digest != self.model.digest:
            raise UsageError("The files of the map have changed since it was read; read it anew.")
        return graph_of(reading.documents)

    def to_networkx(self) -> networkx.MultiDiGraph[str]:
        """Return components and dependencies as a networkx graph with what is written on them."""
        return self.study().to_networkx()

    def __repr__(self) -> str:
        of = self.model
        return (
            f"<loopmap map: {len(of.components):,} components, {len(of.dependencies):,} "
            f"dependencies, {len(of.observations):,} observations, digest {of.digest[:12]}>"
        )


class LoopStudy:
    """The loop of a map from one standpoint; every question is a method.

    A method takes ``draws=`` (0 for the central estimate alone) and ``seed=`` where something is
    drawn, and the question's own options; it returns a :class:`StudyAnswer`.

    Attributes:
        study: the map, the standpoint and what is supposed, as the questions see them.
    """

    def __init__(self, study: Study) -> None:
        self.study = study

    def __getattr__(self, name: str) -> Callable[..., StudyAnswer]:
        try:
            question = question_named(name)
        except KeyError:
            raise AttributeError(
                f"A study has no '{name}'. Questions: {', '.join(q.noun for q in QUESTIONS)}."
            ) from None
        return _method(question, self.study)

    def __dir__(self) -> list[str]:
        return sorted({*super().__dir__(), *(question.noun for question in QUESTIONS)})

    def ask(self, name: str, /, **chosen: Any) -> StudyAnswer:
        """Return the answer to the question of that name, spelt as on the command line.

        Raises:
            UsageError: there is no such question, or it has no such option.
        """
        try:
            question = question_named(name)
        except KeyError:
            names = ", ".join(item.name for item in QUESTIONS)
            raise UsageError(f"There is no question '{name}'. Choose one of: {names}.") from None
        return _method(question, self.study)(**chosen)

    def supposing(self, suppose: Suppose) -> LoopStudy:
        """Return the same with more supposed on top."""
        return LoopStudy(self.study.supposing(suppose))

    def to_networkx(self) -> networkx.MultiDiGraph[str]:
        """Return the loop as a networkx graph: days on the nodes, lags and delays on the edges."""
        from graph.loop.network import loop_network

        return loop_network(self.study)

    def __repr__(self) -> str:
        standpoint = self.study.standpoint
        supposed = ", ".join(map(str, self.study.suppositions)) or "nothing"
        as_of = self.study.estimates.as_of or "no date"
        return f"<loopmap study: {standpoint.setting}, as of {as_of}, supposing {supposed}>"


def _method(question: Question, study: Study) -> Callable[..., StudyAnswer]:
    def method(
        *required: object, draws: int | None = None, seed: int = 0, **chosen: Any
    ) -> StudyAnswer:
        """Return the answer; see the question's description."""
        names = [option.name for option in question.options if option.required]
        missing = len(names) - len(required) - sum(name in chosen for name in names)
        if len(required) > len(names) or missing > 0:
            raise UsageError(
                f"'{question.name}' takes {', '.join(names) or 'options by name only'}."
            )
        given = dict(zip(names, required, strict=False))
        result = question.answer(study, draws=draws, seed=seed, **given, **chosen)
        return StudyAnswer(question, study, result)

    options = "".join(f"\n    {item.name}: {item.help}" for item in question.options)
    method.__name__ = method.__qualname__ = question.noun
    method.__doc__ = f"{question.summary}\n\n{question.description}\n{options}".rstrip()
    return method


class StudyAnswer:
    """An answer that can be read, tabled, drawn and gone on with.

    Every field of the answer is an attribute; ``print`` shows what the terminal shows.

    Attributes:
        question: which was asked.
        study: of what.
        result: the frozen answer; its field names are the keys of the JSON.
    """

    def __init__(self, question: Question, study: Study, result: Answer) -> None:
        self.question = question
        self.study = study
        self.result = result

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        return getattr(self.result, name)

    def __dir__(self) -> list[str]:
        return sorted({*super().__dir__(), *(item.name for item in fields(self.result))})

    @property
    def report(self) -> Report:
        """The answer in words and tables."""
        return report_of(self.question, self.result)

    def to_dict(self) -> Any:
        """Return the answer as plain values, as in the JSON."""
        return to_plain(self.result)

    def to_json(self) -> str:
        """Return what ``--format json`` prints."""
        return json_text(self.result)

    def to_frame(self, table: str | None = None) -> Any:
        """Return a table of the answer as a pandas data frame, else as plain records.

        Args:
            table: the field of the answer that holds it; ``None`` for the one that
                ``--format csv`` prints.

        Raises:
            UsageError: the answer has no such table.
        """
        name = table or self.question.table
        known = [item.name for item in fields(self.result)]
        if not isinstance(getattr(self.result, name, None), tuple):
            tables = [one for one in known if isinstance(getattr(self.result, one), tuple)]
            raise UsageError(f"There is no table '{name}'. Choose one of: {', '.join(tables)}.")
        return _frame(self.result, name)

    def to_networkx(self) -> networkx.MultiDiGraph[str]:
        """Return the loop as a networkx graph, with what blocks it on the nodes.

        Raises:
            UsageError: the answer is not about what blocks the loop.
        """
        return to_networkx(self)

    def to_rdflib(self) -> rdflib.Graph:
        """Return what blocks the loop as an rdflib graph of computed statements.

        Its address is that of answers, so that it stays apart from the map in an rdflib dataset.

        Raises:
            UsageError: the answer is not about what blocks the loop.
        """
        return to_rdflib(self)

    def plot(self) -> Any:
        """Return a chart of the answer, as an Altair chart: a notebook shows it.

        Raises:
            UsageError: nothing can be drawn of this answer, or Altair is not installed.
        """
        return plot(self)

    def __str__(self) -> str:
        return to_text(self.report, details=False)

    def __repr__(self) -> str:
        of = (
            f"{self.result.draws:,} runs, seed {self.result.seed}"
            if self.result.draws
            else ("nothing drawn")
        )
        return f"<loopmap {self.question.name}: {self.result.setting}, {of}>"

    def _repr_html_(self) -> str:
        return to_html(self.report)


class _Table:
    """Frozen records under a name, so that they can be tabled as those of an answer."""

    def __init__(self, rows: tuple[object, ...]) -> None:
        self.rows = rows


def to_frame(of: StudyAnswer | Map, table: str | None = None) -> Any:
    """Return a table of an answer or a map; see the methods of the same name."""
    return of.to_frame(table) if isinstance(of, StudyAnswer) else of.to_frame(table or _TABLES[0])


def to_networkx(of: StudyAnswer | LoopStudy | Map) -> networkx.MultiDiGraph[str]:
    """Return the loop as a networkx graph that knows what was answered of it.

    Args:
        of: an answer to ``critical_path``, whose acceleration, status, days, blocking share, slack
            and P(critical) then stand on the nodes; or a study or a map.

    Raises:
        UsageError: the answer is to another question.
    """
    if not isinstance(of, StudyAnswer):
        return of.to_networkx()
    if not isinstance(of.result, CriticalPath):
        raise UsageError(
            f"An answer to '{of.question.name}' has no graph; ask critical_path for one."
        )
    from graph.questions.critical_path.network import answer_network

    return answer_network(of.study, of.result)


def to_rdflib(of: StudyAnswer | Map) -> rdflib.Graph:
    """Return a map, or the answer to what blocks its loop, as an rdflib graph.

    Args:
        of: a map that was read from files, or an answer to ``critical_path``.

    Raises:
        UsageError: the answer is to another question, or the files have changed.
    """
    if isinstance(of, Map):
        return of.to_rdflib()
    if not isinstance(of.result, CriticalPath):
        raise UsageError(
            f"An answer to '{of.question.name}' has no statements; ask critical_path for some."
        )
    from graph.exporters.answers_rdf import answer_statements_of
    from graph.rdf.query import ANSWERS_GRAPH, to_rdflib_graph

    return to_rdflib_graph(answer_statements_of(of.result), ANSWERS_GRAPH)


def plot(of: StudyAnswer) -> Any:
    """Return a chart of period and standing, or of growth; see :meth:`StudyAnswer.plot`."""
    from graph.reports import charts

    result: Any = of.result
    if of.question.noun == "critical_path":
        drawn = [charts.period_chart(result), charts.standing_chart(result)]
    elif of.question.noun == "growth":
        drawn = [charts.pace_chart(result), charts.ratio_chart(result)]
    else:
        raise UsageError(f"Nothing is drawn of '{of.question.name}': critical_path and growth are.")
    try:
        import altair
    except ImportError:
        raise UsageError("Altair is not installed; it comes with Streamlit.") from None
    made = [altair.Chart.from_dict({"title": one.title, **one.spec}) for one in drawn]
    return altair.vconcat(*made)


def _frame(result: object, table: str) -> Any:
    records = records_of(result, table)
    try:
        import pandas
    except ImportError:
        return Records([{head: row.get(head) for head in records.heads} for row in records.rows])
    return pandas.DataFrame(list(records.rows), columns=list(records.heads))


class Records(Sequence[Record]):
    """Rows of a table, for those who have no pandas; a notebook shows them as a table."""

    def __init__(self, rows: Sequence[Record]) -> None:
        self._rows = tuple(rows)

    def __getitem__(self, index: Any) -> Any:
        return self._rows[index]

    def __len__(self) -> int:
        return len(self._rows)

    def __iter__(self) -> Iterator[Record]:
        return iter(self._rows)

    def __repr__(self) -> str:
        return f"<{len(self):,} records: {', '.join(self._heads)}>"

    @property
    def _heads(self) -> tuple[str, ...]:
        return tuple(self._rows[0]) if self._rows else ()

    def _repr_html_(self) -> str:
        texts = [["" if value is None else str(value) for value in row.values()] for row in self]
        numbers = [isinstance(value, int | float) for value in (self._rows or ({},))[0].values()]
        heads = [right(h) if n else left(h) for h, n in zip(self._heads, numbers, strict=True)]
        return table_html(heads, texts)
