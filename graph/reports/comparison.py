"""Two maps compared, in words: the answers first, then what was changed, thing by thing."""

from __future__ import annotations

from collections.abc import Iterable

from graph.comparing.answer_changes import AnswerChanges, NextChange, Ranking
from graph.comparing.comparison import Comparison
from graph.comparing.map_changes import KINDS, Act, PropertyChange, Quantity, ThingChange, Told
from graph.loop.comparison import Change
from graph.number_words import (
    LIMIT_WORDS,
    MISSING,
    count_of,
    interval_of,
    named,
    names,
    percent,
    percent_of_runs,
    quantity,
    significant,
)
from graph.ontology.editions import UnusableEdition
from graph.questions.critical_path.answer import CriticalPath
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
    to_markdown,
)
from graph.reports.standing import on_slowest_loop
from graph.reports.what_if import answer_rows, change_of

#: By this a program finds the comment that it wrote before.
MARK = "<!-- loopmap diff -->"

#: Rows of parts, and properties of a thing that is new or gone, shown before the rest is counted.
_ROWS = 12
_PROPERTIES = 6

#: Findings of a map that cannot be read that a comment holds.
_FINDINGS = 20

#: Signs of a long text that are shown on each side of the first difference.
_AROUND = 36

_ACTS = {Act.ADDED: "new", Act.REMOVED: "gone", Act.CHANGED: "", Act.RENAMED: "renamed"}

_RANKINGS = {
    Ranking.BLOCKING: "Holds the loop up",
    Ranking.HUMAN: "Needs people",
    Ranking.DOMAINS: "Talks back as code does",
}


def comparison_report(result: Comparison) -> Report:
    """Return what is different between two maps as a report for people."""
    return Report(
        "What the change does",
        (*_answer_blocks(result), *_change_blocks(result.changes)),
    )


def comparison_markdown(result: Comparison) -> str:
    """Return the same for a comment on a pull request: the answers open, the changes folded."""
    text = to_markdown(make_report("What the change does", *_answer_blocks(result)))
    if not result.changes:
        return f"{MARK}\n{text}"
    folded = to_markdown(Report("", _change_blocks(result.changes))).removeprefix("# \n\n")
    return (
        f"{MARK}\n{text}\n<details>\n<summary>{_count(result)} of the map</summary>\n\n"
        f"{folded}\n</details>\n"
    )


def unusable_markdown(editions: Iterable[UnusableEdition]) -> str:
    """Return a comment that says which side cannot be read, and why."""
    parts = [
        Listing(f"{edition.name} cannot be read", tuple(map(str, edition.problems[:_FINDINGS])))
        for edition in editions
    ]
    return f"{MARK}\n{to_markdown(make_report('The change cannot be compared', *parts))}"


def _count(result: Comparison) -> str:
    return count_of(len(result.changes), "change")


def _answer_blocks(result: Comparison) -> tuple[Block, ...]:
    failed = Listing("Fails on", result.failed) if result.failed else None
    parts: tuple[Block | str | None, ...]
    if result.answers is not None:
        parts = (
            headline(result.answers),
            _facts(result),
            failed,
            _figures(result.answers),
            _parts(result.answers),
            _words("Statuses that are others", result.answers),
            _next(result.answers),
            _ranks(result.answers),
        )
    elif result.no_answers is not None:
        why = (("before", result.no_answers.before), ("after", result.no_answers.after))
        told = (f"The map {side} has no answer: {text}" for side, text in why if text)
        parts = (*told, "So only what was changed is compared.", _facts(result), failed)
    elif result.same_files:
        parts = ("Nothing differs: the files are the same.", _facts(result), failed)
    else:
        text = "Nothing differs in what the maps say, so that no answer can: only the text does."
        parts = (text, _facts(result), failed)
    return make_report("", *parts).blocks


def _facts(result: Comparison) -> Facts:
    pairs = [("Before", result.before.name), ("After", result.after.name)]
    pairs.append(("Loop", result.setting))
    if result.answers and result.draws:
        text = f"{result.draws:,}, seed {result.seed}, common to both sides"
        share = result.answers.common_draws
        if share < 1:
            text += f"; {percent(share)} of them stand for the very same point on both"
        pairs.append(("Runs", text))
    if result.changes:
        pairs.append(("Changed", _count(result) + " of the map, below"))
    return Facts(tuple(pairs))


def verdict(change: Change) -> str:
    """Return whether a number moved: exactly not, not beyond the noise, or so much."""
    if change.mean_difference is None:
        return "cannot be compared"
    if change.mean_difference == 0 and not change.standard_error:
        return "no change"
    return "changed" if change.moved else "within noise"


