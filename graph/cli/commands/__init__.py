"""The commands: one for each question, and those that are about files and the explorer.

``COMMANDS`` lists them in the order of the help. A question's command follows from the registry of
questions; only one that can do more has a module of its own here.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, cast

from graph.cli.schemas import has_schema
from graph.questions import QUESTIONS
from graph.questions.question import Question
from graph.records import record

if TYPE_CHECKING:
    import click


@record
class CommandEntry:
    """Where a command is defined; nothing is imported before it is called.

    Attributes:
        name: the word on the command line.
        summary: one line for the help.
        module: the module that defines ``command``; ``None`` for that of a question alone.
        question: the question it asks, if it asks one.
    """

    name: str
    summary: str
    module: str | None
    question: Question | None = None

    def load(self) -> click.Command:
        """Return the command itself."""
        command = self._defined()
        if command.epilog is None and has_schema(self.name):
            command.epilog = f"What its JSON holds: loopmap schema {self.name}"
            if self.question is not None:
                command.epilog += "; with --against: loopmap schema against"
        return command

    def _defined(self) -> click.Command:
        if self.module is None and self.question is not None:
            from graph.cli.commands.question import command_for

            return command_for(self.question)
        module = import_module(f"graph.cli.commands.{self.module}")
        return cast("click.Command", module.command)


COMMANDS: tuple[CommandEntry, ...] = (
    *(CommandEntry(item.name, item.summary, item.command, item) for item in QUESTIONS),
    CommandEntry("check", "All problems in Turtle files, with file, line and remedy.", "check"),
    CommandEntry("set", "Change one number in the file where it stands.", "set_value"),
    CommandEntry("new", "Write every paragraph that a new thing needs.", "new"),
    CommandEntry("rename", "Call a thing by another name in all files.", "rename"),
    CommandEntry("fmt", "Lay out Turtle files in one way, comments kept.", "fmt"),
    CommandEntry("undo", "Take back what a command wrote last.", "undo"),
    CommandEntry("lsp", "The map in your editor: findings and answers while you type.", "lsp"),
    CommandEntry("measure", "Measure your own loop from its git history.", "measure"),
    CommandEntry("import", "Bring observations from a table into the map.", "import_"),
    CommandEntry("diff", "What a change of the map does to the answers, and what changed.", "diff"),
    CommandEntry("export", "The map as page, picture, network, tables or report.", "export"),
    CommandEntry("query", "SPARQL over the map; ready queries by name.", "query"),
    CommandEntry("glossary", "What the words of the answers mean.", "glossary"),
    CommandEntry("schema", "What the JSON of a command holds, as JSON Schema.", "schema"),
    CommandEntry("explore", "Open the map in a browser.", "explore"),
    CommandEntry("init", "Write a small loop of your own to start from.", "init"),
    CommandEntry("watch", "At every save: what is wrong, and what became of the answers.", "watch"),
)
