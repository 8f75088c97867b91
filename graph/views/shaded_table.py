"""Shares over time or scenarios as a table: the number in the cell, its size also as shade."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from graph.reports.numbers import percent
from graph.views.escaping import escaped


@dataclass(frozen=True, slots=True)
class ShadedTable:
    """Shares from 0 to 1.

    Attributes:
        title: what the shares are.
        heads: of the columns.
        rows: by what they are about; ``None`` where nothing is known.
    """

    title: str
    heads: Sequence[str]
    rows: Mapping[str, Sequence[float | None]]


def shaded_html(table: ShadedTable) -> str:
    """Return the table as HTML; no name in it can add markup."""
    heads = "".join(f'<th scope="col" style="{_CELL}">{escaped(head)}</th>' for head in table.heads)
    rows = "".join(
        f'<tr><th scope="row" style="{_NAME}">{escaped(name)}</th>'
        + "".join(_cell(share) for share in shares)
        + "</tr>"
        for name, shares in table.rows.items()
    )
    return (
        f'<div style="overflow-x:auto" role="region" tabindex="0" '
        f'aria-label="{escaped(table.title)}"><table style="border-collapse:separate;'
        'border-spacing:2px;font-size:0.875rem;width:100%">'
        f'<thead><tr><td style="{_NAME}"></td>{heads}</tr></thead><tbody>{rows}</tbody>'
        "</table></div>"
    )


_CELL = "text-align:right;padding:0.3rem 0.6rem;white-space:nowrap;font-weight:400"
_NAME = "text-align:left;padding:0.3rem 0.6rem;font-weight:400"


def _cell(share: float | None) -> str:
    if share is None:
        return f'<td style="{_CELL}">-</td>'
    # At most two fifths of full colour, so that the number stays readable on it, light or dark.
    shade = 0.4 * min(1.0, max(0.0, share))
    return (
        f'<td style="{_CELL};background:rgba(213,94,0,{shade:.2f});border-radius:3px">'
        f"{escaped(percent(share))}</td>"
    )
