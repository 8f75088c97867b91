"""Errors about declarations of prefixes and of the base, in plain words."""

from __future__ import annotations

import re

from graph.turtle.faults import Fault
from graph.turtle.messages import show


def bad_directive(offset: int, token: str, meant: str | None) -> Fault:
    """Return the fault of a line that begins with an unknown ``@word``.

    >>> bad_directive(0, "@prefx", "@prefix").remedy
    'Write `@prefix`, in lower case.'
    """
    return Fault(
        "syntax-unknown-directive",
        offset,
        f"{show(token)} is no declaration that Turtle knows.",
        f"Write `{meant}`, in lower case." if meant else "Turtle knows `@prefix` and `@base`.",
    )


def bad_declaration(offset: int, found: str) -> Fault:
    """Return the fault of a prefix declaration without a prefix and its colon.

    >>> bad_declaration(8, "ex").remedy
    'Write `ex:`, with a colon.'
    """
    word = re.fullmatch(r"[\w.-]+", found)
    return Fault(
        "syntax-bad-prefix",
        offset,
        f"A prefix that ends with a colon belongs here, not {show(found)}."
        if found
        else "The prefix is missing.",
        f"Write `{found}:`, with a colon."
        if word
        else "Write the declaration as `@prefix ex: <http://example.org/> .`",
    )


def missing_iri(offset: int) -> Fault:
    """Return the fault of a declaration without its address.

    >>> missing_iri(8).code
    'syntax-missing-iri'
    """
    return Fault(
        "syntax-missing-iri",
        offset,
        "The address of this declaration is missing.",
        "Write it between angle brackets, such as `<http://example.org/>`.",
    )
