"""Parts of a page that have a script of their own: each is a file or two in ``assets``."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from importlib.resources import files

import streamlit as st


@cache
def component(name: str) -> Callable[..., object]:
    """Return what mounts a part of a page.

    Args:
        name: of the part; its script is ``assets/NAME.js``, its look and frame, if it has any,
            are ``assets/NAME.css`` and ``assets/NAME.html``.
    """
    return st.components.v2.component(
        f"loopmap_{name}",
        js=asset(f"{name}.js"),
        css=_asset_if_any(f"{name}.css"),
        html=_asset_if_any(f"{name}.html"),
    )


def asset(name: str) -> str:
    """Return the text of a file that the browser gets."""
    return files("graph.views").joinpath("assets", name).read_text(encoding="utf-8")


def _asset_if_any(name: str) -> str | None:
    found = files("graph.views").joinpath("assets", name)
    return found.read_text(encoding="utf-8") if found.is_file() else None