def headline(found: AnswerChanges) -> str:
    """Return in a sentence or two what happens to the pace, and what binds."""
    pace, period = found.loop.answer("pace"), found.loop.answer("period_days")
    words = found.loop.words
    if verdict(period) == verdict(pace) == "no change":
        first = f"The pace does not change: {interval_of(pace.after, 'x')} the pace without AI."
    elif not period.moved and not pace.moved:
        first = (
            f"The pace moves within the noise of the runs: {interval_of(pace.after, 'x')} the "
            f"pace without AI, {interval_of(pace.before, 'x')} before."
        )
    else:
        faster = (pace.mean_difference or 0.0) > 0
        first = (
            f"The pace {'rises' if faster else 'falls'} from {interval_of(pace.before, 'x')} to "
            f"{interval_of(pace.after, 'x')} the pace without AI, and {words.a_round} "
            f"{words.every} {interval_of(period.after)} days "
            f"instead of {interval_of(period.before)}."
            if pace.moved
            else f"{words.starting_round} {words.every} {interval_of(period.after)} days "
            f"instead of {interval_of(period.before)}; the pace stays within the noise."
        )
    return f"{first} {_what_binds(found)}"


def _what_binds(found: AnswerChanges) -> str:
    loop = found.loop
    was, now = (
        _binder(found, side, cycle)
        for side, cycle in ((loop.before, found.binds_before), (loop.after, found.binds_after))
    )
    if found.binding_changed:
        return f"What sets the pace is another: {now}; before, {was}."
    return f"What sets the pace stays: {now}" + ("." if was == now else f"; before, {was}.")


def _binder(found: AnswerChanges, side: CriticalPath, cycle: tuple[str, ...]) -> str:
    if not found.loop.draws:
        return f"the loop of {named(found.labels, cycle, 4)}"
    if side.binding_cycle:
        often = percent_of_runs(side.likely_cycles[0].probability, side.draws)
        return f"the loop of {named(found.labels, cycle, 4)}, in {often} of the runs"
    part = side.component(cycle[0])
    return (
        f"no single loop; {part.label} is on the slowest one most often, in "
        f"{on_slowest_loop(part, side)} of the runs"
    )


def _figures(found: AnswerChanges) -> Table:
    rows = answer_rows(found.loop.answers, found.loop.words)
    note = (
        "9 of 10 runs lie within the brackets. The change is the mean over the runs common to both "
        "with its standard error, and counts beyond two of these."
    )
    return table_of(
        "Answers",
        rows,
        (left("Answer"), lambda row: row[0]),
        (right("before"), lambda row: interval_of(row[2].before, row[1])),
        (right("after"), lambda row: interval_of(row[2].after, row[1])),
        (right("change"), lambda row: _mean(row[2])),
        (left("verdict"), lambda row: verdict(row[2])),
        note=note if found.loop.draws else "Central values; nothing is varied.",
    )


def _mean(change: Change) -> str:
    return "-" if verdict(change) == "no change" else change_of(change)


def _parts(found: AnswerChanges) -> Table | None:
    moved = [row for row in found.loop.components if row.id in found.moved_parts]
    if not moved:
        return None
    return table_of(
        "Parts that move",
        moved,
        (left("Part"), lambda row: row.label),
        (right("days before"), lambda row: interval_of(row.days.before)),
        (right("after"), lambda row: interval_of(row.days.after)),
        (right("on the slowest loop in, before"), lambda row: percent(row.criticality.mean_before)),
        (right("after"), lambda row: percent(row.criticality.mean_after)),
        (
            right("shortens the loop by, before"),
            lambda row: percent(row.blocking_share.mean_before),
        ),
        (right("after"), lambda row: percent(row.blocking_share.mean_after)),
        row_limit=_ROWS,
    )


def _words(title: str, found: AnswerChanges) -> Listing | None:
    points = [
        f"{item.label}: {item.before or 'not on the map'} -> {item.after or 'not on the map'}"
        for item in found.statuses
    ]
    points += [
        f"{item.label}, the decision: {item.before or 'not on the map'} -> "
        f"{item.after or 'not on the map'}"
        for item in found.holders
    ]
    return Listing(title, tuple(points)) if points else None


def _next(found: AnswerChanges) -> Listing | None:
    points = [_falls(found, item) for item in found.next if item.changed]
    title = "What falls next, at central numbers"
    if found.next and not points:
        return Listing(title, ("No change.",))
    return Listing(title, tuple(points)) if points else None


def _falls(found: AnswerChanges, item: NextChange) -> str:
    def side(month: str | None, joins: tuple[str, ...]) -> str:
        if month is None:
            return "the bottleneck stays one to the horizon"
        return f"{month}, then {named(found.labels, joins, 3) if joins else 'a shorter loop'}"

    was, now = side(item.month_before, item.joins_before), side(item.month_after, item.joins_after)
    return f"If {item.school}: {was} -> {now}"


def _ranks(found: AnswerChanges) -> Listing | None:
    points = []
    for ranking, words in _RANKINGS.items():
        items = [item for item in found.ranks if item.ranking is ranking]
        beyond = [item for item in items if item.moved]
        shown = [
            f"{item.label} {item.before or '-'} -> {item.after or '-'}"
            for item in sorted(beyond, key=lambda one: (one.after or 999, one.label))
        ]
        if shown:
            points.append(f"{words}: {names(tuple(shown), 8)}")
        if len(beyond) < len(items):
            points.append(
                f"{words}: {count_of(len(items) - len(beyond), 'place')} more within noise"
            )
    return Listing("Ranks that move", tuple(points)) if points else None


