"""What the unsaved changes do to the pace, said above the things that were changed."""

from __future__ import annotations

from collections.abc import Callable

from lsprotocol import types

from graph.language_server.answers import Effect
from graph.language_server.open_texts import OpenText
from graph.language_server.places import paragraphs
from graph.language_server.source_text import Encoding
from graph.loop.comparison import Change
from graph.number_words import days, significant, times
from graph.turtle.reading import read_turtle


def said_of(effect: Effect) -> str:
    """Return what unsaved changes do, in a line."""
    which = "Unsaved change" if effect.count == 1 else f"{effect.count} unsaved changes together"
    pace, period = effect.pace, effect.period
    if not (pace.moved or period.moved):
        return f"{which}: the pace stays {_median(pace, times)} (within noise)"
    return (
        f"{which}: pace {_median(pace, times)} → {_median(pace, times, after=True)}, "
        f"period {_median(period, days)} → {_median(period, days, after=True)}"
        f"{_mean(period)}"
    )


def _median(change: Change, words: Callable[[float], str], *, after: bool = False) -> str:
    interval = change.after if after else change.before
    if interval is None:
        return "unknown"
    centre = words(interval.median)
    if interval.low is None or interval.high is None:
        return centre
    return f"{centre} ({significant(interval.low)}–{significant(interval.high)})"


def _mean(change: Change) -> str:
    if change.mean_difference is None or change.standard_error is None:
        return ""
    sign = "+" if change.mean_difference > 0 else "−"
    return (
        f"; on average {sign}{days(abs(change.mean_difference))}"
        f" ± {significant(change.standard_error, 2)}"
    )


def lenses(text: OpenText, effect: Effect | None, encoding: Encoding) -> list[types.CodeLens]:
    """Return one line above each thing of a text that was changed and not saved.

    Args:
        text: as it stands in the editor.
        effect: what the changes do; ``None`` while nothing is known of them.
        encoding: the unit of columns.
    """
    subjects = set(effect.subjects.get(text.file, ())) if effect else set()
    if effect is None or not subjects:
        return []
    title = said_of(effect)
    document = read_turtle(text.text, text.file)
    found = []
    for paragraph in paragraphs(document):
        if paragraph.subject in subjects:
            # A command without a name is shown and does nothing.
            where = text.range(paragraph.start, paragraph.start, encoding)
            found.append(types.CodeLens(where, types.Command(title, "")))
    return found
