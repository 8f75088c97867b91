"""The five answers, each as a name or a number with what it rests on."""

from __future__ import annotations

from collections.abc import Callable

from graph.exporters.marks import blocking_parts
from graph.number_words import (
    chance_given,
    count_of,
    interval_of,
    middle_of,
    percent,
    percent_of_runs,
    times,
)
from graph.questions import question_named
from graph.questions.active.answer import Footing
from graph.questions.critical_path.answer import ComponentResult
from graph.questions.domains.feedback_quality import Tier
from graph.questions.human.answer import HELD
from graph.records import record
from graph.reports import report_of
from graph.reports.critical_path import gain_at_floor
from graph.reports.report import Report
from graph.reports.standing import on_slowest_loop, shortens
from graph.reports.waiting import share_of_wait
from graph.views.answers import Answers

#: On what footing a part counts as sped up.
SPED_UP = (
    Footing.BY_EVIDENCE,
    Footing.BY_BORROWED_EVIDENCE,
    Footing.ON_ASSUMPTION,
    Footing.SUPPOSED,
)

#: From this part of the feedback on, a component counts as carrying it.
CARRYING_SHARE = 0.02


@record
class Card:
    """One answer, ready to be read.

    Attributes:
        value: the answer itself, short: a name, a number or a count.
        detail: one sentence that says what it means.
        basis: interval, sources and date, or how to get what is missing.
    """

    value: str
    detail: str
    basis: str


@record
class LensQuestion:
    """One of the five questions: a lens on the map and a card above it.

    Attributes:
        lens: its word in the address.
        question: the name in the registry of the question that answers it.
        short: its name in the lens switch.
        asked: as people ask it.
        card: puts the answer on a card.
        members: ids of the components that the lens shows; ``None`` for all.
    """

    lens: str
    question: str
    short: str
    asked: str
    card: Callable[[Answers], Card]
    members: Callable[[Answers], frozenset[str] | None]

    def report(self, answers: Answers) -> Report | None:
        """Return the whole answer; ``None`` while it is being worked out, or if there is none."""
        question = question_named(self.question)
        # As the card has it: growth is worked out beside the page, and domains suppose nothing.
        found = getattr(answers, question.noun)
        return None if found is None else report_of(question, found)


def _active(answers: Answers) -> Card:
    result = answers.active
    counts = result.counts
    loops = len(result.loops.active_names)
    shown = counts.shown_by_evidence + counts.shown_by_borrowed_evidence
    faster = [item for item in result.components if item.footing in SPED_UP]
    sources = sum(item.source_count for item in faster)
    supposed = f", {counts.supposed} supposed" if counts.supposed else ""
    closed = f"{count_of(loops, 'named loop')} from end to end" if loops else "no whole loop"
    return Card(
        f"AI speeds up {len(faster)} of {len(result.components)} parts",
        f"{shown} shown by evidence, {counts.on_our_assumption} in our view alone{supposed}; "
        f"{closed}.",
        f"each in {percent(result.accelerated_probability)} of runs or more · "
        f"{count_of(sources, 'source')}",
    )


def _active_members(answers: Answers) -> frozenset[str]:
    return frozenset(item.id for item in answers.active.components if item.footing in SPED_UP)


def _human(answers: Answers) -> Card:
    result = answers.human
    held = [item for item in result.components if item.holder in HELD]
    required = [gate for gate in result.gates if gate.required]
    alone = sum(gate.our_word_alone for gate in required)
    known = sum(item.human_share_of_decisions is not None for item in result.components)
    ours = f" ({'all' if alone == len(required) else alone} in our view alone)" if alone else ""
    practice = len(held) - len(required)
    more = f", {practice} more in practice" if practice > 0 else ""
    return Card(
        f"People hold {len(held)} of {len(result.components)} parts",
        f"{len(required)} of them by design{ours}{more}.",
        f"who decides is known of {known}",
    )


def _human_members(answers: Answers) -> frozenset[str]:
    return frozenset(item.id for item in answers.human.components if item.holder in HELD)


def _next(answers: Answers) -> Card:
    result = answers.critical_path
    top = max(result.components, key=lambda item: item.blocks)
    if top.blocks <= 0:
        return Card("No single part holds the loop up", "Several do together.", "")
    wait = result.longest_wait
    if wait is not None:
        at = result.component(wait.id)
        often = (
            ""
            if at.criticality is None
            else f"on the slowest loop in {on_slowest_loop(at, result)} of runs"
        )
        return Card(
            f"Waiting for {wait.label} holds the loop up most",
            f"{interval_of(wait.waiting_days)} days, {share_of_wait(result)} of those of "
            f"{result.words.a_round}. Of the work, {top.label} does: in its minimum time, the "
            f"loop would be {shortens(top)} shorter.",
            often,
        )
    after = _falls(answers) or _takes_over(top)
    if top.expected_blocking_share is None:
        holds = (
            f"Done in its minimum time, the loop would run {times(gain_at_floor(top.blocks))} "
            "as fast."
        )
        likely = ""
    else:
        holds = (
            f"Done in its minimum time, {result.words.a_round} would be {shortens(top)} shorter."
        )
        likely = f"on the slowest loop in {on_slowest_loop(top, result)} of runs · "
    return Card(
        f"{top.label} holds the loop up most",
        holds + after,
        f"{likely}{count_of(top.source_count, 'source')}",
    )