def _change_blocks(changes: Iterable[ThingChange]) -> tuple[Block, ...]:
    by_kind: dict[str, list[ThingChange]] = {}
    for change in changes:
        by_kind.setdefault(change.kind, []).append(change)
    order = [kind for _, kind in KINDS]
    return tuple(
        Listing(f"Changed: {kind}", tuple(map(sentence, by_kind[kind])))
        for kind in sorted(by_kind, key=lambda kind: order.index(kind) if kind in order else 99)
    )


def sentence(change: ThingChange) -> str:
    """Return what was done to a thing in a sentence.

    >>> speedup = PropertyChange("speed-up", Quantity(6, "ratio"), Quantity(7, "ratio"),
    ...                          "our assumption")
    >>> sentence(ThingChange("component", "coding", "Coding", Act.CHANGED, None, (speedup,)))
    'Coding: speed-up 6x -> 7x (our assumption)'
    """
    about = f" (about {change.about})" if change.about else ""
    new = _ACTS[change.act]
    head = f"{change.label}{about}" + (f", {new}" if new else "")
    one_sided = change.act in (Act.ADDED, Act.REMOVED)
    shown = change.properties[:_PROPERTIES] if one_sided else change.properties
    told = [_property(item, change.act) for item in shown]
    if len(shown) < len(change.properties):
        more = len(change.properties) - len(shown)
        told.append(count_of(more, "more property", "more properties"))
    text = f"{head}: {'; '.join(told)}" if told else head
    if change.reasoning_kept:
        many = len(change.reasoning_kept) > 1
        text += (
            f". The {names(change.reasoning_kept)} beside it stayed as "
            f"{'they were' if many else 'it was'}"
        )
    return text


def _property(item: PropertyChange, act: Act) -> str:
    note = f" ({item.note})" if item.note else ""
    if act is Act.ADDED:
        return f"{item.property} {told(item.after)}{note}"
    if act is Act.REMOVED:
        return f"{item.property} {told(item.before)}{note}"
    if isinstance(item.before, str) and isinstance(item.after, str):
        was, now = _where_they_differ(item.before, item.after)
        return f"{item.property} {was} -> {now}{note}"
    if isinstance(item.before, tuple) and isinstance(item.after, tuple):
        return f"{item.property} {_members(item.before, item.after)}{note}"
    return f"{item.property} {told(item.before)} -> {told(item.after)}{note}"


def _members(before: tuple[str, ...], after: tuple[str, ...]) -> str:
    gone = tuple(item for item in before if item not in after)
    new = tuple(item for item in after if item not in before)
    parts = []
    if new:
        parts.append(f"with {names(new, 8)} now")
    if gone:
        parts.append(f"without {names(gone, 8)} now")
    return " and ".join(parts) or "in another order"


def told(value: Told) -> str:
    """Return what a property says, in words.

    >>> told(Quantity(2.0, "days", 1.0, 4.0, 0.9)), told(None), told(True), told(("a", "b"))
    ('2 d (1–4)', 'nothing', 'yes', 'a and b')
    """
    if isinstance(value, Quantity):
        return _quantity(value)
    if value is None:
        return "nothing"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float):
        return significant(value)
    if isinstance(value, tuple):
        return names(value, 8)
    return _quoted(value)


def _quantity(item: Quantity) -> str:
    text = LIMIT_WORDS.get(item.bound, "") + quantity(item.value, item.unit)
    if item.low is None and item.high is None:
        return text
    low, high = (MISSING if end is None else _bare(end, item.unit) for end in (item.low, item.high))
    return f"{text} ({low}–{high})"


def _bare(value: float, unit: str) -> str:
    return significant(value * 100) if unit == "share" else significant(value)


def _quoted(text: str) -> str:
    words = " ".join(text.split())
    if " " not in words:
        return words
    cut = words if len(words) <= 2 * _AROUND else words[: 2 * _AROUND].rstrip() + " …"
    return f"'{cut}'"


def _where_they_differ(before: str, after: str) -> tuple[str, str]:
    r"""Return two texts, long ones cut to what lies around the first difference."""
    was, now = (" ".join(text.split()) for text in (before, after))
    if was == now:
        return "as before", "other spaces"
    if max(len(was), len(now)) <= 2 * _AROUND:
        return _quoted(was), _quoted(now)
    start = next(
        (at for at, (one, two) in enumerate(zip(was, now, strict=False)) if one != two),
        min(len(was), len(now)),
    )
    begin = max(0, start - _AROUND)

    def cut(text: str) -> str:
        end = start + _AROUND
        return f"'{'… ' * (begin > 0)}{text[begin:end].strip()}{' …' * (end < len(text))}'"

    return cut(was), cut(now)
