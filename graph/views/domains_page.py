"""Which domains talk back as code does: a heat map, ranks, and a page for each domain."""

from __future__ import annotations

from dataclasses import replace

import streamlit as st

from graph.model import LoopModel
from graph.number_words import interval_of, significant
from graph.questions.domains.answer import DomainResult, Domains, Score
from graph.questions.domains.compute import domains
from graph.questions.domains.scores import feedback_properties
from graph.reports.domain_raters import agreement_text, rater_sentence, rater_table
from graph.reports.domains import (
    domains_report,
    gain_table,
    gain_text,
    lifting_table,
    progress_blocks,
    rank_text,
    skill_table,
    tier_text,
)
from graph.reports.one_domain import domain_report
from graph.reports.report import Table
from graph.views import session
from graph.views.answers import DRAWS, Answers, answers_for, explanation_of
from graph.views.escaping import escaped, plain
from graph.views.show_report import show_block, show_report, show_table, testimonies_markdown
from graph.views.url_state import MOST_WEIGHT, Choices

#: Observations shown behind one number.
_OBSERVATIONS = 8


def show() -> None:
    """Show the page."""
    model = session.current_model()
    st.header("Which domains talk back as code does", anchor=False)
    answers = answers_for(model, session.choices())
    result = ranked(answers, session.choices())
    show_block(domains_report(result).blocks[0])
    if not result.domains:
        return
    _weights(model)
    st.html(heat_map_html(result))
    st.caption(plain(_caption(result)))
    _domain(answers, result)
    _rest(result)


def ranked(answers: Answers, chosen: Choices) -> Domains:
    """Return where the domains stand with the weights chosen, from memory if asked before."""
    fixed = {item.property: item.weight for item in sorted(chosen.weights, key=str)}
    return answers.get(
        f"domains {fixed}", lambda study: domains(study, draws=DRAWS, weights=fixed or None)
    )


def _caption(result: Domains) -> str:
    weights = "drawn evenly from all that are possible" if result.weights is None else "as set"
    return (
        "Scores from 0 to 4; the stronger the colour, the more like code. Ranks over "
        f"{result.draws:,} runs with the scores varied, weights {weights}; the tick is "
        f"the middle. {agreement_text(result)} {rater_sentence(result)}"
    )


def _weights(model: LoopModel) -> None:
    chosen = session.choices()
    fixed = {item.property: item.weight for item in chosen.weights}
    with st.expander("Weights", icon=":material/tune:", expanded=bool(fixed)):
        st.caption(
            "Untouched, the weights are drawn evenly from all that are possible. Moving one fixes "
            "them all: those not moved count 1."
        )
        columns = st.columns(4)
        for index, item in enumerate(feedback_properties(model)):
            name = f"weight_{item.id}"
            with columns[index % len(columns)]:
                st.slider(
                    plain(item.label),
                    0.0,
                    MOST_WEIGHT,
                    step=0.5,
                    key=session.bound(name, _on_grid(fixed.get(item.id, 1.0))),
                    on_change=_weigh,
                    args=(item.id, name),
                    help=plain(item.definition or ""),
                )
        if fixed:
            st.button("Draw the weights again", on_click=_draw, icon=":material/undo:")


def _on_grid(value: float) -> float:
    return round(value * 2) / 2


def _weigh(name: str, key: str) -> None:
    value = float(st.session_state[f"w_{key}"])
    changed = session.choices().weighing(name, None if value == 1 else value)
    # With no weight anywhere nothing could be compared; the last one stays as it was.
    if value or any(item.weight for item in changed.weights) or _has_untouched(changed):
        session.choose(changed)


def _has_untouched(chosen: Choices) -> bool:
    return len(chosen.weights) < len(feedback_properties(session.current_model()))


def _draw() -> None:
    session.choose(replace(session.choices(), weights=()))


def _domain(answers: Answers, result: Domains) -> None:
    labels = {item.id: item.label for item in result.domains}
    session.select(
        "Look at a domain", "domain", labels, index=None, placeholder="choose a domain …"
    )
    chosen = session.choices().domain
    if chosen not in labels:
        return
    show_report(domain_report(result, chosen))
    with st.expander("What each score rests on", expanded=False):
        for item in explanation_of(answers, f"domain:{chosen}").numbers:
            st.markdown(f"**{plain(item.metric_label)}**")
            st.markdown(testimonies_markdown(answers.study.model, item.observations, _OBSERVATIONS))


def _rest(result: Domains) -> None:
    gains = gain_table(result)
    st.subheader(plain(gains.title), anchor=False)
    show_table(gains, with_title=False)
    for table in (lifting_table(result), skill_table(result), rater_table(result)):
        with st.expander(plain(table.title), expanded=False):
            show_table(table, with_title=False)
    for block in progress_blocks(result):
        if isinstance(block, Table):
            st.subheader(plain(block.title), anchor=False)
            show_table(block, with_title=False)
        else:
            show_block(block)


#: Strength of the colour at the top of a scale; text stays readable on it, light or dark.
_STRONGEST = 0.6
_CELL = "padding:0.2rem 0.35rem;border-bottom:1px solid rgba(128,128,128,0.25)"
_UPRIGHT = "writing-mode:vertical-rl;transform:rotate(180deg);text-align:left;max-height:10rem"


def heat_map_html(result: Domains) -> str:
    """Return the domains as rows, the best feedback first; no cell can add markup.

    Args:
        result: where the domains stand.

    Returns:
        A table that scrolls sideways within itself. A score is written in its cell, so that
        nothing hangs on the colour; a missing one is a question mark in a dashed cell.
    """
    labels = {score.property: score.label for item in result.domains for score in item.scores}
    heads = [
        _head("Tier"),
        _head("Rank"),
        _head("9 of 10 runs"),
        _head("Domain"),
        *(_head(labels.get(name, name), upright=True) for name in result.properties),
        _head("Feedback quality"),
        _head("Kind"),
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
        _cell("-" if item.rank_tier is None else str(item.rank_tier)),
        _cell(rank_text(item).split(" ")[0]),
        _cell_html(rank_bar(item, count)),
        f'<th scope="row" style="{_CELL};text-align:left;font-weight:{weight}">'
        f"{escaped(item.label)}</th>",
        *(_score(score) for score in item.scores),
        _cell(interval_of(item.feedback_quality)),
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
