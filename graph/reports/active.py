"""Which parts are active, in words: the count first, then who, on what, and which loops."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

from graph.number_words import (
    LIMIT_WORDS,
    MISSING,
    count_of,
    interval_of,
    named,
    names,
    percent,
    share_text,
    times,
)
from graph.questions.active.answer import Active, ActiveComponent, EvidenceAlone, Footing
from graph.questions.active.feedback_loops import FeedbackLoops, LoopState, NamedLoopResult
from graph.questions.critical_path.answer import Absorption
from graph.reports.heading import facts, remarks
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

#: Rows of the first screen.
_FASTER_ROWS = 5

#: What a speed-up is known from, what is shown first.
_KNOWN_FROM = {
    Footing.BY_EVIDENCE: "evidence",
    Footing.BY_BORROWED_EVIDENCE: "borrowed evidence",
    Footing.ON_ASSUMPTION: "our view, no source",
    Footing.SUPPOSED: "supposed",
}

_HISTORY_MARKS = {
    Footing.BY_EVIDENCE: " +",
    Footing.BY_BORROWED_EVIDENCE: " (+)",
    Footing.ON_ASSUMPTION: " +?",
}

_SHORT_USE = {
    Absorption.FULLY: "none",
    Absorption.PARTLY: "a part",
    Absorption.LOAD_BEARING: "all",
    Absorption.NOT_SHOWN: "-",
}


def active_report(result: Active, *, by_year: bool = False) -> Report:
    """Return the answer for people; with ``by_year`` also every part at the end of each year."""
    labels = {item.id: item.label for item in result.components}
    why = result.use_unknown_because
    return make_report(
        f"Which parts of {result.words.loop} are already active",
        _headline(result),
        _faster_table(result),
        _history_table(result) if by_year else None,
        details=(
            _facts(result),
            *_part_tables(result),
            _evidence_table(result),
            _notions(result),
            _loop_table(result.loops, labels),
            _cycle_table(result.loops, labels),
            _year_table(result),
            remarks(
                f"How much of a gain the loop uses is unknown: {why}" if why else None,
                "AI's shares of lines, of working time and of decisions are three things and are "
                "never averaged; 'unknown' is no 0.",
                "* The level is read from the share of working time alone, which never tells more "
                "than AL3.",
                "All speed-ups are estimated together, as the time one task takes. What was seen "
                "of other parts, in other settings or in another sense of 'faster' counts for "
                "less; 'loopmap explain NAME' shows how much.",
            ),
        ),
    )


def _headline(result: Active) -> str:
    counts = result.counts
    supposed = f", {counts.supposed} because it is supposed" if counts.supposed else ""
    loops = result.loops.active_names
    count = len(result.loops.active_cycles)
    if loops:
        tail = f"Faster from end to end: {names(loops)}."
    elif count:
        tail = f"No loop with a name is faster from end to end; {count} other loops are."
    else:
        tail = "No feedback loop is faster from end to end."
    shown = counts.shown_by_evidence + counts.shown_by_borrowed_evidence
    return (
        f"{shown} of {len(result.components)} parts are shown to be faster with AI: "
        f"{counts.shown_by_evidence} by evidence from this setting, "
        f"{counts.shown_by_borrowed_evidence} by evidence borrowed from elsewhere. "
        f"{counts.on_our_assumption} more are faster in our view, without a source that shows it"
        f"{supposed}. {counts.unproven} may be faster or not, {counts.slowed} are slower, and of "
        f"{counts.unknown} nothing is known. {tail}"
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
            "Faster",
            "means: faster than without AI with a chance of "
            f"{percent(result.accelerated_probability)} or more",
        ),
        ("In brackets", "the truth lies between with a chance of 9 in 10"),
        ("From outside", outside if shares else None),
        supposed=result.suppositions,
    )


def _faster_table(result: Active) -> Table:
    """Return the parts that are faster, on whatever footing, what is shown first."""
    footings = tuple(_KNOWN_FROM)
    faster = [item for item in result.components if item.footing in footings]
    return table_of(
        "Parts that AI makes faster",
        sorted(faster, key=lambda item: footings.index(item.footing)),
        (left("Part"), lambda item: item.label),
        (right("AI speed-up"), lambda item: interval_of(item.acceleration, "x")),
        (right("chance it is faster"), lambda item: percent(item.probability_faster)),
        (left("known from"), lambda item: _KNOWN_FROM[item.footing]),
        (left("of the gain the loop uses"), _use),
        row_limit=_FASTER_ROWS,
    )


def _part_tables(result: Active) -> list[Block]:
    titles = (
        (Footing.BY_EVIDENCE, "Faster, shown by evidence from this setting", None),
        (Footing.BY_BORROWED_EVIDENCE, "Faster, shown by evidence borrowed from elsewhere", None),
        (Footing.ON_ASSUMPTION, "Faster in our view, without a source that shows it", None),
        (Footing.SUPPOSED, "Faster, because it is supposed", None),
        (Footing.SLOWED, "Slower", None),
        (Footing.UNPROVEN, "May be faster or not", _ROWS),
    )
    tables: list[Block] = []
    for footing, title, limit in titles:
        items = [item for item in result.components if item.footing is footing]
        if items or footing is Footing.BY_EVIDENCE:
            tables.append(_part_table(title, items, limit))
    unknown = tuple(item.label for item in result.components if item.footing is Footing.UNKNOWN)
    if unknown:
        tables.append(Listing("Nothing is known of any speed-up", (names(unknown, 12) + ".",)))
    return tables


def _part_table(title: str, items: list[ActiveComponent], limit: int | None) -> Table:
    # The parts of which something besides our assumption is known come first where not all fit.
    ordered = sorted(items, key=lambda item: item.assumed_share == 1) if limit else items
    return table_of(
        title,
        ordered,
        (left("Part"), lambda item: item.label),
        (right("AI speed-up"), lambda item: interval_of(item.acceleration, "x")),
        (right("chance it is faster"), lambda item: percent(item.probability_faster)),
        (left("rests on"), rests_on),
        (left("of the gain the loop uses"), _use),
        (right("lines by AI"), lambda item: share_text(item.ai_share_of_lines)),
        (right("working time by AI"), lambda item: share_text(item.ai_share_of_person_time)),
        (right("decisions by AI"), lambda item: share_text(item.ai_share_of_decisions)),
        (left("level"), _level),
        row_limit=limit,
    )


def _evidence_table(result: Active) -> Table | None:
    """Return what evidence alone says, with the condition it hangs on."""
    items = [item for item in result.components if item.by_evidence]
    if not items:
        return None
    return table_of(
        "What others observed, our own view left out",
        sorted(items, key=lambda item: -_faster_by_evidence(item)),
        (left("Part"), lambda item: item.label),
        (right("AI speed-up"), lambda item: interval_of(_evidence(item).acceleration, "x")),
        (right("chance it is faster"), lambda item: percent(_evidence(item).probability_faster)),
        (
            left("borrowed across"),
            lambda item: " and ".join(_evidence(item).borrowed_across) or "-",
        ),
        (
            right("the same if the setting is left open"),
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
        return "our view, no source"
    sources = count_of(item.source_count, "source")
    seen = f"{item.basis.value}, {count_of(item.observation_count, 'number')}, {sources}"
    if item.assumed_share:
        seen += f", {percent(item.assumed_share)} our view"
    return seen + (f", borrowed from {item.borrowed_from}" if item.borrowed_from else "")


def _use(item: ActiveComponent) -> str:
    if item.absorption is None:
        return MISSING
    absorption = Absorption(item.absorption)
    used = _SHORT_USE[absorption]
    return f"{used}, {times(item.useful_speedup)}" if absorption is Absorption.PARTLY else used


def _notions(result: Active) -> Listing | None:
    points = tuple(_kept_apart(item) for item in result.components if item.other_notions)
    title = "What other senses of 'faster' say by themselves"
    return Listing(title, points) if points else None


def _kept_apart(item: ActiveComponent) -> str:
    others = ", ".join(
        f"{other.notion} {interval_of(other.value, 'x')} from "
        f"{count_of(other.source_count, 'source')}"
        for other in item.other_notions
    )
    own = ""
    if item.our_judgement and item.assumed_share != 1:
        own = f" Our own view: {interval_of(item.our_judgement, 'x')}."
    return (
        f"{item.label}: {interval_of(item.acceleration, 'x')} in "
        f"{item.notion or 'no stated sense'}; "
        f"{others}.{own}"
    )


def _year_table(result: Active) -> Table:
    return table_of(
        "How that changed",
        result.by_year,
        (left("Known by"), lambda item: item.as_of),
        (right("shown here"), lambda item: str(item.counts.shown_by_evidence)),
        (right("shown elsewhere"), lambda item: str(item.counts.shown_by_borrowed_evidence)),
        (right("our view"), lambda item: str(item.counts.on_our_assumption)),
        (right("may be or not"), lambda item: str(item.counts.unproven)),
        (right("slower"), lambda item: str(item.counts.slowed)),
        (right("unknown"), lambda item: str(item.counts.unknown)),
        (left("loops faster from end to end"), lambda item: names(item.active_loops, 3)),
        note="A part is unknown until there is a first number on it, be it our own view.",
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
    note = "+ faster, shown by evidence from the setting; (+) from elsewhere; +? in our view alone."
    return Table("AI speed-up at the end of each year", columns, rows, note)


def _loop_table(result: FeedbackLoops, labels: Mapping[str, str]) -> Table:
    loops = [item for item in result.named if item.is_cycle]
    return table_of(
        "Feedback loops, from end to end",
        loops,
        (left("Feedback loop"), lambda item: item.label),
        (left("State"), lambda item: item.state.value),
        (
            right("parts that are faster"),
            lambda item: f"{item.accelerated_count} of {len(item.components)}",
        ),
        (left("smallest speed-up"), lambda item: _least(item, labels)),
        (left("parts that are not shown to be"), lambda item: named(labels, item.missing, 3)),
        note=_in_the_way(loops, labels),
        row_limit=_ROWS,
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
        "Loops that are faster from end to end, or lack one part",
        cycles,
        (left("Loop"), lambda item: named(labels, item.components, 5)),
        (
            left("State"),
            lambda item: "faster" if item.missing is None else f"all but {labels[item.missing]}",
        ),
        (
            left("smallest speed-up"),
            lambda item: f"{times(item.least_acceleration)} {labels[item.weakest]}",
        ),
        note=more,
        row_limit=_CYCLES,
    )
