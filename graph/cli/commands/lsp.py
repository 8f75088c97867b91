"""``loopmap lsp``: the map in an editor, by the language server protocol."""

from __future__ import annotations

import click

from graph.errors import UsageError

_NEEDED = frozenset({"pygls", "lsprotocol"})


@click.command("lsp")
@click.option("--stdio", is_flag=True, help="The only way there is; editors say it by custom.")
def command(stdio: bool) -> int:  # noqa: ARG001 (accepted, since many editors pass it)
    """Answer an editor at standard input and output: findings, names, answers while you type.

    An editor starts this; graph/language_server/editors/README.md says how.
    """
    try:
        from graph.language_server.server import serve
    except ModuleNotFoundError as error:
        if (error.name or "").split(".")[0] not in _NEEDED:
            raise
        raise UsageError(
            "The language server needs pygls, which is not installed. "
            "Install it with: pip install 'loopmap[editor]'"
        ) from None
    return serve()
