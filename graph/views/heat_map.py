"""Domains by properties as a table of coloured cells, with ranks and their uncertainty."""

from __future__ import annotations

from graph.questions.domains.answer import DomainResult, Domains, Score
from graph.reports.domains import gain_text, rank_text, tier_text
from graph.reports.numbers import interval_of, significant
from graph.views.escaping import escaped

#: Strength of the colour at the top of a scale; text stays readable on it, light or dark.
_STRONGEST = 0.6
_CELL = "padding:0.2rem 0.35rem;border-bottom:1px solid rgba(128,128,128,0.25)"
_UPRIGHT = "writing-mode:vertical-rl;transform:rotate(180deg);text-align:left;max-height:10rem"


def heat_map_html(result: Domains) -> str:
    """Return the domains as rows, the nearest to code first; no cell can add markup.

    Args:
        result: where the domains stand.

    Returns:
        A table that scrolls sideways within itself. A score is written in its cell, so that
        nothing hangs on the colour; a missing one is a question mark in a dashed cell.
    """
    labels = {score.property: score.label for item in result.domains for score in item.scores}
    heads = [
        _head("Rank"),
        _head("5th to 95th percentile"),
        _head("Domain"),
        *(_head(labels.get(name, name), upright=True) for name in result.properties),
        _head("Closeness to code"),
        _head("Tier"),
        _head("Loop's pace at most"),
    ]
    rows = "".join(_row(item, len(result.domains), result.reference) for item in result.domains)
    return (
        '<div style="overflow-x:auto" role="region" tabindex="0" '
        'aria-label="Domains by properties">'
        '<table style="border-collapse:collapse;font-size:0.82rem;width:100%">'
        f"<thead><tr>{''.join(heads)}</tr></thead><tbody>{rows}</tbody></table></div>"
    )


def _head(text: str, *, upright: bool = False) -> str:
    inner = f'<span style="{_UPRIGHT}">{escaped(text)}</span>' if upright else escaped(text)
    return (
        f'<th scope="col" style="{_CELL};text-align:left;vertical-align:bottom;font-weight:600">'
        f"{inner}</th>"
    )


def _row(item: DomainResult, count: int, reference: str | None) -> str:
    weight = "650" if item.id == reference or item.is_new else "400"
    cells = [
        _cell(rank_text(item).split(" ")[0]),
        _cell_html(rank_bar(item, count)),
        f'<th scope="row" style="{_CELL};text-align:left;font-weight:{weight}">'
        f"{escaped(item.label)}</th>",
        *(_score(score) for score in item.scores),
        _cell(interval_of(item.closeness)),
        _cell(tier_text(item)),
        _cell(_gain(item)),
    ]
    return f"<tr>{''.join(cells)}</tr>"


def _gain(item: DomainResult) -> str:
    gain = item.gain
    if not gain.components:
        return "serves none"
    return gain_text(gain.pace_at_floor, gain.pace_at_floor_range)


def _cell(text: str) -> str:
    return _cell_html(escaped(text))


def _cell_html(inner: str) -> str:
    return f'<td style="{_CELL};white-space:nowrap">{inner}</td>'


def _score(score: Score) -> str:
    style = f"{_CELL};text-align:center"
    if score.score is None:
        return (
            f'<td style="{style};outline:1px dashed rgba(128,128,128,0.8);outline-offset:-3px" '
            f'title="{escaped(score.label)}: nobody scored it">?</td>'
        )
    strength = _STRONGEST * score.score.median / score.top
    words = f"{score.label}: {score.meaning or ''}"
    return (
        f'<td style="{style};background:rgba(0,114,178,{strength:.2f})" '
        f'title="{escaped(words)}">{escaped(significant(score.score.median, 2))}</td>'
    )


def rank_bar(item: DomainResult, count: int) -> str:
    """Return the ranks that a domain takes as a bar from first on the left to last.

    Args:
        item: the domain.
        count: how many domains there are.
    """
    span = item.rank_range
    if span is None or span.low is None or span.high is None:
        return escaped(rank_text(item))
    step = 100 / max(count, 1)
    start, width = (span.low - 1) * step, (span.high - span.low + 1) * step
    middle = (span.median - 0.5) * step
    # Plain boxes, because pictures are taken out of HTML before it is shown.
    return (
        f'<div role="img" aria-label="rank {escaped(rank_text(item))}" '
        'style="position:relative;width:90px;height:10px">'
        f"{_box(0, 100, 'top:4px;height:2px;background:rgba(128,128,128,0.35)')}"
        f"{_box(start, width, 'top:2px;height:6px;border-radius:3px;background:#0072B2')}"
        f"{_box(middle, 0, 'top:0;height:10px;border-left:2px solid currentColor')}</div>"
    )


def _box(start: float, width: float, style: str) -> str:
    return f'<div style="position:absolute;left:{start:.1f}%;width:{width:.1f}%;{style}"></div>'
