"""The ``loopmap`` command group: finds a command, runs it, turns errors into exit codes."""

from __future__ import annotations

import errno
import os
import sys
import traceback
from typing import TYPE_CHECKING

import click

from graph.cli.colour import echo_finding
from graph.cli.commands import COMMANDS
from graph.errors import LoopmapError, ProblemsError

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem

#: Problems shown before the rest is only counted.
_PROBLEMS_SHOWN = 50


#: What the system says when there is no room for the output.
_NO_ROOM = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})


#: What takes less of it.
_LESS_MEMORY = "Take fewer --draws or fewer --workers, or a machine that has more."

#: By this a shell asks for its script, and then for what to offer.
_COMPLETION = "_LOOPMAP_COMPLETE"

#: What there is to say where ``--set`` stands alone at the end of a line.
_HOW_TO_SET = (
    "Write NAME.metric=VALUE, for example code-review.speedup=3; with a name alone, "
    "--set code-review, you are shown what can be set of it."
)


class LoopmapGroup(click.Group):
    """A group that imports a command's module only when the command is called."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 (click's signature)
        """Return the names in the order of the registry."""
        return [entry.name for entry in COMMANDS]

    def shell_complete(self, ctx: click.Context, incomplete: str) -> list[CompletionItem]:
        """Return the commands that begin so, without importing them; or our own options."""
        from click.shell_completion import CompletionItem

        if incomplete.startswith("-"):
            return super().shell_complete(ctx, incomplete)
        return [
            CompletionItem(entry.name, help=entry.summary)
            for entry in COMMANDS
            if entry.name.startswith(incomplete)
        ]

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Return the command, or ``None`` after saying which names are near."""
        entry = next((entry for entry in COMMANDS if entry.name == cmd_name), None)
        if entry is None and ctx.resilient_parsing:
            return None
        if entry is None:
            from graph.loop.names import nearest

            near = nearest(cmd_name, {entry.name: entry for entry in COMMANDS})
            ctx.fail(f"There is no command '{cmd_name}'.{near}")
        return entry.load()

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002
        """Write the list of commands without importing them."""
        with formatter.section("Commands"):
            formatter.write_dl([(entry.name, entry.summary) for entry in COMMANDS])


@click.group(cls=LoopmapGroup, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="loopmap", prog_name="loopmap")
def application() -> None:
    """The map of the AI-development loop: what AI already speeds up, and what blocks the rest."""


def run(arguments: list[str]) -> int:
    """Run one command and return its exit code."""
    try:
        outcome = _main(arguments)
    except click.ClickException as error:
        error.show()
        if isinstance(error, click.BadOptionUsage) and error.option_name == "--set":
            click.echo(_HOW_TO_SET, err=True)
        return error.exit_code
    except click.Abort:
        click.echo("Interrupted; nothing was written.", err=True)
        return 130
    except ProblemsError as error:
        show_problems(error)
        return error.exit_code
    except LoopmapError as error:
        echo_finding(f"error: {error}", err=True)
        return error.exit_code
    except BrokenPipeError:
        return 0
    except OSError as error:
        if error.errno not in _NO_ROOM:
            return _internal_error(error)
        click.echo(f"error: {error.strerror}: the output could not be written.", err=True)
        return 2
    except MemoryError as error:
        # Of this process, or of one of those that the work was sent to.
        click.echo(f"error: there is no memory left{_so_said(error)}. {_LESS_MEMORY}", err=True)
        return 2
    except Exception as error:  # noqa: BLE001 (the one place where a defect of ours is told)
        return _internal_error(error)
    return outcome if isinstance(outcome, int) else 0


def _main(arguments: list[str]) -> object:
    output = sys.stdout
    if _COMPLETION in os.environ:
        from graph.cli.completion import register_shells

        register_shells()
    try:
        return application.main(arguments, prog_name="loopmap", standalone_mode=False)
    except SystemExit:
        # When the reader has gone, click puts a silent stream in place of standard output and
        # ends the process with 1, which is our word for findings.
        if sys.stdout is not output:
            return 0
        raise


def show_problems(error: ProblemsError) -> None:
    """Write the problems to standard error, the first ones in full and the rest counted."""
    from graph.turtle.faults import frame

    for problem in error.problems[:_PROBLEMS_SHOWN]:
        echo_finding(frame(problem) + "\n", err=True)
    left = len(error.problems) - _PROBLEMS_SHOWN
    if left > 0:
        click.echo(f"... and {left} more problems.", err=True)


def _so_said(error: Exception) -> str:
    """Return what an error says besides its name, to go on a sentence with."""
    return f" ({error})" if str(error) else ""


def _internal_error(error: Exception) -> int:
    if os.environ.get("LOOPMAP_TRACEBACK"):
        traceback.print_exception(error, file=sys.stderr)
    click.echo(
        f"internal error: {type(error).__name__}: {error}\n"
        "This is a fault of loopmap, not of your input. "
        "Run again with LOOPMAP_TRACEBACK=1 to see where.",
        err=True,
    )
    return 3
