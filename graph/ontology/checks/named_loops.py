"""Named loops: whether a walk along dependencies goes round them, in the order that is written."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from itertools import combinations, permutations
from typing import NamedTuple

from graph.errors import Severity
from graph.model import LoopModel
from graph.ontology.names import prefixed
from graph.ontology.roles import Role
from graph.ontology.statements import Statement, Statements
from graph.ontology.terms import Property
from graph.ontology.things import Context, Thing
from graph.vocabulary import Kind, word

#: A loop of more parts is followed as it is written, and no other order of them is searched for.
WALKED = 12
#: Where more than one step in so many is no dependency, the parts are a tour, in no order.
_MOSTLY = 3
#: Parts of a loop up to which each dependency that may be missing is tried, and so many are named.
_TRIED = 8
_NAMED = 4


class _Loop(NamedTuple):
    """A named loop with its parts, in the order in which they are written."""

    thing: Thing
    said: Sequence[Statement]

    @property
    def names(self) -> list[str]:
        return [word(str(one.value)) for one in self.said]


def check_named_loops(context: Context, own: Statements, model: LoopModel) -> None:
    """Note named loops that nobody can walk round, not in their order, and those told twice.

    Args:
        context: all statements, with the vocabulary, and where problems go.
        own: the statements of the person; of what they do not speak nothing is noted.
        model: what the statements say as records.
    """
    loops = sorted(
        (
            _Loop(thing, sorted(thing.said(Property.THROUGH), key=lambda one: one.place))
            for thing in context.things(Role.LOOP)
            if thing.name in own.by_subject and thing.id in model.loops
        ),
        key=lambda one: (one.thing.place is None, one.thing.place),
    )
    steps = {
        (one.source, one.target)
        for one in (model.dependencies.values() if loops else ())
        if one.kind is not Kind.BYPASSES
    }
    seen: dict[frozenset[str], Thing] = {}
    for loop in loops:
        first = seen.setdefault(frozenset(loop.names), loop.thing)
        if first is not loop.thing:
            _note_twice(loop.thing, first)
        elif not context.findings.has(loop.thing.name, Property.THROUGH):
            _check_loop(loop, steps)


def _note_twice(thing: Thing, first: Thing) -> None:
    thing.context.findings.excuse(thing.name)
    thing.complain(
        "loop-twice",
        f"{prefixed(first.name)} at {first.place} passes through the same components.",
        "Take one of the two away, or correct the components of this one.",
        severity=Severity.WARNING,
    )


def _check_loop(loop: _Loop, steps: set[tuple[str, str]]) -> None:
    names = loop.names
    broken = _broken(names, steps)
    if not broken or len(names) < 2:
        return
    members = set(names)
    in_order = _MOSTLY * len(broken) <= len(names)
    if len(names) <= WALKED and goes_round(members, steps):
        _note_order(loop, broken)
    elif in_order and (len(names) > WALKED or _foreign(broken, len(names))):
        _note_written(loop, broken, steps)
    elif len(names) <= WALKED and (not in_order or _lacking(loop, steps)):
        _note_broken_loop(loop.thing, members, steps)
    elif in_order:
        _note_written(loop, broken, steps)


def _broken(names: Sequence[str], steps: set[tuple[str, str]]) -> list[int]:
    """Return behind which parts of a loop no dependency leads to the one that is written next."""
    pairs = zip(names, (*names[1:], names[0]), strict=True)
    return [at for at, pair in enumerate(pairs) if pair not in steps]


def _foreign(broken: Sequence[int], count: int) -> list[int]:
    """Return which parts of a loop neither follow on the one before nor lead to the next."""
    return [at for at in broken if (at - 1) % count in broken]


def _lacking(loop: _Loop, steps: set[tuple[str, str]]) -> bool:
    """Return whether some part of a loop follows on none of the others, or none on it."""
    inner = {pair for pair in steps if {*loop.names}.issuperset(pair)}
    ends = ({tail for tail, _ in inner}, {head for _, head in inner})
    return any(not {*loop.names} <= end for end in ends)


def _note_order(loop: _Loop, broken: Sequence[int]) -> None:
    names = loop.names
    at = (broken[0] + 1) % len(names)
    loop.thing.complain(
        "loop-order",
        f"no dependency leads from {names[broken[0]]} to {names[at]}: the steps of this loop are "
        "written in another order than it is walked.",
        "Write its components in the order in which one follows another.",
        about=loop.said[at],
        severity=Severity.WARNING,
    )


def _note_written(loop: _Loop, broken: Sequence[int], steps: set[tuple[str, str]]) -> None:
    """Note where a long loop breaks, as it is written: an order of its own is not searched for."""
    names = loop.names
    for one, other in combinations(range(len(names)), 2):
        changed = [*names]
        changed[one], changed[other] = names[other], names[one]
        if not _broken(changed, steps):
            _note_order(loop, broken)
            return
    odd = _foreign(broken, len(names))
    at = odd[0] if odd else (broken[0] + 1) % len(names)
    before, here, after = names[at - 1], names[at], names[(at + 1) % len(names)]
    end = after if odd else here
    reached = {head for tail, head in steps if tail == before} - {*names}
    between = sorted(one for one in reached if (one, end) in steps)
    listed = " or ".join(f":{one}" for one in between[:_NAMED])
    if odd:
        message = f"no dependency leads from {before} to {here}, and none from {here} to {after}"
        mend = f"Write what leads from {before} to {after}" + (f": {listed}" if listed else "")
    else:
        message = f"no dependency leads from {before} to {here}"
        mend = f"Add the dependency from {before} to {here} if there is one"
        mend += f", write {listed} before it" if listed else ""
    loop.thing.complain(
        "loop-step-missing",
        f"{message}, so that this loop does not close.",
        f"{mend}, or take the component out of loop:through.",
        about=loop.said[at],
        severity=Severity.WARNING,
    )


def _note_broken_loop(thing: Thing, members: set[str], steps: set[tuple[str, str]]) -> None:
    def ends(statement: Statement) -> tuple[bool, bool]:
        name = word(str(statement.value))
        leaves = any((name, other) in steps for other in members)
        return leaves, any((other, name) in steps for other in members)

    # What hangs together with no other part is the cause; what lacks one end may follow from it.
    for statement in sorted(thing.said(Property.THROUGH), key=lambda one: sum(ends(one))):
        leaves, enters = ends(statement)
        if leaves and enters:
            continue
        lacking = "leads to it from" if leaves else "leads from it to"
        name = word(str(statement.value))
        others = sorted(members - {name})
        pairs = [(one, name) if leaves else (name, one) for one in others]
        thing.complain(
            "loop-step-missing",
            f"{prefixed(str(statement.value))} is no step of this loop: no dependency "
            f"{lacking} another of its parts.",
            f"{_closing(members, steps, pairs)}, or take the component out of loop:through.",
            about=statement,
            severity=Severity.WARNING,
        )
        return
    pairs = list(permutations(sorted(members), 2)) if len(members) <= _TRIED else []
    thing.complain(
        "loop-step-missing",
        "no walk along dependencies passes through each of its parts once and comes back.",
        f"{_closing(members, steps, pairs)}, or take a component out of loop:through.",
        about=thing.said(Property.THROUGH)[0],
        severity=Severity.WARNING,
    )


def _closing(
    members: set[str], steps: set[tuple[str, str]], pairs: Iterable[tuple[str, str]]
) -> str:
    """Return what to add so that a loop goes round, with the single dependencies that would do."""
    inner = {pair for pair in steps if members.issuperset(pair)}
    found = [pair for pair in pairs if pair not in inner and goes_round(members, inner | {pair})]
    if not found:
        return "Add the dependencies that are missing"
    first, *more = [f"from {source} to {target}" for source, target in found[:_NAMED]]
    others = f" (or one {', or '.join(more)})" if more else ""
    return f"Add the dependency that is missing, such as one {first}{others}"


def goes_round(members: Collection[str], steps: Iterable[tuple[str, str]]) -> bool:
    """Return whether some walk passes through each member once, through nothing else, and back.

    Args:
        members: one or more names, at most about a dozen: the time doubles with each.
        steps: pairs of names, from and to.

    >>> goes_round("abc", [("a", "b"), ("b", "c"), ("c", "a")]), goes_round("ab", [("a", "b")])
    (True, False)
    """
    ahead: dict[str, list[str]] = {member: [] for member in members}
    for tail, head in steps:
        if tail in ahead and head in ahead:
            ahead[tail].append(head)
    start = min(members)

    def onward(at: str, left: frozenset[str]) -> bool:
        if not left:
            return start in ahead[at]
        return any(onward(after, left - {after}) for after in ahead[at] if after in left)

    return onward(start, frozenset(members) - {start})
