"""``loopmap glossary``: what the words of the answers mean."""

from __future__ import annotations

from typing import Any

import click

from graph.cli.offers import offers
from graph.cli.output import display_options, gather_display, show
from graph.reports.glossary import glossary, glossary_report


@click.command("glossary")
@click.argument("word", metavar="[WORD]", required=False, shell_complete=offers("words"))
@display_options
def command(word: str | None, **values: Any) -> None:
    """Print what the words of the answers mean; with WORD, of one of them."""
    show(glossary(word), gather_display(values), glossary_report, "terms")
