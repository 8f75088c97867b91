"""What happens when AI improves the rest of the machinery: fans, R_loop, generations, scenarios."""

from __future__ import annotations

from collections.abc import Sequence
from typing import cast

import streamlit as st

from graph.errors import LoopmapError
from graph.files import loopmap_version
from graph.number_words import interval_of
from graph.questions.critical_path.answer import CriticalPath
from graph.questions.growth.answer import Takeoff
from graph.questions.growth.numbers import runnable_stocks
from graph.reports.charts import (
    DARK_PALETTE,
    LIGHT_PALETTE,
    generation_chart,
    pace_chart,
    ratio_chart,
)
from graph.reports.growth import growth_report, headline
from graph.reports.growth_ratios import ratio_table
from graph.reports.plain import flatten, rows_csv, to_plain
from graph.reports.report import Table, left, right
from graph.views import session
from graph.views.answers import Answers, answers_for
from graph.views.escaping import plain
from graph.views.figures import show_figures
from graph.views.show_report import show_report, show_table
from graph.views.url_state import FEEDBACKS, YEARS


def show() -> None:
    """Show the page."""
    st.header("What happens when AI improves the rest of the machinery", anchor=False)
    answers = answers_for(session.current_model(), session.choices())
    if not runnable_stocks(answers.study):
        st.info(
            "Nothing builds up on this map: on the date chosen it has no stock with a growth "
            "rate, returns, a difficulty and a part that feeds it.",
            icon=":material/info:",
        )
        return
    years, strength = st.columns(2)
    with years:
        horizon = _slide("Years ahead", "years", YEARS)
    with strength:
        feedback = _slide("Improvements act back so many times as strongly", "feedback", FEEDBACKS)
    with st.spinner("Running the loop ahead …"):
        result = answers.growth_over(horizon, feedback)
        blocking = cast(CriticalPath, answers.of("critical-path", certificate=True))
    st.markdown(plain(headline(result)))
    if not result.draws:
        st.caption("Every number at its centre; how far off that may be is being worked out.")
    if result.schools and result.recursion:
        show_table(ratio_table(result))
    _charts(result, blocking)
    _downloads(answers, result)
    if st.toggle("Compare the scenarios", value=False):
        show_table(scenario_table(answers, horizon, feedback))
    with st.expander("Everything behind it, as text", icon=":material/table_rows:"):
        show_report(growth_report(result), with_title=False)


def _slide(title: str, name: str, steps: Sequence[str]) -> float:
    """Put a slider over one of the choices on the page, and return where it stands."""
    chosen = str(getattr(session.choices(), name))
    key = session.bound(name, chosen)
    st.select_slider(title, steps, key=key, on_change=session.take, args=(name, steps))
    return float(chosen)


def _charts(result: Takeoff, blocking: CriticalPath) -> None:
    palette = DARK_PALETTE if st.context.theme.type == "dark" else LIGHT_PALETTE
    bars = generation_chart(blocking, palette)
    for number, chart in enumerate(
        (pace_chart(result, palette), ratio_chart(result, palette), bars)
    ):
        if chart is not None:
            st.markdown(f"##### {plain(chart.title)}")
            # Wider than a phone: it scrolls within itself, not the page.
            with st.container(key=f"wide_{number}"):
                st.vega_lite_chart(chart.spec, width="content")
            st.caption(plain(chart.note))


def _downloads(answers: Answers, result: Takeoff) -> None:
    with st.container(horizontal=True):
        st.download_button(
            "Series (CSV)",
            lambda: series_csv(result),
            "loopmap-growth.csv",
            "text/csv",
            on_click="ignore",
        )
        st.download_button(
            "Everything (JSON)",
            lambda: everything_json(result),
            "loopmap-growth.json",
            "application/json",
            on_click="ignore",
        )
        show_figures(answers, ("growth",), result)


def series_csv(result: Takeoff) -> str:
    """Return every point of the series, each line with seed, draws, ontology and version."""
    stamp = {
        "seed": result.seed,
        "draws": result.draws,
        "ontology": result.ontology,
        "loopmap": loopmap_version(),
    }
    rows = [{**flatten(to_plain(point)), **stamp} for point in result.series]
    return rows_csv(list(rows[0]) if rows else [], rows)


def everything_json(result: Takeoff) -> str:
    """Return the whole answer with the version it was made with."""
    import json

    body = {"loopmap": loopmap_version(), "answer": to_plain(result)}
    return json.dumps(body, ensure_ascii=False, indent=2, allow_nan=False)


def scenario_table(answers: Answers, horizon: float, feedback: float) -> Table:
    """Return a line for what is chosen and for every scenario, at the central estimate."""
    model, bare = answers.study.model, answers.without_suppositions
    rows = [_scenario_row("As chosen", answers, horizon, feedback)]
    for scenario in model.scenarios.values():
        supposed = bare.supposing(scenario.suppositions)
        rows.append(_scenario_row(scenario.label, supposed, horizon, feedback))
    columns = (
        left("Suppose"),
        right("Return of progress now"),
        right("Pace now"),
        right("Pace at the end"),
        right("Highest pace"),
        left("Goes on by itself"),
    )
    note = (
        "At central numbers; where the two schools differ on whether work replaces compute, both "
        "are shown."
    )
    return Table("Growth under each scenario", columns, tuple(rows), note)


def _scenario_row(label: str, answers: Answers, horizon: float, feedback: float) -> tuple[str, ...]:
    try:
        schools = _central(answers, horizon, feedback).schools
    except LoopmapError as error:
        return (label, "no answer", "", "", "", str(error).splitlines()[0])
    return (
        label,
        " or ".join(dict.fromkeys(interval_of(item.loop_ratio) for item in schools)),
        interval_of(schools[0].pace_now, "x"),
        " or ".join(dict.fromkeys(interval_of(item.pace_at_end, "x") for item in schools)),
        interval_of(schools[0].highest_pace, "x"),
        " or ".join(dict.fromkeys(item.verdict.value for item in schools)),
    )


def _central(answers: Answers, horizon: float, feedback: float) -> Takeoff:
    asked = answers.of("takeoff", draws=0, horizon=horizon, feedback=feedback)
    return cast(Takeoff, asked)
