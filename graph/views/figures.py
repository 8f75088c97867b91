"""Figures for a paper: map, standing and growth, as SVG and PNG with their captions."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

import streamlit as st

from graph.exporters.export_source import ExportSource, figures_of
from graph.exporters.marks import DARK, LIGHT
from graph.exporters.registry import exporter_named
from graph.exporters.rendering import can_render
from graph.questions.growth.answer import Takeoff
from graph.views.answers import Answers

#: What a figure is called on its button.
_TITLES = {
    "map": "The map",
    "standing": "What holds it up",
    "growth": "Years to come",
    "quarters": "Quarter by quarter",
}


def show_figures(
    answers: Answers, figures: Sequence[str] | None = None, growth: Takeoff | None = None
) -> None:
    """Put a button on the page that opens the figures; each is made only when it is asked for.

    Args:
        answers: what is on the screen.
        figures: which are offered; ``None`` for all that there are.
        growth: the answer that the figure of growth shows; ``None`` for the usual one.
    """
    # Fixed here: when a button is pressed there is no page any more to ask.
    dark = st.context.theme.type == "dark"
    kinds = ("svg", "png") if can_render() else ("svg",)
    with st.popover("Figure for a paper", icon=":material/image:"):
        st.caption(
            "Each says at its foot which map and evidence it is of, and how to cite it. SVG stays "
            "sharp at any size"
            + ("." if "png" in kinds else "; for PNG a Chromium must be installed.")
        )
        for figure in figures_of(answers.study) if figures is None else figures:
            with st.container(horizontal=True):
                for kind in kinds:
                    st.download_button(
                        f"{_TITLES[figure]} ({kind.upper()})",
                        partial(figure_file, answers, figure, kind, dark=dark, growth=growth),
                        f"loopmap-{figure}.{kind}",
                        exporter_named(kind).media_type,
                        key=f"figure_{figure}_{kind}",
                        on_click="ignore",
                    )


def figure_file(
    answers: Answers, figure: str, kind: str, *, dark: bool = False, growth: Takeoff | None = None
) -> bytes:
    """Return a figure as a file.

    Args:
        answers: what is on the screen.
        figure: one of ``FIGURES``.
        kind: ``svg`` or ``png``.
        dark: whether it is for a dark page.
        growth: the answer that the figure of growth shows; ``None`` for the usual one.

    Raises:
        UsageError: a PNG is asked for, and no Chromium is there to draw it.
    """
    source = ExportSource(
        lambda: answers.study,
        lambda: (),
        draws=answers.draws,
        theme=DARK if dark else LIGHT,
        read_growth=None if growth is None else lambda: growth,
        figure=figure,
    )
    exporter = exporter_named(kind)
    drawing = exporter.make(source)
    return exporter.render(drawing) if exporter.render else drawing.encode()
