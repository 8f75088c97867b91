"""Two pictures of one map that move together."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from importlib.resources import files

import streamlit as st

from graph.records import record

#: Height of the pictures in pixels.
_HEIGHT = 460


@record
class PictureBeside:
    """One of the two.

    Attributes:
        name: stands above it.
        svg: the picture, in which every text of the map is escaped.
    """

    name: str
    svg: str


def show_pair(first: PictureBeside, second: PictureBeside) -> None:
    """Put two pictures on the page; what moves or enlarges one does so with the other."""
    _pair()(
        key="map-pair",
        data={
            "names": [first.name, second.name],
            "pictures": [first.svg, second.svg],
            "height": _HEIGHT,
        },
        # On a phone the two stand one above the other.
        height="content",
    )


@lru_cache(maxsize=1)
def _pair() -> Callable[..., object]:
    def asset(name: str) -> str:
        return files("graph.views").joinpath("assets", name).read_text(encoding="utf-8")

    return st.components.v2.component(
        "loopmap_pair", html=asset("pair.html"), css=asset("pair.css"), js=asset("pair.js")
    )
