"""Records are held against dataclasses, which they are in all but when their methods are made."""

from __future__ import annotations

import copy
import dataclasses
import inspect
import pickle
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import pytest

from graph.records import record

frozen_dataclass = dataclass(frozen=True, slots=True)


def shapes(make: Callable[[Any], Any]) -> list[Any]:
    """One class of each shape that records take, made by *make*."""

    @make
    class Plain:
        name: str
        days: float = 2.0

    @make
    class Filled:
        words: list[str] = field(default_factory=list)
        noise: float | None = field(default=None, kw_only=True, compare=False, repr=False)
        known: dict[str, int] = field(default_factory=dict, init=False, repr=False, compare=False)
        fixed: int = field(default=7, init=False)
        shown: tuple[int, ...] = field(default=(3,), hash=False, metadata={"key": "seen"})

    @make
    class Further(Plain):
        days: float = 5.0
        place: str = "here"

    @make
    class SaysItself:
        name: str

        def __post_init__(self) -> None:
            object.__setattr__(self, "name", self.name.upper())

        def __eq__(self, other: object) -> bool:
            return isinstance(other, SaysItself)

        def __repr__(self) -> str:
            return "itself"

    @make
    class Empty:
        pass

    @make
    class Wide:
        one: int
        two: int = 2
        three: int = 3
        four: list[int] = field(default_factory=list, hash=False)
        five: int = field(default=5, init=False)
        six: int = 6
        seven: int = 7
        eight: int = field(default=8, kw_only=True)

        def __post_init__(self) -> None:
            object.__setattr__(self, "two", self.two * 2)

    class WiderStill(Wide):
        pass

    return [Plain, Filled, Further, SaysItself, Empty, Wide, WiderStill]


def values(make: Callable[[Any], Any]) -> list[Any]:
    """Values of each shape, equal ones among them, and some with default and some with given."""
    plain, filled, further, says_itself, empty, wide, wider_still = shapes(make)
    return [
        plain("a"),
        plain("a", 2.0),
        plain(days=3.0, name="b"),
        filled(),
        filled(["x"], noise=1.0),
        filled(["x"], (4,), noise=2.0),
        further("a"),
        further("a", 2.0, place="there"),
        says_itself("c"),
        says_itself("d"),
        empty(),
        empty(),
        wide(1, 9, four=[4], eight=10),
        wide(1),
        wider_still(1),
        wider_still(1, 3, 4),
    ]


@pytest.mark.parametrize("slots", [True, False])
@pytest.mark.parametrize(
    "told",
    [
        repr,
        hash,
        lambda value: str(inspect.signature(type(value))),
        lambda value: type(value).__match_args__,
        lambda value: type(value).__qualname__,
        lambda value: type(value).__init__.__annotations__,
        lambda value: [repr(one) for one in dataclasses.fields(value)],
        dataclasses.asdict,
        lambda value: dataclasses.replace(value) == value,
        lambda value: copy.copy(value) == value,
        lambda value: repr(copy.deepcopy(value)),
    ],
)
def test_a_record_tells_what_a_dataclass_tells(told, slots):
    """Whatever is asked of a value of either is answered alike, or refused with the same error."""

    def answer(value: object) -> object:
        try:
            return told(value)
        except TypeError as error:
            return type(error)

    ours = [answer(value) for value in values(record if slots else record(slots=False))]
    theirs = [answer(value) for value in values(dataclass(frozen=True, slots=slots))]

    assert ours == theirs


def test_records_are_equal_where_dataclasses_are():
    """Each value is held against each other: equal by fields that compare, of one class alone."""
    ours, theirs = values(record), values(frozen_dataclass)

    assert [[a == b for b in ours] for a in ours] == [[a == b for b in theirs] for a in theirs]
    assert ours[0] != theirs[0]


