"""What the stages of a source are on the map: work in a part, waiting for it, or neither.

A first guess is made from the words; a person corrects it in a small TOML file.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Final

from graph.errors import ProblemsError, UnreadableError
from graph.ontology.names import did_you_mean, nearest
from graph.records import record
from graph.vocabulary import Family

if TYPE_CHECKING:
    from graph.measuring.landing import Landing, Part
    from graph.questions.growth.published.toml import TomlFile


class Role(StrEnum):
    """What an item does in a stage."""

    WORK = "work"
    WAITING = "waiting"
    LEFT_OUT = "left-out"


#: The last of the names that a source gives for a part where no other part may stand in for it.
ONLY_BY_NAME: Final = "!"


@record
class Stage:
    """What a source's stage is on the map.

    Attributes:
        name: the source's own word.
        part: id of the part that works on the item, or for which it waits; ``None`` if left out.
            A source that knows no map gives the names that its part may have, joined by "|"; where
            a map has none of them it is guessed from the first, unless the last is "!".
        role: whether the part is at work on it, or it waits for the part.
        why: for one that is left out, the reason.
    """

    name: str
    part: str | None
    role: Role
    why: str = ""


def parts_at_work(stages: Mapping[str, Stage]) -> frozenset[str]:
    """Return the parts of which some stage tells the work; of the others only waiting is told."""
    found = {stage.part for stage in stages.values() if stage.role is Role.WORK}
    return frozenset(part for part in found if part is not None)


def _all(text: str) -> frozenset[str]:
    return frozenset(text.split())


_OVER: Final = _all(
    "done closed cancelled canceled completed complete resolved released shipped "
    "merged rejected duplicate archived abandoned finished live fixed wontfix "
    "obsolete won wont"
)
_NOT_BEGUN: Final = _all("backlog icebox someday triage inbox wishlist parked")
_WAITS: Final = _all(
    "ready waiting wait queue queued pending todo open selected blocked hold awaiting "
    "needs new reopened approved paused stuck requested planned scheduled"
)
#: Words by which a stage speaks of a kind of work, with the family that it belongs to.
_WORK: Final[Mapping[Family, frozenset[str]]] = {
    Family.REVIEW: _all(
        "review reviewing reviewed reviewer pr approval approve approving peer merge "
        "security legal compliance"
    ),
    Family.EVALS: _all(
        "test tests testing qa verify verification evaluation evaluating eval evals "
        "validation check checks ci staging uat acceptance"
    ),
    Family.INFRA: _all(
        "deploy deploying deployment release releasing rollout ship shipping production "
        "launch infrastructure"
    ),
    Family.DATA: _all(
        "data label labelling labeling annotation annotating dataset collection curation"
    ),
    Family.DIRECTION: _all(
        "plan planning design designing spec specification refinement analysis discovery "
        "grooming estimate estimation scoping research proposal"
    ),
    Family.CODING: _all(
        "code coding develop developing development dev implement implementing "
        "implementation progress doing started building build fixing coded active working"
    ),
}
#: Waiting without a word of what for is waiting for the work itself.
_UNSAID: Final = Family.CODING
_SMALL: Final = _all("to do for on in progress")
_WORDS: Final = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])|\d+")


def words_of(name: str) -> tuple[str, ...]:
    """Return the words of a name in small letters, whatever joins them.

    >>> words_of("Ready_for-codeReview 2")
    ('ready', 'for', 'code', 'review', '2')
    """
    return tuple(word.casefold() for word in _WORDS.findall(name))


def guess(name: str, landing: Landing, role: Role | None = None) -> Stage:
    """Return what a stage probably is on a map.

    Args:
        name: the source's own word for it.
        landing: the map.
        role: what the source knows of it; ``None`` if only its word says.
    """
    words = words_of(name)
    waits = bool(set(words) & _WAITS) or words[:2] == ("to", "do") or words[:1] == ("to",)
    if role is None and set(words) & _NOT_BEGUN:
        return Stage(name, None, Role.LEFT_OUT, "not begun")
    if role is None and set(words) & _OVER and not waits and words[:1] != ("in",):
        return Stage(name, None, Role.LEFT_OUT, "finished")
    part = _part(words, landing)
    if part is None and waits and set(words) <= _WAITS | _SMALL:
        # Approved and no more is behind the review, and waits to be handed over.
        part = _of_family(Family.INFRA if "approved" in words else _UNSAID, landing)
    if part is None:
        return Stage(name, None, Role.LEFT_OUT, "not recognised")
    return Stage(name, part.id, role or (Role.WAITING if waits else Role.WORK))


def _part(words: tuple[str, ...], landing: Landing) -> Part | None:
    """The part whose own name has most of the words, else one of the kind that they speak of."""
    kinds = [family for family, known in _WORK.items() if set(words) & known]
    best = max(
        landing.parts.values(),
        key=lambda part: (len(set(_named(part)) & set(words)), -len(_named(part))),
        default=None,
    )
    if best is not None and set(_named(best)) & set(words) - _WAITS - _SMALL:
        return best
    for family in kinds:
        part = _of_family(family, landing)
        if part is not None:
            return part
    return None


def _named(part: Part) -> tuple[str, ...]:
    return tuple(dict.fromkeys((*words_of(part.id), *words_of(part.label))))


def _of_family(family: Family, landing: Landing) -> Part | None:
    """The part that stands for a kind of work: by its name, else the only one of the family."""
    known = _WORK[family]
    named = [part for part in landing.parts.values() if set(_named(part)) & known]
    if named:
        return min(named, key=lambda part: (len(_named(part)), part.id))
    alike = [part for part in landing.parts.values() if part.family is family]
    return alike[0] if len(alike) == 1 else None


# ---- The file that a person corrects ----

_TABLES: Final = {role.value: role for role in Role}
_HEAD: Final = """\
# What the stages of {source} are on the map, as loopmap guesses from their words.
# Correct it, and import again: a stage is work in a part, or waiting for a part. The time of
# what is left out counts as neither; the text beside it says why, and may be anything.
"""


def stages_text(stages: Iterable[Stage], rows: Mapping[str, int], source: str) -> str:
    """Return the file in which a person corrects what the stages are.

    Args:
        stages: as guessed.
        rows: how many rows each has, by its name.
        source: what people call the source.
    """
    by_role: dict[Role, list[Stage]] = {role: [] for role in Role}
    for stage in stages:
        by_role[stage.role].append(stage)
    text = _HEAD.format(source=_one_line(source))
    for role, found in by_role.items():
        text += f"\n[{role.value}]\n"
        for stage in sorted(found, key=lambda one: (-rows.get(one.name, 0), one.name)):
            value = stage.part if stage.part is not None else stage.why
            text += f"{_quoted(stage.name)} = {_quoted(value)}"
            text += f"   # {rows[stage.name]:,} rows\n" if stage.name in rows else "\n"
    return text


def _one_line(text: str) -> str:
    return "".join(sign if sign.isprintable() else " " for sign in text)


def _quoted(text: str) -> str:
    plain = "".join(
        sign if sign.isprintable() else f"\\U{ord(sign):08X}"
        for sign in text.replace("\\", "\\\\").replace('"', '\\"')
    )
    return f'"{plain}"'


def read_stages(path: Path, landing: Landing) -> dict[str, Stage]:
    """Return what a person says the stages are, by the source's word.

    Raises:
        UnreadableError: the file is no TOML, or holds a table, a part or a value that makes no
            sense; all such problems at once, each with its line.
    """
    from graph.questions.growth.published.toml import read_toml

    try:
        toml = read_toml(path)
        found = _stages_in(toml, landing)
        toml.finish()
    except ProblemsError as error:
        raise UnreadableError(error.problems) from None
    return found


def _stages_in(toml: TomlFile, landing: Landing) -> dict[str, Stage]:
    found: dict[str, Stage] = {}
    for name, table in (toml.table(()) or {}).items():
        if name not in _TABLES:
            toml.unknown((name,), _TABLES)
        elif not isinstance(table, dict):
            toml.report("toml-wrong-type", (name,), f"{name} is no table.", f"Write [{name}].")
        else:
            for stage in _told(toml, name, table, landing):
                if stage.name in found:
                    message = f"'{stage.name}' stands in [{found[stage.name].role.value}] too."
                    toml.report(
                        "toml-unknown-key", (name, stage.name), message, "Keep one of them."
                    )
                found[stage.name] = stage
    return found


def _told(
    toml: TomlFile, name: str, table: Mapping[str, object], landing: Landing
) -> Iterable[Stage]:
    role = _TABLES[name]
    for key, value in table.items():
        if not isinstance(value, str):
            remedy = "Write a reason." if role is Role.LEFT_OUT else "Write the id of a part."
            toml.report("toml-wrong-type", (name, key), f"{key} is {value!r}.", remedy)
        elif role is Role.LEFT_OUT:
            yield Stage(key, None, role, value)
        elif value not in landing.parts:
            near = did_you_mean(nearest(value, landing.parts)) or "loopmap check lists the parts."
            toml.report("toml-word-unknown", (name, key), f"there is no part '{value}'.", near)
        else:
            yield Stage(key, value, role)
