"""The commands, one module each; ``COMMANDS`` lists them in the order of the help."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class CommandEntry:
    """Where a command is defined; its module is imported only when it is called.

    Attributes:
        name: the word on the command line.
        module: the module that defines ``command``, a click command.
        summary: one line for the help.
    """

    name: str
    module: str
    summary: str


COMMANDS: tuple[CommandEntry, ...] = (
    CommandEntry(
        "critical-path",
        "critical_path",
        "What blocks the loop now, and what it would give to speed it up.",
    ),
    CommandEntry("active", "active", "Which parts of the loop are already active (question 1)."),
    CommandEntry(
        "human", "human", "Which parts still need people, and on whose word (question 2)."
    ),
    CommandEntry(
        "next", "next", "Which bottleneck falls next, when, and what takes over (question 3)."
    ),
    CommandEntry(
        "what-if", "what_if", "Every answer before and after something is supposed (question 3)."
    ),
    CommandEntry("history", "history", "How the bottleneck moved year by year, with a back-test."),
    CommandEntry(
        "sensitivity", "sensitivity", "Where the uncertainty comes from, and what to measure next."
    ),
    CommandEntry(
        "takeoff", "takeoff", "Whether the loop sustains itself, and what stops it (question 5)."
    ),
    CommandEntry(
        "domains",
        "domains",
        "Which domains talk back as code does, and what that would give (question 4).",
    ),
    CommandEntry("explain", "explain", "Everything behind a number, down to quote and source."),
    CommandEntry(
        "evidence", "evidence", "What the answers rest on, and what hangs on a single source."
    ),
    CommandEntry("check", "check", "All problems in Turtle files, with file, line and remedy."),
    CommandEntry("export", "export", "The map as page, picture, network, tables or report."),
    CommandEntry("explore", "explore", "Open the map in a browser."),
    CommandEntry("init", "init", "Write a small loop of your own to start from."),
)
