"""Makes the JSON Schema of every command's JSON from the classes of its answers.

``uv run python tests/tools/write_schemas.py`` writes them into ``graph/reports/schemas``. Types
come from the annotations, descriptions with their units from the ``Attributes:`` of the docstrings.
"""

from __future__ import annotations

import inspect
import json
import re
import sys
import types
import typing
from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields, is_dataclass
from enum import Enum
from fractions import Fraction
from pathlib import Path

if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

import numpy as np

from graph.cli.commands.diff import UnusableComparison
from graph.comparing.comparison import Comparison
from graph.comparing.side_by_side import SideBySide
from graph.measuring.measured_loop import MeasuredLoop
from graph.questions import QUESTIONS
from graph.questions.growth.back_test import back_tests
from graph.questions.growth.published.presets import run_preset
from graph.questions.what_if.compute import scenarios
from graph.reports.findings import CheckedFiles
from graph.reports.glossary import Glossary
from graph.reports.plain import SCHEMA_VERSION
from graph.watching import SaveAnswers, SaveFindings

FOLDER = Path(__file__).resolve().parents[2] / "graph" / "reports" / "schemas"
DIALECT = "https://json-schema.org/draft/2020-12/schema"

#: What is not finite becomes null; beside it a key with ``_word`` behind it says what is endless.
_NUMBER = {"type": ["number", "null"]}
_WORD = {
    "description": "Beside a number without limit, which is null: which limit it lacks.",
    "anyOf": [
        {"enum": ["infinite", "minus infinite"]},
        {"type": "array", "items": {"anyOf": [{"$ref": "#/$defs/word"}, {"type": "null"}]}},
    ],
}
_WORDS = {"_word$": {"$ref": "#/$defs/word"}}
_PLAIN = {
    type(None): {"type": "null"},
    str: {"type": "string"},
    bool: {"type": "boolean"},
    int: {"type": "integer"},
    float: {"$ref": "#/$defs/number"},
    Fraction: {"type": "number"},
}

#: A paragraph of ``Attributes:``: a name, a colon, and lines that are indented further.
_ATTRIBUTE = re.compile(r"^ {4}(\w+): (.*(?:\n {5,}\S.*)*)", re.MULTILINE)

Schema = dict[str, object]


@dataclass(frozen=True)
class Badge:
    """What ``--badge`` prints.

    Attributes:
        badge: the answer in one line.
    """

    badge: str


def attribute_texts(cls: type) -> dict[str, str]:
    """What the docstrings of a class and of those it extends say of each attribute."""
    found: dict[str, str] = {}
    for one in reversed(cls.__mro__):
        text = inspect.cleandoc(one.__doc__ or "")
        section = text.partition("Attributes:\n")[2].split("\n\n")[0]
        found |= {name: " ".join(said.split()) for name, said in _ATTRIBUTE.findall(section)}
    return found


class Definitions:
    """The classes met on the way, each described once."""

    def __init__(self) -> None:
        self.of_class: dict[str, Schema] = {"number": _NUMBER, "word": _WORD}
        self._classes: dict[str, type] = {}

    def schema_of(self, kind: object) -> Schema:
        """Describe the JSON of a value of an annotated type."""
        if kind in _PLAIN:
            return dict(_PLAIN[kind])
        origin, arguments = typing.get_origin(kind), typing.get_args(kind)
        if origin in (typing.Union, types.UnionType):
            return {"anyOf": [self.schema_of(one) for one in arguments]}
        if origin is typing.Literal:
            return {"enum": list(arguments)}
        if isinstance(origin, type):
            return self._of_container(origin, arguments)
        if isinstance(kind, type):
            return self._of_class(kind)
        raise TypeError(f"no schema for {kind!r}")

    def _of_container(self, origin: type, arguments: tuple[object, ...]) -> Schema:
        if issubclass(origin, np.ndarray):
            return {"type": "array"}
        if issubclass(origin, Mapping):
            value = self.schema_of(arguments[1])
            if arguments[1] is float:
                value = {"anyOf": [value, {"$ref": "#/$defs/word"}]}
            return {"type": "object", "additionalProperties": value}
        if origin is tuple and arguments[-1] is not Ellipsis:
            items = [self.schema_of(one) for one in arguments]
            return {"type": "array", "prefixItems": items, "minItems": len(items), "items": False}
        if issubclass(origin, tuple | list | set | frozenset):
            return {"type": "array", "items": self.schema_of(arguments[0])}
        raise TypeError(f"no schema for {origin!r}")

    def _of_class(self, cls: type) -> Schema:
        if issubclass(cls, Enum):
            return {"enum": [item.value for item in cls]}
        if not is_dataclass(cls):
            raise TypeError(f"no schema for {cls!r}")
        if self._classes.setdefault(cls.__name__, cls) is not cls:
            raise TypeError(f"two classes are called {cls.__name__}")
        if cls.__name__ not in self.of_class:
            self.of_class[cls.__name__] = {}  # so that a class may hold itself
            self.of_class[cls.__name__] = self.object_of(cls)
        return {"$ref": f"#/$defs/{cls.__name__}"}

    def object_of(self, cls: type) -> Schema:
        """Describe a dataclass as an object; every key is always there, what is missing is null."""
        said, hints = attribute_texts(cls), typing.get_type_hints(cls)
        shown = [item.name for item in fields(cls) if item.metadata.get("json", True)]
        silent = [name for name in shown if name not in said]
        if silent:
            raise TypeError(f"the docstring of {cls.__name__} says nothing of {', '.join(silent)}")
        first = inspect.cleandoc(cls.__doc__ or "").split("\n\n")[0]
        return {
            "type": "object",
            "description": " ".join(first.split()),
            "properties": {
                name: {"description": said[name]} | self.schema_of(hints[name]) for name in shown
            },
            "patternProperties": dict(_WORDS),
            "required": shown,
        }


