"""Errors about brackets and lists in plain words."""

from __future__ import annotations

from graph.turtle.faults import Fault


def missing_bracket(offset: int, opening: str, line: int) -> Fault:
    """Return the fault of a bracket that is never closed.

    >>> missing_bracket(9, "[", 3).message
    'The `[` of line 3 is not closed.'
    """
    closing = "]" if opening == "[" else ")"
    return Fault(
        "syntax-missing-bracket",
        offset,
        f"The `{opening}` of line {line} is not closed.",
        f"Put a `{closing}` here.",
    )


def wrong_bracket(offset: int, opening: str, line: int, found: str) -> Fault:
    """Return the fault of a bracket that is closed by the other kind of bracket.

    >>> wrong_bracket(9, "[", 3, ")").message
    'The `[` of line 3 is closed by `)`.'
    """
    closing = "]" if opening == "[" else ")"
    return Fault(
        "syntax-wrong-bracket",
        offset,
        f"The `{opening}` of line {line} is closed by `{found}`.",
        f"Put a `{closing}` here.",
    )


def comma_in_list(offset: int) -> Fault:
    """Return the fault of a comma between the members of a list.

    >>> comma_in_list(3).code
    'syntax-comma-in-list'
    """
    return Fault(
        "syntax-comma-in-list",
        offset,
        "The members of a list in ( ) are separated by spaces.",
        "Remove the comma.",
    )


def extra_bracket(offset: int, mark: str) -> Fault:
    """Return the fault of a closing bracket that nothing opened.

    >>> extra_bracket(3, "]").code
    'syntax-extra-bracket'
    """
    opening = "[" if mark == "]" else "("
    return Fault(
        "syntax-extra-bracket",
        offset,
        f"This `{mark}` closes nothing.",
        f"Remove it, or put the missing `{opening}` before it.",
    )