def test_ordered_records_are_sorted_as_dataclasses_are():
    """By their fields in turn, those that do not compare left out; others cannot be sorted."""

    def told(make: Callable[[Any], Any]) -> list[object]:
        """Each value held against each other by each sign."""

        @make
        class Placed:
            file: str
            line: int = 1
            note: str = field(default="", compare=False)

        found = [Placed("b"), Placed("a", 2), Placed("a", 1, "x"), Placed("a", 1, "y")]
        return [(a < b, a <= b, a > b, a >= b) for a in found for b in found]

    assert told(record(order=True)) == told(dataclass(frozen=True, slots=True, order=True))
    with pytest.raises(TypeError, match="not supported between instances of 'Pickled' and"):
        sorted([Pickled("b"), Pickled("a")])
    with pytest.raises(TypeError, match="not supported between"):
        Ordered(1) < Pickled("a")  # noqa: B015 (the sign is what is tried)


@record(order=True)
class Ordered:
    """One that can be sorted."""

    number: int


@pytest.mark.parametrize("arguments", [(), ("a", 1.0, 2), ("a", 1.0)])
def test_wrong_arguments_are_refused_with_the_same_words(arguments):
    """A missing argument, one too many, and an unknown name read as those of a dataclass do."""
    told = []
    for make in (record, frozen_dataclass):
        plain, *_ = shapes(make)
        with pytest.raises(TypeError) as error:
            plain(*arguments, **({"day": 1} if len(arguments) == 2 else {}))
        told.append(str(error.value))

    assert told[0] == told[1]


@pytest.mark.parametrize("slots", [True, False])
def test_a_record_never_changes(slots):
    """No field is set or taken away, and nothing is added."""
    plain, *_ = shapes(record if slots else record(slots=False))
    value = plain("a")

    with pytest.raises(dataclasses.FrozenInstanceError, match=r"'days': a .*Plain never changes"):
        value.days = 3.0
    with pytest.raises(dataclasses.FrozenInstanceError):
        value.more = 3.0
    with pytest.raises(dataclasses.FrozenInstanceError):
        del value.days
    assert value == plain("a", 2.0)


@record
class Pickled:
    """One that can be found by its name."""

    name: str
    days: float = field(default=1.0, kw_only=True)


@record(slots=False)
class Remembering:
    """One that works something out once."""

    asked: list[int]

    @cached_property
    def answer(self) -> int:
        """How often it was asked."""
        self.asked.append(1)
        return len(self.asked)


def test_records_are_pickled_with_their_fields():
    """Slots are written and read back, as where work is sent to other processes."""
    value = Pickled("a", days=3.0)

    for protocol in range(2, pickle.HIGHEST_PROTOCOL + 1):
        assert pickle.loads(pickle.dumps(value, protocol)) == value


def test_without_slots_something_is_worked_out_once():
    """A cached property has its place; with slots there is none."""
    value = Remembering([])

    assert (value.answer, value.answer) == (1, 1)
    assert not hasattr(Pickled("a"), "__dict__")


def test_a_dataclass_goes_on_from_a_record():
    """Its fields come first, also for one that goes on from both."""

    @dataclass(frozen=True, slots=True)
    class Dated(Pickled):
        day: str = "today"

    @record
    class Placed(Dated):
        place: str = "here"

    value = Placed("a", "monday", days=2.0)

    assert [one.name for one in dataclasses.fields(Placed)] == ["name", "days", "day", "place"]
    assert repr(value).endswith("Placed(name='a', days=2.0, day='monday', place='here')")
    assert Dated("a", days=2.0) == Dated("a", "today", days=2.0)
    with pytest.raises(TypeError, match="cannot inherit non-frozen dataclass from a frozen one"):
        dataclass(type("Loose", (Pickled,), {}))


def test_a_method_is_made_by_whoever_calls_it_first():
    """A class that nobody uses has nothing compiled; afterwards what was called is a function."""

    @record
    class Quiet:
        name: str

    def made() -> list[str]:
        return [name for name in ("__init__", "__eq__", "__repr__") if callable(vars(Quiet)[name])]

    assert made() == []
    value = Quiet("a")
    assert made() == ["__init__"]
    assert value == Quiet("a")
    assert made() == ["__init__", "__eq__"]


def test_what_a_plain_subclass_calls_is_made_for_the_record():
    """A class that goes on from a record, and is none itself, is made and told by its fields."""

    class Louder(Pickled):
        __slots__ = ()

    value = Louder("a")

    assert (value.name, value.days) == ("a", 1.0)
    assert repr(value).endswith("Louder(name='a', days=1.0)")
    assert value == Louder("a")
    assert value != Pickled("a")