def _takes_over(top: ComponentResult) -> str:
    then = top.next_bottleneck
    return f" Once {times(then.at_speedup)} as fast, another part does." if then else ""


def _falls(answers: Answers) -> str:
    # A slider is answered without looking years ahead; the page "What falls next" does it.
    if answers.study.suppositions:
        return ""
    found = answers.begin_next()
    if found is None:
        return ""
    # Of years for which nothing is dated nothing is said.
    if found.no_years:
        return ""
    now, later = found.present, found.present.any_fall
    if later:
        likely = percent_of_runs(later.never_share, found.draws)
        stays = f"stays the slowest to {found.horizon} in {likely} of runs"
    elif now.central_fall:
        stays = f"stops being the slowest in {now.central_fall}"
    else:
        stays = f"stays the slowest to {found.horizon}"
    return f" The loop {stays}."


def _blocking_members(answers: Answers) -> frozenset[str]:
    result = answers.critical_path
    # The thick line is never faded: what it passes through blocks at the central numbers.
    return blocking_parts(result) | frozenset(result.critical_cycle)


def _domains(answers: Answers) -> Card:
    if not answers.study.model.domains:
        return Card("No domains", "This map names none.", "")
    result = answers.domains
    if not result.raters:
        return Card("Not known", f"Nobody had scored any of {len(result.domains)} domains yet.", "")
    like = [item for item in result.domains if item.tier is Tier.CODE_LIKE]
    first = next((item for item in result.domains if item.id != result.reference), None)
    nearest = f"The nearest to code is {first.label}" if first else "None is near"
    chance = first.at_least_code if first else None
    likely = (
        ""
        if chance is None
        else (f": at least as good in {percent_of_runs(chance, result.draws)} of runs")
    )
    return Card(
        f"{len(like)} of {len(result.domains)} domains talk back as code does",
        f"{nearest}{likely}.",
        f"scored by {count_of(len(result.raters), 'rater')}",
    )


def _domain_members(answers: Answers) -> frozenset[str] | None:
    if not answers.study.model.domains:
        return None
    model, result = answers.study.model, answers.domains
    like = [model.domains[item.id] for item in result.domains if item.tier is Tier.CODE_LIKE]
    return frozenset(key for domain in like for key in domain.serves)


def _takeoff(answers: Answers) -> Card:
    result = answers.critical_path
    pace = f"AI makes the loop {interval_of(result.pace)} times as fast"
    period = middle_of(result.period_days, " d")
    every = f"One every {period}" if result.overlaps else f"{period} per {result.words.round}"
    days_now = f"{every}, {middle_of(result.baseline_period_days, ' d')} without AI."
    found = answers.growth
    if found is None:
        words = "whether that goes on by itself is being worked out"
        return Card(pace, days_now, words if answers.growth_is_pending else "growth: not known")
    # Both sides of the dispute whether work can stand in for compute are always told.
    verdicts = " or ".join(dict.fromkeys(item.verdict.value for item in found.schools))
    ratios = " or ".join(dict.fromkeys(middle_of(item.loop_ratio) for item in found.schools))
    chances = " or ".join(
        dict.fromkeys(
            chance_given(item.probability_sustains, found.draws, found.assumed_share)
            for item in found.schools
        )
    )
    return Card(
        pace,
        f"{days_now} The loop {verdicts}: a gain of 1 brings back {ratios}, and must bring 1.",
        f"goes on by itself: {chances}",
    )


def _carriers(answers: Answers) -> frozenset[str] | None:
    found = answers.growth
    if found is None:
        return None
    carrying = found.schools[0].components
    return frozenset(item.id for item in carrying if item.share >= CARRYING_SHARE)


LENS_QUESTIONS: tuple[LensQuestion, ...] = (
    LensQuestion(
        "active",
        "active",
        "1 · Active",
        "Which parts does AI already speed up?",
        _active,
        _active_members,
    ),
    LensQuestion(
        "human",
        "human",
        "2 · Human",
        "Which still need human taste and direction?",
        _human,
        _human_members,
    ),
    LensQuestion(
        "next",
        "critical-path",
        "3 · Blocks",
        "What holds up the rest, and what next?",
        _next,
        _blocking_members,
    ),
    LensQuestion(
        "domains",
        "domains",
        "4 · Domains",
        "Which domains get code-like feedback?",
        _domains,
        _domain_members,
    ),
    LensQuestion(
        "takeoff",
        "takeoff",
        "5 · Growth",
        "What if AI improves the rest of the machinery?",
        _takeoff,
        _carriers,
    ),
)


def question_of(lens: str) -> LensQuestion:
    """Return the question that a lens belongs to."""
    return next(item for item in LENS_QUESTIONS if item.lens == lens)
