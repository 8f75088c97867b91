"""When each commit was released: by the first tag that holds it."""

from __future__ import annotations

import re
from array import array
from collections.abc import Iterable, Sequence
from typing import Final

from graph.errors import UsageError
from graph.measuring.git.history import History
from graph.measuring.git.repository import Tag
from graph.records import record

#: What a tag of a release is called, unless somebody says otherwise: any name with a version in it.
VERSION: Final = re.compile(r"(?:^|[-_/@v])\d+(?:\.\d+)+")
#: Words in a tag by which it is no release yet.
_BEFORE: Final = re.compile(
    r"nightly|canary|preview|alpha|beta|snapshot|(?:^|[-_.\d])(?:rc|dev|pre|[ab])[-_.]?\d*(?:[-_.+]|$)",
    re.IGNORECASE,
)
#: How long a pattern may be that a person gives.
_LONGEST_PATTERN: Final = 200


@record
class Releases:
    """When commits were released.

    Attributes:
        tags: the tags that count, in order of time.
        at: by number of the commit, when the first tag that holds it was made; 0 for none.
    """

    tags: tuple[Tag, ...]
    at: array[int]

    def of(self, commit: int) -> int | None:
        """Return when a commit was released, in seconds since 1970; ``None`` if it was not yet."""
        return self.at[commit] or None


def releases_among(tags: Iterable[Tag], pattern: str | None = None) -> tuple[Tag, ...]:
    """Return the tags that are releases.

    Args:
        tags: in order of time.
        pattern: a regular expression that is looked for in their names; without it, names with a
            version that say nothing of a trial.

    Raises:
        UsageError: the pattern is no regular expression.

    >>> made = [Tag(name, "", 0) for name in ("v1.2.0", "1.3rc1", "v2.0-nightly.4", "before-move")]
    >>> [tag.name for tag in releases_among(made)]
    ['v1.2.0']
    """
    if pattern is None:
        return tuple(
            tag for tag in tags if VERSION.search(tag.name) and not _BEFORE.search(tag.name)
        )
    if len(pattern) > _LONGEST_PATTERN:
        raise UsageError(f"--tags takes up to {_LONGEST_PATTERN} signs.")
    try:
        wanted = re.compile(pattern)
    except re.error as error:
        raise UsageError(f"--tags '{pattern}' is no regular expression: {error}.") from None
    return tuple(tag for tag in tags if wanted.search(tag.name))


def released(history: History, tags: Sequence[Tag]) -> Releases:
    """Return when each commit was released.

    Args:
        history: all commits, those of the tags too; a tag of another is passed over.
        tags: of releases, in order of time.
    """
    at = array("q", bytes(8 * len(history)))
    for tag in tags:
        start = history.number_of(tag.commit)
        waiting = [] if start is None else [start]
        while waiting:
            commit = waiting.pop()
            if at[commit] == 0:
                at[commit] = tag.made
                waiting.extend(history.parents[commit])
    return Releases(tuple(tags), at)