def whole(name: str, *results: type) -> Schema:
    """The schema of a command whose JSON is one of these results with its version before it."""
    known = Definitions()
    bodies = [_with_version(known.object_of(cls)) for cls in results]
    return _titled(name, bodies[0] if len(bodies) == 1 else {"anyOf": bodies}, known)


def _titled(name: str, body: Schema, known: Definitions) -> Schema:
    head: Schema = {
        "$schema": DIALECT,
        "$id": f"https://w3id.org/loopmap/schemas/{name}.json",
        "title": f"loopmap {name} --format json",
    }
    return head | body | {"$defs": dict(sorted(known.of_class.items()))}


def _with_version(body: Schema, **more: Schema) -> Schema:
    version = {
        "description": "Rises when a key vanishes or changes its name, place, unit or meaning.",
        "const": SCHEMA_VERSION,
    }
    properties = {"schema_version": version, **more, **typing.cast(Schema, body["properties"])}
    required = ["schema_version", *more, *typing.cast(list[str], body["required"])]
    return body | {"properties": properties, "required": required}


def of_watch() -> Schema:
    """The schema of one line of ``watch``."""
    known = Definitions()
    lines = []
    for event, cls in (("findings", SaveFindings), ("answers", SaveAnswers)):
        found = known.schema_of(cls)
        if event == "answers":
            found = {"anyOf": [found, {"type": "null"}]}
        body: Schema = {
            "type": "object",
            "properties": {event: found},
            "required": [event],
        }
        at = {"type": "string", "description": "Time of the day, HH:MM:SS."}
        lines.append(_with_version(body, event={"const": event}, at=at))
    return _titled("watch", {"description": "One line.", "anyOf": lines}, known)


def of_query() -> Schema:
    """The schema of SPARQL 1.1 Query Results JSON, and of a graph as Turtle."""
    text: Schema = {"type": "string"}
    term: Schema = {
        "type": "object",
        "properties": {
            "type": {"enum": ["uri", "bnode", "literal"]},
            "value": text,
            "xml:lang": text,
            "datatype": text,
        },
        "required": ["type", "value"],
    }
    rows: Schema = {"type": "array", "items": {"type": "object", "additionalProperties": term}}
    names: Schema = {"type": "array", "items": text}
    select = _object("SELECT.", head=_object("", vars=names), results=_object("", bindings=rows))
    ask = _object("ASK.", head={"type": "object"}, boolean={"type": "boolean"})
    graph = _object("CONSTRUCT and DESCRIBE.", turtle=text)
    return {
        "$schema": DIALECT,
        "$id": "https://w3id.org/loopmap/schemas/query.json",
        "title": "loopmap query --format json",
        "description": "SPARQL 1.1 Query Results JSON of W3C, which has no schema_version.",
        "anyOf": [select, ask, graph],
    }


def _object(description: str, **properties: Schema) -> Schema:
    said: Schema = {"description": description} if description else {}
    return {"type": "object"} | said | {"properties": properties, "required": list(properties)}


def returned_by(function: Callable[..., object]) -> type:
    """The class of what a function returns."""
    return typing.cast(type, typing.get_type_hints(function)["return"])


#: What a question's command prints besides the question's own answer.
BESIDES: dict[str, tuple[type, ...]] = {
    "evidence": (Badge,),
    "what-if": (returned_by(scenarios),),
    "takeoff": (returned_by(run_preset), returned_by(back_tests)),
}


def schemas() -> dict[str, Schema]:
    """Every schema, by the name of its command."""
    found = {
        question.name: whole(
            question.name, returned_by(question.function), *BESIDES.get(question.name, ())
        )
        for question in QUESTIONS
    }
    known = Definitions()
    found["check"] = whole("check", CheckedFiles)
    # Where readers of a format keep no lines, a place is a file alone.
    typing.cast(Schema, found["check"]["$defs"])["Place"]["required"] = ["file"]
    found["against"] = _titled("against", _with_version(_of_two(known)), known)
    found["against"]["title"] = "loopmap QUESTION --against SECOND --format json"
    found["glossary"] = whole("glossary", Glossary)
    found["measure"] = whole("measure", MeasuredLoop)
    found["diff"] = whole("diff", Comparison, UnusableComparison)
    return found | {"watch": of_watch(), "query": of_query()}


def _of_two(known: Definitions) -> Schema:
    """The schema of two answers side by side, whose own keys are in that of their question."""
    body = known.object_of(SideBySide)
    heading = typing.cast(Schema, known.of_class["Answer"])
    heading["description"] = "The answer: 'loopmap schema QUESTION' without schema_version."
    return body


def text_of(schema: Schema) -> str:
    """A schema as its file holds it."""
    return json.dumps(schema, ensure_ascii=False, indent=2) + "\n"


def main() -> None:
    """Write all files, and take away those of commands that are gone."""
    made = schemas()
    for path in FOLDER.glob("*.json"):
        if path.stem not in made:
            path.unlink()
    for name, schema in made.items():
        (FOLDER / f"{name}.json").write_text(text_of(schema), encoding="utf-8")


if __name__ == "__main__":
    main()
