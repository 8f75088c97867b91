"""The few colours of paper and ink that differ between light and dark."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Theme:
    """Colours of a picture, apart from those of the marks.

    Attributes:
        name: "light" or "dark".
        paper: behind everything.
        ink: of text.
        faint: of titles above columns and of remarks; still readable.
        line: of dependencies.
        outline_lift: whether dark outlines are replaced by the marks' own colours.
    """

    name: str
    paper: str
    ink: str
    faint: str
    line: str
    outline_lift: bool


LIGHT = Theme("light", "#FFFFFF", "#1A1A1A", "#595959", "#9A9A9A", outline_lift=False)
DARK = Theme("dark", "#0E1117", "#FAFAFA", "#B4B8BF", "#6B7078", outline_lift=True)

THEMES = (LIGHT, DARK)
