"""What happens when AI improves the rest of the machinery: fans, R_loop, generations, scenarios."""

from __future__ import annotations

from importlib.metadata import PackageNotFoundError, version

import streamlit as st

from graph.errors import LoopmapError
from graph.evidence.standpoint import Standpoint
from graph.loop.study import Study
from graph.model import LoopModel
from graph.questions.critical_path.answer import CriticalPath
from graph.questions.critical_path.compute import critical_path
from graph.questions.growth.answer import Takeoff
from graph.questions.growth.compute import takeoff
from graph.questions.growth.numbers import runnable_stocks
from graph.reports.charts import (
    DARK_PALETTE,
    LIGHT_PALETTE,
    Chart,
    generation_chart,
    pace_chart,
    ratio_chart,
)
from graph.reports.growth import growth_report, headline
from graph.reports.numbers import interval_of
from graph.reports.plain import flatten, to_plain
from graph.reports.report import Table, left, right
from graph.views import session
from graph.views.answers import DRAWS
from graph.views.escaping import plain
from graph.views.show_report import show_report, show_table
from graph.views.url_state import suppositions_of

_SEED = 0


def show() -> None:
    """Show the page."""
    from graph.views.application import current_model

    model = current_model()
    st.header("What happens when AI improves the rest of the machinery", anchor=False)
    study = _study(model)
    if not runnable_stocks(study):
        st.info(
            "Nothing builds up on this map: on the date chosen it has no stock with a growth rate, "
            "returns, a difficulty and a part that feeds it.",
            icon=":material/info:",
        )
        return
    horizon, feedback = _sliders()
    try:
        result = _takeoff(study, _key(study), horizon, feedback, DRAWS)
        blocking = _blocking(study, _key(study))
    except LoopmapError as error:
        st.error(plain(str(error)), icon=":material/error:")
        return
    st.markdown(plain(headline(result)))
    _charts(result, blocking)
    _downloads(result)
    if st.toggle("Compare the scenarios", value=False):
        show_table(scenario_table(model, study, horizon, feedback))
    with st.expander("Everything behind it, as text", icon=":material/table_rows:"):
        show_report(growth_report(result), with_title=False)


def _sliders() -> tuple[float, float]:
    years, strength = st.columns(2)
    with years:
        horizon = st.slider("Years ahead", 1, 20, 10)
    with strength:
        feedback = st.slider("Improvements act back so many times as strongly", 0.0, 20.0, 1.0, 0.5)
    return float(horizon), float(feedback)


def _charts(result: Takeoff, blocking: CriticalPath) -> None:
    palette = DARK_PALETTE if st.context.theme.type == "dark" else LIGHT_PALETTE
    bars = generation_chart(blocking, palette)
    for chart in (pace_chart(result, palette), ratio_chart(result, palette), bars):
        if chart is not None:
            _show_chart(chart)


def _show_chart(chart: Chart) -> None:
    st.markdown(f"##### {plain(chart.title)}")
    st.vega_lite_chart(chart.spec, width="content")
    st.caption(plain(chart.note))


def _downloads(result: Takeoff) -> None:
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


def series_csv(result: Takeoff) -> str:
    """Return every point of the series, each line with seed, draws, ontology and version."""
    import csv
    import io

    stamp = {
        "seed": result.seed,
        "draws": result.draws,
        "ontology": result.ontology,
        "loopmap": loopmap_version(),
    }
    rows = [{**flatten(to_plain(point)), **stamp} for point in result.series]
    text = io.StringIO()
    writer = csv.DictWriter(text, list(rows[0]) if rows else [], lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue()


def everything_json(result: Takeoff) -> str:
    """Return the whole answer with the version it was made with."""
    import json

    body = {"loopmap": loopmap_version(), "answer": to_plain(result)}
    return json.dumps(body, ensure_ascii=False, indent=2, allow_nan=False)


def loopmap_version() -> str:
    """Return the version of loopmap; "unknown" in a checkout that is not installed."""
    try:
        return version("loopmap")
    except PackageNotFoundError:
        return "unknown"


def scenario_table(model: LoopModel, study: Study, horizon: float, feedback: float) -> Table:
    """Return a line for what is chosen and for every scenario, at the central estimate."""
    rows = [_scenario_row("As chosen", study, horizon, feedback)]
    for key, scenario in model.scenarios.items():
        supposed = Study(model, study.standpoint).supposing(suppositions_of(model, key))
        rows.append(_scenario_row(scenario.label, supposed, horizon, feedback))
    columns = (
        left("Suppose"),
        right("R_loop now"),
        right("Pace now"),
        right("Pace at the end"),
        right("Highest pace"),
        left("Sustains itself"),
    )
    note = "Central estimate; where the two schools of substitution differ, both are shown."
    return Table("Growth under each scenario", columns, tuple(rows), note)


def _scenario_row(label: str, study: Study, horizon: float, feedback: float) -> tuple[str, ...]:
    try:
        result = _takeoff(study, _key(study), horizon, feedback, 0)
    except LoopmapError as error:
        return (label, "no answer", "", "", "", str(error).splitlines()[0])
    answers = result.schools
    return (
        label,
        " or ".join(dict.fromkeys(interval_of(item.loop_ratio) for item in answers)),
        interval_of(answers[0].pace_now, "x"),
        " or ".join(dict.fromkeys(interval_of(item.pace_at_end, "x") for item in answers)),
        interval_of(answers[0].highest_pace, "x"),
        " or ".join(dict.fromkeys(item.verdict.value for item in answers)),
    )


def _study(model: LoopModel) -> Study:
    chosen = session.choices()
    base = Study(model, Standpoint(chosen.setting, chosen.as_of))
    return base.supposing(chosen.suppositions(model))


def _key(study: Study) -> str:
    supposed = ";".join(
        f"{item.subject}.{item.metric}={item.value!r}" for item in study.suppositions
    )
    standpoint = study.standpoint
    return f"{study.model.digest}|{standpoint.setting}|{standpoint.as_of}|{supposed}"


@st.cache_resource(max_entries=64, show_spinner="Running the loop ahead …")
def _takeoff(_study: Study, key: str, horizon: float, feedback: float, draws: int) -> Takeoff:  # noqa: ARG001
    return takeoff(_study, draws=draws, seed=_SEED, horizon=horizon, feedback=feedback)


@st.cache_resource(max_entries=16, show_spinner=False)
def _blocking(_study: Study, key: str) -> CriticalPath:  # noqa: ARG001 (the key of the cache)
    return critical_path(_study, certificate=True, draws=DRAWS, seed=_SEED)
