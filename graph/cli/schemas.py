"""Which command prints what with ``--format json``, as JSON Schema; made when it is asked for."""

from __future__ import annotations

import sys
import typing
from collections.abc import Callable
from typing import TYPE_CHECKING, cast

from graph.errors import UsageError
from graph.questions import QUESTIONS, question_named
from graph.records import record

if TYPE_CHECKING:
    from graph.reports.json_schema import Schema


@record(slots=False)
class Badge:
    """What ``--badge`` prints.

    Attributes:
        badge: the answer in one line.
    """

    badge: str


def _returned_by(function: Callable[..., object]) -> type:
    return cast(type, typing.get_type_hints(function)["return"])


def _besides(name: str) -> tuple[type, ...]:
    """What a question's command prints besides the question's own answer."""
    if name == "evidence":
        return (Badge,)
    if name == "what-if":
        from graph.questions.what_if.compute import scenarios

        return (_returned_by(scenarios),)
    if name == "takeoff":
        from graph.questions.growth.back_test import back_tests
        from graph.questions.growth.published.presets import run_preset

        return (_returned_by(run_preset), _returned_by(back_tests))
    return ()


def _of_question(name: str) -> Schema:
    from graph.reports.json_schema import schema_of_results

    answer = _returned_by(question_named(name).function)
    return schema_of_results(name, (answer, *_besides(name)))


def _of_check() -> Schema:
    from graph.reports.findings import CheckedFiles
    from graph.reports.json_schema import schema_of_results

    found = schema_of_results("check", (CheckedFiles,))
    # Where readers of a format keep no lines, a place is a file alone.
    cast("dict[str, Schema]", found["$defs"])["Place"]["required"] = ["file"]
    return found


def _of_glossary() -> Schema:
    from graph.reports.glossary import Glossary
    from graph.reports.json_schema import schema_of_results

    return schema_of_results("glossary", (Glossary,))


def _of_measure() -> Schema:
    from graph.measuring.measured_loop import MeasuredLoop
    from graph.reports.json_schema import schema_of_results

    return schema_of_results("measure", (MeasuredLoop,))


def _of_import() -> Schema:
    """The schema of what each command prints that imports from a source of events."""
    from graph.measuring.measurement import Measured
    from graph.reports.json_schema import schema_of_results

    return schema_of_results("import", (Measured,))


def _of_diff() -> Schema:
    from graph.cli.commands.diff import UnusableComparison
    from graph.comparing.comparison import Comparison
    from graph.reports.json_schema import schema_of_results

    return schema_of_results("diff", (Comparison, UnusableComparison))


def _of_against() -> Schema:
    """The schema of two answers side by side, whose own keys are in that of their question."""
    from graph.comparing.side_by_side import SideBySide
    from graph.reports.json_schema import Definitions, titled

    known = Definitions()
    body = known.versioned(SideBySide)
    heading = known.of_class["Answer"]
    heading["description"] = "The answer: 'loopmap schema QUESTION' without schema_version."
    return titled("against", body, known, command="QUESTION --against SECOND")


def _of_watch() -> Schema:
    """The schema of one line."""
    from graph.reports.json_schema import Definitions, titled, with_version
    from graph.watching import SaveAnswers, SaveFindings

    known = Definitions()
    lines = []
    for event, cls in (("findings", SaveFindings), ("answers", SaveAnswers)):
        found = known.schema_of(cls)
        if event == "answers":
            found = {"anyOf": [found, {"type": "null"}]}
        body: Schema = {"type": "object", "properties": {event: found}, "required": [event]}
        at: Schema = {"type": "string", "description": "Time of the day, HH:MM:SS."}
        lines.append(with_version(body, event={"const": event}, at=at))
    return titled("watch", {"description": "One line.", "anyOf": lines}, known)


def _of_query() -> Schema:
    """The schema of SPARQL 1.1 Query Results JSON, and of a graph as Turtle."""
    from graph.reports.json_schema import object_schema, titled

    text: Schema = {"type": "string"}
    kinds: Schema = {"enum": ["uri", "bnode", "literal"]}
    named: Schema = {"type": kinds, "value": text, "xml:lang": text, "datatype": text}
    term: Schema = {"type": "object", "properties": named, "required": ["type", "value"]}
    rows: Schema = {"type": "array", "items": {"type": "object", "additionalProperties": term}}
    names: Schema = {"type": "array", "items": text}
    select = object_schema(
        "SELECT.", head=object_schema("", vars=names), results=object_schema("", bindings=rows)
    )
    ask = object_schema("ASK.", head={"type": "object"}, boolean={"type": "boolean"})
    graph = object_schema("CONSTRUCT and DESCRIBE.", turtle=text)
    said = "SPARQL 1.1 Query Results JSON of W3C, which has no schema_version."
    return titled("query", {"description": said, "anyOf": [select, ask, graph]})


#: What has a schema beside the questions: a command, or what several have in common.
_OTHERS: dict[str, Callable[[], Schema]] = {
    "against": _of_against,
    "check": _of_check,
    "diff": _of_diff,
    "glossary": _of_glossary,
    "import": _of_import,
    "measure": _of_measure,
    "query": _of_query,
    "watch": _of_watch,
}


def schema_names() -> tuple[str, ...]:
    """Return the commands whose JSON has a schema, in alphabetical order.

    >>> "critical-path" in schema_names()
    True
    """
    return tuple(sorted({*_OTHERS, *(question.name for question in QUESTIONS)}))


def has_schema(name: str) -> bool:
    """Return whether the JSON of a command has a schema."""
    return name in schema_names()


def schema_text(name: str) -> str:
    """Return the schema of a command's JSON, as it is printed.

    Args:
        name: of the command.

    Raises:
        UsageError: there is no schema of that name, and the message offers the nearest and lists
            all; or Python was told to leave out the docstrings, which say what the keys mean.
    """
    known = schema_names()
    if name not in known:
        from difflib import get_close_matches

        close = get_close_matches(name, known, n=3, cutoff=0.4)
        near = f" Did you mean {' or '.join(close)}?" if close else ""
        raise UsageError(f"There is no schema '{name}'.{near} Known: {', '.join(known)}.")
    if sys.flags.optimize > 1:
        raise UsageError(
            "What the keys mean stands in docstrings, which Python leaves out here. "
            "Run it without -OO and PYTHONOPTIMIZE."
        )
    from graph.reports.json_schema import text_of

    return text_of(_OTHERS[name]() if name in _OTHERS else _of_question(name))
