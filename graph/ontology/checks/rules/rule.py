"""One rule: what a code of a finding stands for."""

from __future__ import annotations

from graph.errors import Severity
from graph.records import record


@record
class Rule:
    """What a code stands for.

    Attributes:
        code: the stable name of the rule, as findings carry it.
        what: what is wrong, in one sentence.
        wrong: an example of what the rule tells; Turtle without its ``@prefix`` lines, or, where
            ``whole`` is not set, whatever shows it shortest.
        right: the same as it should be.
        level: how bad it is where a project says nothing else; the worst where that differs.
        whole: whether the examples are files as they stand, once the usual prefixes are declared.
    """

    code: str
    what: str
    wrong: str
    right: str
    level: Severity = Severity.ERROR
    whole: bool = True

    @property
    def unreadable(self) -> bool:
        """Whether nothing of a file is read as long as the rule is broken.

        >>> Rule("syntax-minus", "", "", "").unreadable, Rule("lag-0-cycle", "", "", "").unreadable
        (True, False)
        """
        return keeps_from_reading(self.code)


def keeps_from_reading(code: str) -> bool:
    """Return whether nothing of a file is read where a finding has this code.

    >>> keeps_from_reading("path-missing"), keeps_from_reading("label-missing")
    (True, False)
    """
    return code.startswith(_BEGINNINGS) or code in _UNREADABLE


_BEGINNINGS = ("syntax-", "path-", "file-", "link-", "folder-", "endpoint-")
_UNREADABLE = frozenset(
    {
        "answers-only",
        "format-broken",
        "format-not-as-named",
        "format-reaches-out",
        "format-told-twice",
        "format-unknown",
        "not-a-file",
        "not-utf-8",
        "permission-denied",
        "shapes-not-data",
        "toml-syntax",
        "unreadable",
    }
)
