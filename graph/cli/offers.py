"""Where a shell asks at the Tab key; nothing of it is loaded on any other start."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem


def offers(
    what: str,
) -> Callable[[click.Context, click.Parameter, str], list[CompletionItem]]:
    """Return what an option or argument asks when a word of it is begun.

    Args:
        what: is offered, by its name in :mod:`graph.cli.completion`.
    """

    def complete(
        context: click.Context, _parameter: click.Parameter, incomplete: str
    ) -> list[CompletionItem]:
        from graph.cli.completion import offered

        return offered(what, context, incomplete)

    return complete
