"""The JSON Schema (2020-12) of a result, from its class: what ``to_plain`` makes of it.

Types come from the annotations, descriptions with their units from the ``Attributes:`` of the
docstrings. Within one ``schema_version`` keys may be added, so a schema allows more keys than it
names.
"""

from __future__ import annotations

import inspect
import json
import re
import types
import typing
from collections.abc import Mapping, Sequence
from dataclasses import fields, is_dataclass
from datetime import date
from enum import Enum
from fractions import Fraction

from graph.reports.plain import SCHEMA_VERSION

Schema = dict[str, object]

_DIALECT = "https://json-schema.org/draft/2020-12/schema"

#: What is not finite becomes null; beside it a key with ``_word`` behind it says what is endless.
_NUMBER: Schema = {"type": ["number", "null"]}
_WORD: Schema = {
    "description": "Beside a number without limit, which is null: which limit it lacks.",
    "anyOf": [
        {"enum": ["infinite", "minus infinite"]},
        {"type": "array", "items": {"anyOf": [{"$ref": "#/$defs/word"}, {"type": "null"}]}},
    ],
}
_WORDS: Schema = {"_word$": {"$ref": "#/$defs/word"}}
_PLAIN: dict[object, Schema] = {
    type(None): {"type": "null"},
    str: {"type": "string"},
    bool: {"type": "boolean"},
    int: {"type": "integer"},
    float: {"$ref": "#/$defs/number"},
    Fraction: {"type": "number"},
    date: {"type": "string", "format": "date"},
}

#: A paragraph of ``Attributes:``: a name, a colon, and lines that are indented further.
_ATTRIBUTE = re.compile(r"^ {4}(\w+): (.*(?:\n {5,}\S.*)*)", re.MULTILINE)


def attribute_texts(cls: type) -> dict[str, str]:
    """Return what the docstrings of a class and of those it extends say of each attribute."""
    found: dict[str, str] = {}
    for one in reversed(cls.__mro__):
        text = inspect.cleandoc(one.__doc__ or "")
        section = text.partition("Attributes:\n")[2].split("\n\n")[0]
        found |= {name: " ".join(said.split()) for name, said in _ATTRIBUTE.findall(section)}
    return found


class Definitions:
    """The classes met on the way, each described once.

    Attributes:
        of_class: their descriptions, by the name of the class.
    """

    def __init__(self) -> None:
        self.of_class: dict[str, Schema] = {"number": dict(_NUMBER), "word": dict(_WORD)}
        self._classes: dict[str, type] = {}

    def schema_of(self, kind: object) -> Schema:
        """Describe the JSON of a value of an annotated type.

        Raises:
            TypeError: it has no form in JSON, or two classes have one name.

        >>> Definitions().schema_of(tuple[int, ...])
        {'type': 'array', 'items': {'type': 'integer'}}
        """
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

    def _of_container(self, origin: type, arguments: Sequence[object]) -> Schema:
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
        if origin.__name__ == "ndarray":
            return {"type": "array"}
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
        """Describe a dataclass as an object; every key is always there, what is missing is null.

        Raises:
            TypeError: the docstring says nothing of a key, or a key has no form in JSON.
        """
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

    def versioned(self, cls: type) -> Schema:
        """Describe a dataclass as an object that begins with the version of the schema."""
        return with_version(self.object_of(cls))


def with_version(body: Schema, **more: Schema) -> Schema:
    """Return the schema of an object that begins with its version.

    Args:
        body: the rest of the object, with ``properties`` and ``required``.
        more: keys between the two.
    """
    version: Schema = {
        "description": "Rises when a key vanishes or changes its name, place, unit or meaning.",
        "const": SCHEMA_VERSION,
    }
    properties: Schema = {"schema_version": version, **more}
    required = ["schema_version", *more, *typing.cast("list[str]", body["required"])]
    properties |= typing.cast("Schema", body["properties"])
    return body | {"properties": properties, "required": required}


def titled(
    name: str, body: Schema, known: Definitions | None = None, *, command: str = ""
) -> Schema:
    """Return a whole schema.

    Args:
        name: of the command.
        body: what it prints.
        known: the classes that the body names; ``None`` if it names none.
        command: as it is typed, if that is more than its name.
    """
    head: Schema = {
        "$schema": _DIALECT,
        "$id": f"https://w3id.org/loopmap/schemas/{name}.json",
        "title": f"loopmap {command or name} --format json",
    }
    return head | body | ({"$defs": dict(sorted(known.of_class.items()))} if known else {})


def schema_of_results(name: str, results: Sequence[type]) -> Schema:
    """Return the schema of a command whose JSON is one of some results, its version before it."""
    known = Definitions()
    bodies = [known.versioned(cls) for cls in results]
    return titled(name, bodies[0] if len(bodies) == 1 else {"anyOf": bodies}, known)


def object_schema(description: str, **properties: Schema) -> Schema:
    """Return the schema of an object all of whose keys are there."""
    said: Schema = {"description": description} if description else {}
    return {"type": "object"} | said | {"properties": properties, "required": list(properties)}


def text_of(schema: Schema) -> str:
    """Return a schema as it is printed."""
    return json.dumps(schema, ensure_ascii=False, indent=2) + "\n"
