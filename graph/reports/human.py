"""Which parts still need people, in words: the gates, whose word they rest on, what is falling."""

from __future__ import annotations

from graph.number_words import (
    LIMIT_WORDS,
    MISSING,
    count_of,
    days,
    interval_of,
    more,
    named,
    names,
    percent,
    share_interval,
    share_text,
    significant,
)
from graph.questions.human.answer import (
    Direction,
    Gate,
    Holder,
    Human,
    HumanComponent,
    HumanTrend,
    RemainingTime,
    Sign,
    Word,
)
from graph.reports.heading import facts, remarks
from graph.reports.report import Facts, Listing, Report, Table, left, make_report, right, table_of

#: Rows shown of the long tables; the rest is in the JSON and the CSV.
_ROWS = 10

#: Rows of the first screen.
_GATE_ROWS = 7

#: Observations for and against shown; the rest is in the JSON.
_SIGNS = 5


def human_report(result: Human, *, by_year: bool = False) -> Report:
    """Return the answer for people; with ``by_year`` also every part at the end of each year."""
    labels = {item.id: item.label for item in result.components}
    words = tuple(map(_gate_words, result.gates))
    own = any(item.source_count == 0 for item in result.trends)
    return make_report(
        "Which parts still need people",
        _headline(result),
        _gate_table(result),
        _history_table(result) if by_year else None,
        details=(
            _facts(result, labels),
            Listing("Who says that people shall decide", words) if words else None,
            _other_table(result),
            _trend_table(result),
            _signs(result, against=True),
            _signs(result, against=False),
            _disputes(result) if result.disputes else None,
            _bypasses(result, labels) if result.bypasses else None,
            remarks(
                "People's share of decisions is 1 less AI's; where only a share of lines or of "
                "working time is known, who decides stays unknown.",
                "'By design' says what is wanted, not what AI can do.",
                "People's days leave out the time they spend on checking AI's work.",
                "Odds of 1:1 mean half; times 0.25 in a year takes one half to one fifth.",
                "A trend through numbers of our own shows what we think, not what was seen."
                if own
                else None,
            ),
        ),
    )


def _headline(result: Human) -> str:
    required = [gate for gate in result.gates if gate.required]
    alone = sum(1 for gate in required if gate.our_word_alone)
    known = [item for item in result.components if item.human_share_of_decisions]
    unknown = sum(1 for item in result.components if item.holder is Holder.UNKNOWN)
    gates = f"{len(required)} of {len(result.components)} parts must stay with people by design"
    if alone:
        whose = "in our view, which no source states"
        gates += f", {whose}" if alone == len(required) else f", {alone} of them {whose}"
    time = "" if result.remaining is None else f" {_remaining_words(result.remaining)}"
    return (
        f"{gates}. How much people decide is known for {count_of(len(known), 'part')}; of "
        f"{unknown} nobody wrote down who decides.{time}"
    )


def _remaining_words(time: RemainingTime) -> str:
    low, high = significant(time.human_days_at_least), significant(time.human_days_at_most)
    between = low if low == high else f"{low} to {high}"
    return (
        f"Of the {significant(time.days)} days around the slowest loop, at central numbers, "
        f"{between} are people's own work and {significant(time.floor_days)} are minimum time, "
        "which no intelligence shortens."
    )


def _facts(result: Human, labels: dict[str, str]) -> Facts:
    unknown = result.remaining.unknown_components if result.remaining else ()
    why = f"because people's share is unknown for {named(labels, unknown)}" if unknown else None
    return facts(
        result,
        ("In brackets", "the truth lies between with a chance of 9 in 10"),
        ("From, to", why),
        supposed=result.suppositions,
    )


def _gate_table(result: Human) -> Table:
    gates = {gate.id: gate for gate in result.gates}
    return table_of(
        "Gates that stay with people by design",
        [item for item in result.components if item.holder is Holder.BY_DESIGN],
        (left("Part"), lambda item: item.label),
        (
            left("who says so"),
            lambda item: "our view" if gates[item.id].our_word_alone else "a source",
        ),
        (right("days now"), lambda item: days(item.days)),
        (right("minimum time"), lambda item: days(item.floor_days)),
        (left("on the slowest loop"), _on_cycle),
        (right("decided by people"), lambda item: share_text(item.human_share_of_decisions)),
        row_limit=_GATE_ROWS,
    )


def _gate_words(gate: Gate) -> str:
    verdict = "" if gate.required else "need not stay with people: "
    said = " ".join(_said(word) for word in gate.words)
    behind = tuple(dict.fromkeys(document(word) for word in gate.rests_on if word.source))
    tail = f" Drawn from {names(behind, 3)}." if behind else ""
    return f"{gate.label}: {verdict}{said}{tail}"


