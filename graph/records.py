"""Records: frozen values with named fields, whose methods are made when somebody first needs them.

A record is what ``@dataclass(frozen=True, slots=True)`` gives, with ``fields``, ``replace``,
``is_dataclass``, pickling, and dataclasses that go on from it. But a dataclass has its methods
written and compiled as soon as its module is loaded: for the two hundred classes behind one answer
that is a quarter of the whole time of the command. Of a record each is compiled at its first use,
and most are never used. Making one is quicker too, since a field is set by its own slot.
"""

from __future__ import annotations

import dataclasses
import gc
import inspect
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import MISSING, Field, FrozenInstanceError, field
from types import MemberDescriptorType
from typing import Any, NoReturn, TypeVar, dataclass_transform, overload

Class = TypeVar("Class", bound=type)


@contextmanager
def collection_paused() -> Iterator[None]:
    """Spare the search for cycles among a few hundred thousand new objects that have none."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            if not gc.get_freeze_count():
                # What was made counts as old at once, without being looked through first.
                gc.freeze()
                gc.unfreeze()
            gc.enable()


#: Where a record keeps the fields that its own class names; those of its bases are with them.
_OWN_FIELDS = "__record_fields__"


@overload
def record(cls: Class, /) -> Class: ...


@overload
def record(*, slots: bool = True, order: bool = False) -> Callable[[Class], Class]: ...


@dataclass_transform(frozen_default=True, field_specifiers=(field,))
def record(cls: Any = None, /, *, slots: bool = True, order: bool = False) -> Any:
    """Make a class with annotated fields a record: its values are equal by them and never change.

    Args:
        cls: the class; what it defines itself stays.
        slots: whether its values hold the fields and nothing else; ``False`` for a class with
            cached properties.
        order: whether its values are sorted by their fields.

    >>> @record
    ... class Span:
    ...     low: float
    ...     high: float = 1.0
    >>> Span(0.5), Span(0.5) == Span(0.5, 1.0), dataclasses.replace(Span(0.5), high=2.0).high
    (Span(low=0.5, high=1.0), True, 2.0)
    >>> Span(0.5).low = 0.7
    Traceback (most recent call last):
    dataclasses.FrozenInstanceError: cannot assign to 'low': a Span never changes
    """
    if cls is None:
        return lambda plain: _recorded(plain, slots, order)
    return _recorded(cls, slots, order)


def _recorded(plain: Any, slots: bool, order: bool) -> Any:
    own = {
        name: _field_of(annotation, vars(plain).get(name, MISSING))
        for name, annotation in inspect.get_annotations(plain).items()
    }
    cls = _with_slots(plain, own) if slots else _without_fields(plain, own)
    setattr(cls, _OWN_FIELDS, own)
    said = vars(cls)
    for name in ("__init__", *_FOR_ALL, *(_FOR_ORDER if order else ())):
        # A class that says when its values are equal has "__hash__ = None" put in by Python.
        if said.get(name) is None:
            setattr(cls, name, _MadeWhenNeeded(cls, name))
    for name, function in (_OF_SLOTS if slots else _OF_ALL).items():
        if name not in said:
            setattr(cls, name, function)
    return cls


def _field_of(annotation: object, stated: Any) -> Field[Any]:
    """Return a field as its class states it: with nothing, a value, or what ``field`` gave."""
    found: Field[Any] = stated if isinstance(stated, Field) else field(default=stated)
    found.type = annotation
    return found


def _with_slots(plain: Any, own: dict[str, Field[Any]]) -> Any:
    """Return the class anew: slots must be there when a class is made."""
    inherited = {slot for base in plain.__mro__[1:] for slot in vars(base).get("__slots__", ())}
    gone = {"__dict__", "__weakref__", *own}
    namespace = {name: value for name, value in vars(plain).items() if name not in gone}
    namespace["__slots__"] = tuple(name for name in own if name not in inherited)
    made = type(plain)(plain.__name__, plain.__bases__, namespace)
    made.__qualname__ = plain.__qualname__
    return made


def _without_fields(plain: Any, own: dict[str, Field[Any]]) -> Any:
    """Return the class with plain values where it had what ``field`` gave."""
    for name, one in own.items():
        if vars(plain).get(name) is one:
            if one.default is MISSING:
                delattr(plain, name)
            else:
                setattr(plain, name, one.default)
    return plain


class _MadeWhenNeeded:
    """Stands for an attribute of a class until somebody looks at it, and is then replaced."""

    __slots__ = ("_home", "_name")

    def __init__(self, home: type, name: str) -> None:
        self._home, self._name = home, name

    def __get__(self, value: object, cls: type | None = None) -> Any:
        home, name = self._home, self._name
        made: Any = _init(home) if name == "__init__" else _of_dataclass(name, home)
        setattr(self._home, self._name, made)
        return made.__get__(value, cls) if hasattr(made, "__get__") else made


def _fields_of(cls: type) -> dict[str, Field[Any]]:
    """Return all fields by their names, those of the furthest base first."""
    found: dict[str, Field[Any]] = {}
    for base in reversed(cls.__mro__):
        said = vars(base)
        found |= said[_OWN_FIELDS] if _OWN_FIELDS in said else said.get("__dataclass_fields__", {})
    return found


def _of_dataclass(name: str, cls: type) -> Any:
    """Return what ``dataclasses`` would write into a class under a name, and nothing else of it."""
    fields = [(key, one.type, one) for key, one in _fields_of(cls).items()]
    # Without a docstring one would be written from a signature, ten times the work of all else.
    said = {"__doc__": cls.__name__, "__qualname__": cls.__qualname__, "__module__": cls.__module__}
    made: Any = dataclasses.make_dataclass(
        cls.__name__,
        fields,
        namespace=said,
        init=False,
        repr=name == "__repr__",
        eq=name == "__eq__" or name in _FOR_ORDER,
        order=name in _FOR_ORDER,
        unsafe_hash=name == "__hash__",
        frozen=name == "__dataclass_params__",
    )
    return vars(made)[name]


class _LeftOut:
    """Stands for an argument whose value a factory makes."""

    def __repr__(self) -> str:
        return "<factory>"


_LEFT_OUT = _LeftOut()


def _init(cls: type) -> Callable[..., None]:
    """Return what sets each field to its argument, its default or what its factory makes."""
    known: dict[str, Any] = {"_LEFT_OUT": _LEFT_OUT, "_by_name": object.__setattr__}
    arguments, by_keyword, lines = ["self"], ["*"], []
    fields = _fields_of(cls)
    unlocked = _unlocked(cls, len(fields))
    set_to: dict[str, str] = {}
    for name, one in fields.items():
        default, value = _default_and_value(name, one, known)
        if one.init:
            (by_keyword if one.kw_only is True else arguments).append(name + default)
        slot = getattr(cls, name, None)
        if unlocked and value:
            set_to[name] = value
        elif isinstance(slot, MemberDescriptorType) and value:
            known[f"_set_{name}"] = slot.__set__
            lines.append(f"_set_{name}(self, {value})")
        elif value:
            lines.append(f"_by_name(self, {name!r}, {value})")
    if unlocked:
        known |= {"_Unlocked": unlocked, "_Locked": cls, "_NAMES": tuple(set_to)}
        lines += _set_unlocked(set_to)
    if hasattr(cls, "__post_init__"):
        lines.append("self.__post_init__()")
    if len(by_keyword) > 1:
        arguments += by_keyword
    body = "".join(f"    {line}\n" for line in lines or ["pass"])
    exec(f"def __init__({', '.join(arguments)}):\n{body}", known)
    made: Callable[..., None] = known["__init__"]
    made.__qualname__, made.__module__ = f"{cls.__qualname__}.__init__", cls.__module__
    made.__annotations__ = {name: one.type for name, one in fields.items() if one.init}
    made.__annotations__["return"] = None
    return made


#: From so many fields on a record is unlocked while they are set: three times as quick for thirty.
_MANY_FIELDS = 8


def _unlocked(cls: type, count: int) -> type | None:
    """Return a class with the same slots and nothing that refuses a change.

    Python sets an attribute of such a value ten times as quickly as by its slot from outside.

    Returns:
        ``None`` for classes of few fields, and for those of which not all are slots of its own.
    """
    slots = vars(cls).get("__slots__", ())
    if count < _MANY_FIELDS or len(slots) != count or cls.__bases__ != (object,):
        return None
    return type(cls.__name__, (), {"__slots__": slots, "__module__": cls.__module__})


def _set_unlocked(set_to: dict[str, str]) -> list[str]:
    """Return lines that set fields to what texts say while nothing refuses it."""
    return [
        "if self.__class__ is _Locked:",
        '    _by_name(self, "__class__", _Unlocked)',
        *(f"    self.{name} = {value}" for name, value in set_to.items()),
        "    self.__class__ = _Locked",
        # A class that goes on from this one may have other slots.
        "else:",
        f"    for _one in zip(_NAMES, ({', '.join(set_to.values())},)):",
        "        _by_name(self, *_one)",
    ]


def _default_and_value(name: str, one: Field[Any], known: dict[str, Any]) -> tuple[str, str]:
    """Return how an argument says its default, and what its field is set to; texts, empty if none.

    What they name is put among what is known.
    """
    if one.default_factory is not MISSING:
        known[f"_make_{name}"] = one.default_factory
        made = f"_make_{name}()"
        return "=_LEFT_OUT", f"{made} if {name} is _LEFT_OUT else {name}" if one.init else made
    if one.default is not MISSING:
        known[f"_default_{name}"] = one.default
        return f"=_default_{name}", name if one.init else f"_default_{name}"
    return "", name if one.init else ""


def _refuse_change(self: object, name: str, value: object) -> NoReturn:  # noqa: ARG001
    raise FrozenInstanceError(f"cannot assign to {name!r}: a {type(self).__name__} never changes")


def _refuse_removal(self: object, name: str) -> NoReturn:
    raise FrozenInstanceError(f"cannot delete {name!r}: a {type(self).__name__} never changes")


def _state(self: Any) -> list[Any]:
    return [getattr(self, name) for name in _fields_of(type(self))]


def _set_state(self: Any, state: list[Any]) -> None:
    for name, value in zip(_fields_of(type(self)), state, strict=True):
        object.__setattr__(self, name, value)


_FOR_ORDER = ("__lt__", "__le__", "__gt__", "__ge__")
_FOR_ALL = (
    *("__eq__", "__hash__", "__repr__"),
    *("__match_args__", "__dataclass_fields__", "__dataclass_params__"),
)
_OF_ALL: dict[str, Callable[..., Any]] = {
    "__setattr__": _refuse_change,
    "__delattr__": _refuse_removal,
}
#: Values without a folder of attributes are copied and pickled by their fields.
_OF_SLOTS = _OF_ALL | {"__getstate__": _state, "__setstate__": _set_state}
