"""The five answers, each as a name or a number with what it rests on."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from graph.errors import LoopmapError
from graph.exporters.lens import Lens, blocking_lens
from graph.questions.active.answer import Footing
from graph.questions.critical_path.answer import ComponentResult
from graph.questions.domains.closeness import Tier
from graph.questions.human.answer import Holder
from graph.reports.active import active_report
from graph.reports.critical_path import critical_path_report
from graph.reports.domains import domains_report
from graph.reports.growth import growth_report
from graph.reports.human import human_report
from graph.reports.numbers import MISSING, days, interval_of, percent, significant, times
from graph.reports.report import Paragraph, Report
from graph.views.answers import Answers
from graph.views.escaping import count

#: On what footing a part counts as sped up.
SPED_UP = (Footing.BY_EVIDENCE, Footing.ON_ASSUMPTION, Footing.SUPPOSED)

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
class Question:
    """One of the five questions: a lens on the map and a card above it.

    Attributes:
        lens: its word in the address.
        short: its name in the lens switch.
        question: as people ask it.
        command: what answers it in the terminal.
        card: puts the answer on a card.
        members: which components the lens shows; ``None`` for all.
        report: the whole answer; gives ``None`` while it is being worked out.
    """

    lens: str
    short: str
    question: str
    command: str
    card: Callable[[Answers], Card]
    members: Callable[[Answers], Lens | None]
    report: Callable[[Answers], Report | None]


def _active(answers: Answers) -> Card:
    result = answers.active
    counts = result.counts
    loops = len(result.loops.active_names)
    sources = sum(item.source_count for item in result.components if item.footing in SPED_UP)
    supposed = f", {counts.supposed} supposed" if counts.supposed else ""
    return Card(
        f"{counts.accelerated} of {len(result.components)} parts",
        f"{counts.shown_by_evidence} shown by evidence, {counts.on_our_assumption} on our "
        f"assumption{supposed}. {count(loops, 'named loop')} active end to end.",
        f"P(faster) ≥ {percent(result.accelerated_probability)} · {count(sources, 'source')}",
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
        f" Of the critical cycle's {significant(time.days)} days, "
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
    result = answers.blocking
    top = max(result.components, key=lambda item: item.blocking_share)
    if top.blocking_share <= 0:
        return Card("No single part", "blocks alone; several do together.", "")
    gain = 1 / (1 - top.blocking_share) if top.blocking_share < 1 else float("inf")
    after = _falls(answers) or _takes_over(top)
    likely = "" if top.criticality is None else f"P(critical) {percent(top.criticality)} · "
    return Card(
        top.label,
        f"Without it the loop would run {times(gain)} as fast.{after}",
        f"{likely}{count(top.source_count, 'source')}",
    )


def _takes_over(top: ComponentResult) -> str:
    then = top.next_bottleneck
    return f" From {times(then.at_speedup)} as fast, something else binds." if then else ""


def _falls(answers: Answers) -> str:
    # A slider is answered without looking years ahead; the page "Timeline" does it.
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
    result = answers.without_suppositions.domains
    if not result.raters:
        return Card(MISSING, f"Nobody had scored any of {len(result.domains)} domains yet.", "")
    like = [item for item in result.domains if item.tier is Tier.CODE_LIKE]
    first = next((item for item in result.domains if item.id != result.reference), None)
    nearest = f" Nearest: {first.label}." if first else ""
    chance = first.at_least_code if first else None
    likely = "" if chance is None else f"P(as close as code) {percent(chance)} · "
    return Card(
        f"{len(like)} of {len(result.domains)} domains",
        f"talk back as code does.{nearest}",
        f"{likely}{count(len(result.raters), 'rater')}",
    )


def _domain_members(answers: Answers) -> Lens | None:
    if not answers.study.model.domains:
        return None
    model, result = answers.study.model, answers.without_suppositions.domains
    like = [model.domains[item.id] for item in result.domains if item.tier is Tier.CODE_LIKE]
    members = frozenset(key for domain in like for key in domain.serves)
    return Lens("domains", "served by a domain that talks back as code does", members)


def _takeoff(answers: Answers) -> Card:
    result = answers.blocking
    pace = f"{interval_of(result.pace, 'x')} the pace"
    days_now = (
        f"{days(result.period_days.median)} per generation, "
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
        dict.fromkeys(percent(item.probability_sustains) for item in found.schools)
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


def _growth_report(answers: Answers) -> Report | None:
    found = answers.growth
    return growth_report(found) if found else None


def _domain_report(answers: Answers) -> Report:
    if not answers.study.model.domains:
        return Report("Which domains talk back as code does", (Paragraph("None is named."),))
    return domains_report(answers.without_suppositions.domains)


QUESTIONS: tuple[Question, ...] = (
    Question(
        "active",
        "1 · Active",
        "Which parts are already active?",
        "loopmap active",
        _active,
        _active_members,
        lambda answers: active_report(answers.active),
    ),
    Question(
        "human",
        "2 · Human",
        "Which still need human taste and direction?",
        "loopmap human",
        _human,
        _human_members,
        lambda answers: human_report(answers.human),
    ),
    Question(
        "next",
        "3 · Blocks",
        "What blocks the rest, and what falls next?",
        "loopmap critical-path",
        _next,
        lambda answers: blocking_lens(answers.blocking),
        lambda answers: critical_path_report(answers.blocking),
    ),
    Question(
        "domains",
        "4 · Domains",
        "Which domains get code-like feedback?",
        "loopmap domains",
        _domains,
        _domain_members,
        _domain_report,
    ),
    Question(
        "takeoff",
        "5 · Growth",
        "What if it improves the rest of the machinery?",
        "loopmap takeoff",
        _takeoff,
        _carriers,
        _growth_report,
    ),
)


def question_of(lens: str) -> Question:
    """Return the question that a lens belongs to."""
    return next(item for item in QUESTIONS if item.lens == lens)