def _said(word: Word) -> str:
    what = f'"{word.quote}"' if word.quote else word.reasoning or significant(word.value)
    return f"{document(word)}: {what}" + ("" if what.endswith(".") else ".")


def document(word: Word) -> str:
    """Return whose word it is, with its date."""
    return f"{word.source or 'our view'} ({word.as_of or 'undated'})"


def _other_table(result: Human) -> Table:
    others = [item for item in result.components if item.holder is not Holder.BY_DESIGN]
    telling = [
        item
        for item in others
        if item.human_share_of_decisions
        or item.human_share_of_person_time
        or item.on_critical_cycle
    ]
    silent = len(others) - len(telling)
    return table_of(
        "Elsewhere: who decides, and how much is people's work",
        telling,
        (left("Part"), lambda item: item.label),
        (left("who decides"), lambda item: item.holder.value),
        (right("decided by people"), lambda item: share_text(item.human_share_of_decisions)),
        (right("working time of people"), lambda item: share_text(item.human_share_of_person_time)),
        (
            right("their share of what remains"),
            lambda item: share_interval(item.human_share_of_remaining_time),
        ),
        (right("people's days"), lambda item: interval_of(item.human_days)),
        (right("days now"), lambda item: days(item.days)),
        (left("on the slowest loop"), _on_cycle),
        note=f"Of {silent} further parts nothing is known of people's share." if silent else "",
        row_limit=_ROWS,
    )


def _on_cycle(item: HumanComponent) -> str:
    if item.on_critical_cycle is None:
        return MISSING
    return "yes" if item.on_critical_cycle else "no"


def _trend_table(result: Human) -> Table:
    shown = sorted(
        result.trends,
        key=lambda item: (
            item.direction is Direction.NOT_SHOWN,
            item.source_count == 0,
            item.change_per_year.median,
        ),
    )
    return table_of(
        "Where people's part is falling",
        shown,
        (left("Part"), lambda item: item.label),
        (left("seen in"), lambda item: item.metric),
        (
            left("people's part, then and now"),
            lambda item: (
                f"{percent(item.first_human_share)} ({item.first_date}) to "
                f"{percent(item.last_human_share)} ({item.last_date})"
            ),
        ),
        (right("odds in a year"), lambda item: f"times {interval_of(item.odds_factor_per_year)}"),
        (left("shown"), lambda item: item.direction.value),
        (left("from"), _trend_rests_on),
        row_limit=_ROWS,
    )


def _trend_rests_on(item: HumanTrend) -> str:
    sources = count_of(item.source_count, "source") if item.source_count else "our view, no source"
    return f"{count_of(item.observation_count, 'number')}, {sources}"


def _history_table(result: Human) -> Table:
    years = sorted({item.year for item in result.history})
    cells = {
        (item.id, item.year): share_text(item.human_share_of_person_time) for item in result.history
    }
    seen = {item.id for item in result.history if item.human_share_of_person_time}
    rows = tuple(
        (item.label, *(cells[item.id, year] for year in years))
        for item in result.components
        if item.id in seen
    )
    note = f"Unknown at the end of every year: {len(result.components) - len(seen)} parts."
    return Table(
        "People's share of working time at the end of each year",
        (left("Part"), *(right(str(year)) for year in years)),
        rows,
        note,
    )


def _signs(result: Human, *, against: bool) -> Listing:
    signs = [item for item in result.signs if item.speaks_against is against]
    points = [*map(_sign, signs[:_SIGNS]), more(len(signs), _SIGNS)]
    title = "Where AI's part is more than half" if against else "Where AI's part is half or less"
    return Listing(title, tuple(filter(None, points)) or ("no observation.",))


def _sign(item: Sign) -> str:
    word = item.word
    told = f'"{word.quote}" ' if word.quote else ""
    caveat = f" But: {word.caveat}" if word.caveat else ""
    return (
        f"{item.label}, {item.metric}: {LIMIT_WORDS[item.bound]}{percent(word.value)}, "
        f"{item.setting}. {told}{word.source} ({word.as_of or 'undated'}, {word.grade}).{caveat}"
    )


def _disputes(result: Human) -> Listing:
    return Listing(
        "Contradicted",
        tuple(
            f"{item.label}, {item.metric}: {significant(item.word.value)} in "
            f"{document(item.word)}, against {significant(item.disputed.value)} in "
            f"{document(item.disputed)}."
            for item in result.disputes
        ),
    )


def _bypasses(result: Human, labels: dict[str, str]) -> Listing:
    return Listing(
        "Where work goes round a gate under load",
        tuple(
            f"{labels.get(item.source, item.source)} to {labels.get(item.target, item.target)}: "
            f"{item.reason or 'no reason given.'}"
            for item in result.bypasses
        ),
    )
