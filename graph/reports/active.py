"""Which parts are active, in words: the count first, then who, on what, and which loops."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

from graph.questions.active.answer import Active, ActiveComponent, EvidenceAlone, Footing
from graph.questions.active.feedback_loops import FeedbackLoops, LoopState, NamedLoopResult
from graph.questions.critical_path.answer import Absorption
from graph.reports.heading import facts, remarks
from graph.reports.numbers import (
    LIMIT_WORDS,
    MISSING,
    count_of,
    interval_of,
    more_in_json,
    named,
    names,
    percent,
    share_text,
    times,
)
from graph.reports.report import (
    Block,
    Facts,
    Listing,
    Report,
    Table,
    left,
    make_report,
    right,
    table_of,
)

#: Rows shown of the parts that are not shown accelerated, and of the loops with a name; the rest
#: is in the JSON and the CSV.
_ROWS = 8

#: Other cycles shown.
_CYCLES = 5

_HISTORY_MARKS = {
    Footing.BY_EVIDENCE: " +",
    Footing.BY_BORROWED_EVIDENCE: " (+)",
    Footing.ON_ASSUMPTION: " +?",
}

_SHORT_USE = {Absorption.FULLY: "none: all absorbed", Absorption.NOT_SHOWN: "-"}


def active_report(result: Active, *, by_year: bool = False) -> Report:
    """Return the answer for people; with ``by_year`` also every part at the end of each year."""
    labels = {item.id: item.label for item in result.components}
    why = result.use_unknown_because
    return make_report(
        "Which parts of the AI-development loop are already active",
        _headline(result),
        _facts(result),
        *_part_tables(result),
        _evidence_table(result),
        _notions(result),
        _loop_table(result.loops, labels),
        _cycle_table(result.loops, labels),
        _year_table(result),
        _history_table(result) if by_year else None,
        remarks(
            f"How much the loop uses is unknown: {why}" if why else None,
            "AI's shares of lines, of person-time and of decisions are three things and are never "
            "averaged; 'unknown' is no 0.",
            "* The level is read from the share of person-time alone, which never tells more than "
            "AL3.",
            "All speed-ups are estimated together, as serial speed on a fixed task: what is "
            "observed of other parts, in other settings and of other notions speaks for less, by "
            "offsets that the ontology states; 'loopmap explain NAME' shows every weight.",
        ),
    )


def _headline(result: Active) -> str:
    counts = result.counts
    supposed = f", {counts.supposed} because it is supposed" if counts.supposed else ""
    loops = result.loops.active_names
    count = len(result.loops.active_cycles)
    if loops:
        tail = f"Active end to end: {names(loops)}."
    elif count:
        tail = f"No loop with a name is active end to end; {count} other cycles are."
    else:
        tail = "No feedback loop is active end to end."
    shown = counts.shown_by_evidence + counts.shown_by_borrowed_evidence
    return (
        f"{shown} of {len(result.components)} parts are shown to be accelerated: "
        f"{counts.shown_by_evidence} by evidence of this setting, "
        f"{counts.shown_by_borrowed_evidence} by evidence borrowed from other settings or notions. "
        f"{counts.on_our_assumption} more count as accelerated on our judgement alone{supposed}. "
        f"{counts.unproven} are unproven, {counts.slowed} slowed, {counts.unknown} unknown. {tail}"
    )


def _facts(result: Active) -> Facts:
    shares = "; ".join(
        f"{item.label} {LIMIT_WORDS[item.bound]}{percent(item.value)} ({item.as_of or 'undated'})"
        for item in result.whole_loop
    )
    sources = tuple(sorted({item.source for item in result.whole_loop}))
    outside = (
        f"of the whole loop, as published and never an input: {shares}. Source: {names(sources)}"
    )
    return facts(
        result,
        (
            "Accelerated",
            f"P(faster than without AI) is {percent(result.accelerated_probability)} or more",
        ),
        ("Intervals", "5th to 95th percentile of the evidence"),
        ("From outside", outside if shares else None),
        supposed=result.suppositions,
    )


def _part_tables(result: Active) -> list[Block]:
    titles = (
        (Footing.BY_EVIDENCE, "Accelerated, shown by evidence of this setting", None),
        (
            Footing.BY_BORROWED_EVIDENCE,
            "Accelerated, shown by evidence borrowed from other settings or notions",
            None,
        ),
        (Footing.ON_ASSUMPTION, "Accelerated on our judgement alone: not shown", None),
        (Footing.SUPPOSED, "Accelerated, because it is supposed", None),
        (Footing.SLOWED, "Slowed", None),
        (Footing.UNPROVEN, "Unproven: may be faster or not", _ROWS),
    )
    tables: list[Block] = []
    for footing, title, limit in titles:
        items = [item for item in result.components if item.footing is footing]
        if items or footing is Footing.BY_EVIDENCE:
            tables.append(_part_table(title, items, limit))
    unknown = tuple(item.label for item in result.components if item.footing is Footing.UNKNOWN)
    if unknown:
        tables.append(Listing("Unknown: no evidence of any speed-up", (names(unknown, 12) + ".",)))
    return tables


def _part_table(title: str, items: list[ActiveComponent], limit: int | None) -> Table:
    # The parts of which something besides our assumption is known come first where not all fit.
    ordered = sorted(items, key=lambda item: item.assumed_share == 1) if limit else items
    return table_of(
        title,
        ordered[:limit],
        (left("Part"), lambda item: item.label),
        (right("AI speed-up"), lambda item: interval_of(item.acceleration, "x")),
        (right("P(faster)"), lambda item: percent(item.probability_faster)),
        (left("rests on"), rests_on),
        (right("AI: lines"), lambda item: share_text(item.ai_share_of_lines)),
        (right("person-time"), lambda item: share_text(item.ai_share_of_person_time)),
        (right("decisions"), lambda item: share_text(item.ai_share_of_decisions)),
        (left("level"), _level),
        (left("loop uses"), _use),
        note=more_in_json(len(items), limit or len(items)),
    )


def _evidence_table(result: Active) -> Table | None:
    """Return what evidence alone says, with the condition it hangs on."""
    items = [item for item in result.components if item.by_evidence]
    if not items:
        return None
    return table_of(
        "What others observed, our judgements left out",
        sorted(items, key=lambda item: -_faster_by_evidence(item)),
        (left("Part"), lambda item: item.label),
        (right("AI speed-up"), lambda item: interval_of(_evidence(item).acceleration, "x")),
        (right("P(faster)"), lambda item: percent(_evidence(item).probability_faster)),
        (
            left("borrowed across"),
            lambda item: " and ".join(_evidence(item).borrowed_across) or "-",
        ),
        (
            right("P(faster) if the setting is left open"),
            lambda item: (
                percent(_evidence(item).if_setting_left_open)
                if _evidence(item).if_setting_left_open is not None
                else "-"
            ),
        ),
        note="Left open: without our reasoning on how this setting differs from the others.",
    )


def _evidence(item: ActiveComponent) -> EvidenceAlone:
    if item.by_evidence is None:
        raise ValueError(f"Nobody observed {item.id}.")
    return item.by_evidence


def _faster_by_evidence(item: ActiveComponent) -> float:
    return _evidence(item).probability_faster


def _level(item: ActiveComponent) -> str:
    level = item.automation_level
    if level is None:
        return MISSING
    return level.level + ("*" if level.read_from != "levels" else "")


def rests_on(item: ActiveComponent) -> str:
    """Return what an acceleration rests on: the kind of evidence, how many, how many sources."""
    if item.basis is None:
        return MISSING
    if item.footing is Footing.SUPPOSED:
        return "supposed"
    if item.source_count == 0:
        return "assumed"
    sources = count_of(item.source_count, "source")
    seen = f"{item.basis.value}, {item.observation_count} obs., {sources}"
    if item.assumed_share:
        seen += f", {percent(item.assumed_share)} assumed"
    return seen + (f", borrowed from {item.borrowed_from}" if item.borrowed_from else "")


def _use(item: ActiveComponent) -> str:
    if item.absorption is None:
        return MISSING
    absorption = Absorption(item.absorption)
    if absorption in _SHORT_USE:
        return _SHORT_USE[absorption]
    return f"{times(item.useful_speedup)}, {absorption.value}"


def _notions(result: Active) -> Listing | None:
    points = tuple(_kept_apart(item) for item in result.components if item.other_notions)
    title = "What the other notions of acceleration say by themselves"
    return Listing(title, points) if points else None


def _kept_apart(item: ActiveComponent) -> str:
    others = ", ".join(
        f"{other.notion} {interval_of(other.value, 'x')} from "
        f"{count_of(other.source_count, 'source')}"
        for other in item.other_notions
    )
    own = ""
    if item.our_judgement and item.assumed_share != 1:
        own = f" Our own judgement: {interval_of(item.our_judgement, 'x')}."
    return (
        f"{item.label}: {interval_of(item.acceleration, 'x')} in {item.notion or 'no notion'}; "
        f"{others}.{own}"
    )


def _year_table(result: Active) -> Table:
    return table_of(
        "How that changed",
        result.by_year,
        (left("Known by"), lambda item: item.as_of),
        (right("by evidence"), lambda item: str(item.counts.shown_by_evidence)),
        (right("borrowed"), lambda item: str(item.counts.shown_by_borrowed_evidence)),
        (right("on judgement"), lambda item: str(item.counts.on_our_assumption)),
        (right("unproven"), lambda item: str(item.counts.unproven)),
        (right("slowed"), lambda item: str(item.counts.slowed)),
        (right("unknown"), lambda item: str(item.counts.unknown)),
        (left("loops active"), lambda item: names(item.active_loops, 3)),
        note="A part is unknown until there is a first number on it, be it a judgement of ours.",
    )


def _history_table(result: Active) -> Table:
    years = [item.year for item in result.by_year]
    cells = {
        (item.id, item.year): interval_of(item.acceleration, "x")
        + _HISTORY_MARKS.get(item.footing, "")
        for item in result.history
    }
    columns = (left("Part"), *(right(str(year)) for year in years))
    rows = tuple(
        (item.label, *(cells.get((item.id, year), MISSING) for year in years))
        for item in result.components
    )
    note = (
        "+ shown by evidence of the setting; (+) by borrowed evidence; +? on our judgement alone."
    )
    return Table("AI speed-up at the end of each year", columns, rows, note)


def _loop_table(result: FeedbackLoops, labels: Mapping[str, str]) -> Table:
    loops = [item for item in result.named if item.is_cycle]
    return table_of(
        "Feedback loops, end to end",
        loops[:_ROWS],
        (left("Feedback loop"), lambda item: item.label),
        (left("State"), lambda item: item.state.value),
        (
            right("accelerated"),
            lambda item: f"{item.accelerated_count} of {len(item.components)}",
        ),
        (left("least of those"), lambda item: _least(item, labels)),
        (left("not shown accelerated"), lambda item: named(labels, item.missing, 3)),
        note=f"{_in_the_way(loops, labels)} {more_in_json(len(loops), _ROWS)}".strip(),
    )


def _least(item: NamedLoopResult, labels: Mapping[str, str]) -> str:
    if item.weakest is None:
        return "-"
    return f"{times(item.least_acceleration)} {labels[item.weakest]}"


def _in_the_way(loops: list[NamedLoopResult], labels: Mapping[str, str]) -> str:
    waiting = [item for item in loops if item.state is not LoopState.ACTIVE]
    counted = Counter(name for item in waiting for name in item.missing)
    if not counted:
        return ""
    most = max(counted.values())
    parts = [name for name, count in sorted(counted.items()) if count == most]
    return f"Most often in the way: {named(labels, parts)}, in {most} of {len(waiting)}."


def _cycle_table(result: FeedbackLoops, labels: Mapping[str, str]) -> Table:
    cycles = (*result.active_cycles, *result.nearly_active_cycles)
    more = "" if result.all_listed else "There are too many to list them all."
    return table_of(
        "Cycles that are active, or lack one part",
        cycles[:_CYCLES],
        (left("Cycle"), lambda item: named(labels, item.components, 5)),
        (
            left("State"),
            lambda item: "active" if item.missing is None else f"all but {labels[item.missing]}",
        ),
        (
            left("least acceleration"),
            lambda item: f"{times(item.least_acceleration)} {labels[item.weakest]}",
        ),
        note=f"{more_in_json(len(cycles), _CYCLES)} {more}".strip(),
    )
