"""The observations behind a number: what each says, what it weighs, and its own words."""

from __future__ import annotations

from graph.number_words import count_of, percent, quantity, significant
from graph.questions.evidence.provenance import ObservationRow, Provenance
from graph.reports.report import Block, Listing, Table, left, right

#: Observations shown of one number; the rest is in the JSON and the CSV.
_SHOWN = 12

#: What stands before a number that is only a limit.
BOUND_WORDS = {"lower-bound": "at least ", "upper-bound": "at most "}


def observation_blocks(provenance: Provenance) -> list[Block]:
    """Return a table of the observations of a number, and what each says in words."""
    if not provenance.observations:
        return []
    shown = provenance.observations[:_SHOWN]
    borrowed = any(item.borrowed for item in shown)
    rows = tuple(_row(item, provenance, borrowed=borrowed) for item in shown)
    columns = (
        right("weight"),
        *((left("borrowed across"),) if borrowed else ()),
        left("says"),
        left("its interval"),
        left("of"),
        left("grade"),
        left("whose loop"),
        left("observation"),
    )
    left_over = len(provenance.observations) - len(shown)
    note = f"{count_of(left_over, 'more observation')} in --format json." if left_over else ""
    if any((item.weight or 0.0) < 0 for item in shown):
        note = (
            "A weight below 0: it speaks more of what is taken off the others (trend, setting, "
            f"sense of 'faster', bias) than of this number. {note}"
        ).strip()
    return [
        Table("Observations", columns, rows, note),
        Listing("In their words", tuple(in_words(item) for item in shown)),
    ]


def in_words(item: ObservationRow) -> str:
    """Return an observation's source, quote, caveat, reasoning and reason to weigh nothing."""
    parts = [f"{item.id}:"]
    if item.source:
        parts.append(_source(item))
    if item.quote:
        parts.append(f'"{item.quote}"')
    parts += remarks(item)
    if item.reason_excluded:
        parts.append(f"Weighs nothing: {_sentence(item.reason_excluded)}")
    if item.place:
        parts.append(f"[{item.place}]")
    return " ".join(parts)


def remarks(item: ObservationRow) -> list[str]:
    """Return what is to be said of an observation besides its number, source and quote.

    Returns:
        A sentence or two each: why it is so, what to keep in mind, and how it hangs together with
        other observations; empty if nothing is.
    """
    found = []
    if item.unconfirmed:
        found.append("Not confirmed: it stands in no copy of the source that could be read.")
    if item.quoted_by:
        where = f" ({item.quoted_at})" if item.quoted_at else ""
        found.append(f"Quoted by {item.quoted_by}{where}.")
    if item.study_bias is not None:
        found.append(_study_bias(item.study_bias, item.study_bias_deviation))
    if item.reasoning:
        why = "Because" if item.source else "We assume it"
        found.append(f"{why}: {_sentence(item.reasoning)}")
    if item.caveat:
        found.append(f"Caveat: {_sentence(item.caveat)}")
    if item.derived_from:
        found.append(f"Worked out from {', '.join(item.derived_from)}.")
    if item.disputes:
        found.append(f"In dispute with {', '.join(item.disputes)}.")
    if item.same_fact_as:
        found.append(f"The same fact as {', '.join(item.same_fact_as)}.")
    return found


def interval_ends(item: ObservationRow) -> str:
    """Return the source's own interval with its level; empty if it gives none."""
    if item.interval_level is None:
        return ""
    ends = (significant(end) if end is not None else "?" for end in (item.low, item.high))
    return f"{'–'.join(ends)}, {item.interval_level * 100:g} %"


def _row(item: ObservationRow, of: Provenance, *, borrowed: bool) -> tuple[str, ...]:
    same = item.metric == of.metric
    value = quantity(item.value, of.unit) if same else significant(item.value)
    what = "" if same else f" ({item.metric})"
    return (
        "-" if item.weight is None else percent(item.weight),
        *((", ".join(item.borrowed) or "-",) if borrowed else ()),
        f"{BOUND_WORDS.get(item.bound, '')}{value}{what}",
        interval_ends(item) or "none given",
        item.as_of or "undated",
        item.grade,
        ", ".join(item.settings) or "all",
        item.id,
    )


def _source(item: ObservationRow) -> str:
    who = f"{item.publisher}, " if item.publisher else ""
    issued = f" ({item.issued})" if item.issued else ""
    sample = f", n = {item.sample_size}" if item.sample_size else ""
    read = f", {item.read_as}" if item.read_as else ""
    unknown = " (address of the page unknown)" if item.page_unknown else ""
    address = f" {item.address}{unknown}" if item.address else ""
    return f"{who}{item.source_title}{issued}{sample}{read}.{address}"


def _study_bias(bias: float, deviation: float | None) -> str:
    side = "above" if bias >= 0 else "below"
    unsure = f" (give or take {deviation:g})" if deviation is not None else ""
    return f"Of its own it lies {abs(bias):g}{unsure} {side} the truth, on the metric's scale."


def _sentence(text: str) -> str:
    return text if text.endswith((".", "!", "?")) else f"{text}."
