"""The five answers, each as a name or a number with what it rests on."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from graph.errors import LoopmapError
from graph.exporters.marks import Lens, blocking_lens
from graph.questions import question_named
from graph.questions.active.answer import Footing
from graph.questions.critical_path.answer import ComponentResult
from graph.questions.domains.feedback_quality import Tier
from graph.questions.human.answer import Holder
from graph.reports import report_of
from graph.reports.critical_path import gain_at_floor
from graph.reports.numbers import (
    MISSING,
    chance_given,
    count_of,
    days,
    interval_of,
    percent,
    significant,
    times,
)
from graph.reports.report import Report
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

#: Who holds a part that needs people.
HELD = (Holder.BY_DESIGN, Holder.PEOPLE)


@dataclass(frozen=True, slots=True)
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


@dataclass(frozen=True, slots=True)
class LensQuestion:
    """One of the five questions: a lens on the map and a card above it.

    Attributes:
        lens: its word in the address.
        question: the name in the registry of the question that answers it.
        short: its name in the lens switch.
        asked: as people ask it.
        card: puts the answer on a card.
        members: which components the lens shows; ``None`` for all.
    """

    lens: str
    question: str
    short: str
    asked: str
    card: Callable[[Answers], Card]
    members: Callable[[Answers], Lens | None]

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
    sources = sum(item.source_count for item in result.components if item.footing in SPED_UP)
    supposed = f", {counts.supposed} supposed" if counts.supposed else ""
    return Card(
        f"{shown} of {len(result.components)} parts",
        f"shown to be sped up: {counts.shown_by_evidence} by evidence of this setting, "
        f"{counts.shown_by_borrowed_evidence} by borrowed evidence. {counts.on_our_assumption} "
        f"more on our judgement alone{supposed}. "
        f"{count_of(loops, 'named loop')} active end to end.",
        f"P(faster) ≥ {percent(result.accelerated_probability)} · {count_of(sources, 'source')}",
    )


def _active_members(answers: Answers) -> Lens:
    members = (item.id for item in answers.active.components if item.footing in SPED_UP)
    return Lens("active", "sped up by AI", frozenset(members))


def _human(answers: Answers) -> Card:
    result = answers.human
    required = [gate for gate in result.gates if gate.required]
    alone = sum(gate.our_word_alone for gate in required)
    known = sum(item.human_share_of_decisions is not None for item in result.components)
    time = result.remaining
    work = (
        f" Of the {significant(time.days)} days of the critical cycle at the central numbers, "
        f"{significant(time.human_days_at_least)} to {significant(time.human_days_at_most)} are "
        "people's own work."
        if time
        else ""
    )
    return Card(
        f"{len(required)} of {len(result.components)} parts",
        f"stay with people by design, {alone} of them on our word alone.{work}",
        f"share of decisions known for {known}",
    )


def _human_members(answers: Answers) -> Lens:
    members = (item.id for item in answers.human.components if item.holder in HELD)
    return Lens("human", "held by people", frozenset(members))


def _next(answers: Answers) -> Card:
    result = answers.critical_path
    top = max(result.components, key=lambda item: item.blocks)
    if top.blocks <= 0:
        return Card("No single part", "blocks alone; several do together.", "")
    after = _falls(answers) or _takes_over(top)
    likely = "" if top.criticality is None else f"critical in {percent(top.criticality)} · "
    if top.expected_blocking_share is None:
        holds = f"Without it the loop would run {times(gain_at_floor(top.blocks))} as fast."
    else:
        holds = (
            f"Blocks most: at what no intelligence shortens, {result.words.a_round} would be "
            f"{percent(top.blocks)} shorter on average."
        )
    return Card(top.label, holds + after, f"{likely}{count_of(top.source_count, 'source')}")


def _takes_over(top: ComponentResult) -> str:
    then = top.next_bottleneck
    return f" From {times(then.at_speedup)} as fast, something else binds." if then else ""


def _falls(answers: Answers) -> str:
    # A slider is answered without looking years ahead; the page "What falls next" does it.
    if answers.study.suppositions:
        return ""
    try:
        found = answers.what_falls_next
    except LoopmapError:
        return ""
    now, later = found.present, found.present.any_fall
    when = f"falls in {now.central_fall}" if now.central_fall else f"holds to {found.horizon}"
    still = f", still binds in {found.horizon} with P {percent(later.never_share)}" if later else ""
    return f" The cycle {when} at the central estimate{still}."


def _domains(answers: Answers) -> Card:
    if not answers.study.model.domains:
        return Card("None", "This map names no domains.", "")
    result = answers.domains
    if not result.raters:
        return Card(MISSING, f"Nobody had scored any of {len(result.domains)} domains yet.", "")
    like = [item for item in result.domains if item.tier is Tier.CODE_LIKE]
    first = next((item for item in result.domains if item.id != result.reference), None)
    nearest = f" Nearest: {first.label}." if first else ""
    chance = first.at_least_code if first else None
    likely = "" if chance is None else f"P(feedback at least that of code) {percent(chance)} · "
    return Card(
        f"{len(like)} of {len(result.domains)} domains",
        f"talk back as code does.{nearest}",
        f"{likely}{count_of(len(result.raters), 'rater')}",
    )


def _domain_members(answers: Answers) -> Lens | None:
    if not answers.study.model.domains:
        return None
    model, result = answers.study.model, answers.domains
    like = [model.domains[item.id] for item in result.domains if item.tier is Tier.CODE_LIKE]
    members = frozenset(key for domain in like for key in domain.serves)
    return Lens("domains", "served by a domain that talks back as code does", members)


def _takeoff(answers: Answers) -> Card:
    result = answers.critical_path
    pace = f"{interval_of(result.pace, 'x')} the pace"
    days_now = (
        f"{days(result.period_days.median)} per {result.words.round}, "
        f"{days(result.baseline_period_days.median)} without AI."
    )
    found = answers.growth
    if found is None:
        words = "whether it sustains itself is being worked out"
        return Card(pace, days_now, words if answers.growth_is_pending else "growth: not known")
    # Both sides of the dispute whether work can stand in for compute are always told.
    verdicts = " or ".join(dict.fromkeys(item.verdict.value for item in found.schools))
    ratios = " or ".join(significant(item.loop_ratio.median, 2) for item in found.schools)
    chances = " or ".join(
        dict.fromkeys(
            chance_given(item.probability_sustains, found.draws, found.assumed_share)
            for item in found.schools
        )
    )
    return Card(
        pace,
        f"{days_now} The loop {verdicts}: R_loop {ratios}, where 1 would.",
        f"P(R_loop > 1) {chances}",
    )


def _carriers(answers: Answers) -> Lens | None:
    found = answers.growth
    if found is None:
        return None
    carrying = found.schools[0].components
    return Lens(
        "takeoff",
        "carrying the feedback",
        frozenset(item.id for item in carrying if item.share >= CARRYING_SHARE),
    )


LENS_QUESTIONS: tuple[LensQuestion, ...] = (
    LensQuestion(
        "active",
        "active",
        "1 · Active",
        "Which parts are already active?",
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
        "What blocks the rest, and what falls next?",
        _next,
        lambda answers: blocking_lens(answers.critical_path),
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
        "What if it improves the rest of the machinery?",
        _takeoff,
        _carriers,
    ),
)


def question_of(lens: str) -> LensQuestion:
    """Return the question that a lens belongs to."""
    return next(item for item in LENS_QUESTIONS if item.lens == lens)
