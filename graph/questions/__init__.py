"""The questions, a folder each: what the answer holds, and how it is worked out.

``QUESTIONS`` declares each question once. Commands, pages, downloads, the methods in Python,
``what-if``'s before and after, and the tests of what every question promises follow from it.
"""

from __future__ import annotations

from graph.questions.question import Figure, Option, Question

QUESTIONS: tuple[Question, ...] = (
    Question(
        name="critical-path",
        noun="critical_path",
        number=3,
        result="CriticalPath",
        summary="What blocks the loop now, and what it would give to speed it up.",
        description="Print how long a generation takes, what holds the loop up, and what next.",
        table="components",
        saved="every part with its days, AI speed-up, spare days and how much it holds the loop up",
        options=(Option("certificate", bool, False, "Print the proof that the period is right."),),
        figures=(
            Figure("period_days", "days", "period_days"),
            Figure("pace", "ratio", "pace"),
            Figure("baseline_period_days", "days", "baseline_period_days"),
            Figure("ceiling_pace", "ratio", "ceiling.pace"),
        ),
    ),
    Question(
        name="active",
        noun="active",
        number=1,
        result="Active",
        summary="Which parts of the loop are already active (question 1).",
        description="Print which parts AI speeds up, on what evidence, and which feedback loops "
        "end to end.\n\nNothing is run for this answer, so --draws and --seed change nothing.",
        table="components",
        saved="every part, or with --by-year every part of every year,",
        needs=("critical_path",),
        draws=None,
        by_year="history",
    ),
    Question(
        name="human",
        noun="human",
        number=2,
        result="Human",
        summary="Which parts still need people, and on whose word (question 2).",
        description="Print where people hold the decision, on whose word, and where their part is "
        "falling.\n\nNothing is run for this answer, so --draws and --seed change nothing.",
        table="components",
        saved="every part, or with --by-year every part of every year,",
        needs=("critical_path",),
        draws=None,
        by_year="history",
    ),
    Question(
        name="next",
        noun="next",
        number=3,
        result="WhatFallsNext",
        summary="Which bottleneck falls next, when, and what takes over (question 3).",
        description="Print which bottleneck falls next, when, what takes over, and what sets the "
        "pace in the end: if rates go on, and if automation spreads.",
        table="series",
        saved="period, pace and what is on the slowest loop in every month",
        answered_by="what_falls_next",
        needs=("critical_path",),
        options=(
            Option("horizon", str, "2032", "How far to look ahead: 2032 or 2032-06.", "DATE"),
            Option(
                "target",
                float,
                None,
                "Find the fewest changes that reach this pace, for example 1.5.",
                "PACE",
            ),
            Option(
                "school",
                str,
                "both",
                "Which school looks ahead: rates (go on), automation (spreads) or both.",
                "SCHOOL",
            ),
        ),
        slow=True,
    ),
    Question(
        name="what-if",
        noun="what_if",
        number=3,
        result="WhatIf",
        summary="Every answer before and after something is supposed (question 3).",
        description="Print every answer before and after what --set and --scenario suppose.\n\n"
        "Both sides see the same runs, so that a small change can be told from none. Without "
        "--set and --scenario all scenarios of the map stand side by side.",
        table="components",
        saved="period, pace and ceiling before and after, a line a draw",
        drawn_rows="drawn_rows",
        needs=("critical_path",),
        command="what_if",
    ),
    Question(
        name="history",
        noun="history",
        number=3,
        result="History",
        summary="How the bottleneck moved year by year.",
        options=(
            Option("by", str, "year", "Look at the end of every year, or every quarter.", "STEP"),
        ),
        description="Print the answers at the end of each year since 2022.\n\n"
        "Each year sees only the evidence that was known then. How well it was foreseen: "
        "'loopmap score'.",
        table="years",
        saved="every component at the end of every year",
        saved_table="components",
        needs=("critical_path",),
        slow=True,
    ),
    Question(
        name="own-loop",
        noun="own_loop",
        number=3,
        result="OwnLoop",
        summary="What blocks a measured loop of your own, and how that moved by quarter.",
        description="Print what blocks a loop of your own, step by step, and how that moved by "
        "quarter.\n\nWhat 'loopmap measure' writes is such a loop. A quarter is shown if days of "
        "work or waiting were measured in it.",
        table="quarters",
        saved="what was measured quarter by quarter",
        needs=("critical_path",),
        draws=256,
        slow=True,
    ),
    Question(
        name="sensitivity",
        noun="sensitivity",
        number=None,
        result="Sensitivity",
        summary="Where the uncertainty comes from, and what to measure next.",
        description="Print which numbers make the pace uncertain, and which is most worth "
        "measuring.\n\nA measurement is worth something if it would change what one speeds up "
        "next. Without --draws 8,192 runs are made.",
        table="numbers",
        saved="every uncertain number with the pace, a line a draw",
        drawn_rows="drawn_numbers",
        draws=8192,
        slow=True,
    ),
    Question(
        name="takeoff",
        noun="growth",
        number=5,
        result="Takeoff",
        answered_by="takeoff",
        summary="Whether the loop sustains itself, and what stops it (question 5).",
        description="Print whether the loop sustains itself, how fast it gets, and what stops it.",
        table="series",
        saved="the series (with --preset its numbers, with --back-test the forecasts)",
        needs=("critical_path",),
        options=(
            Option("horizon", float, 10.0, "How far to run.", "YEARS"),
            Option("continuous", bool, False, "Let improvements act at once, not by generations."),
            Option(
                "recursion",
                bool,
                True,
                "Whether improvements act back on the parts of the loop.",
            ),
            Option(
                "feedback",
                float,
                1.0,
                "Suppose that all improvements act back so many times as strongly.",
                "TIMES",
            ),
        ),
        command="takeoff",
    ),
    Question(
        name="domains",
        noun="domains",
        number=4,
        result="Domains",
        summary="Which domains talk back as code does, and what that would give (question 4).",
        description="Print how well each domain talks back beside code, what holds it back, and "
        "what it would give.",
        table="domains",
        saved="every domain with its scores, rank and gain",
        needs=("critical_path",),
        options=(
            Option(
                "exponent",
                float,
                -4.0,
                "Of the power mean: 1 is the plain mean, the lower the more the weakest property "
                "decides; -inf for it alone.",
            ),
        ),
        command="domains",
    ),
    Question(
        name="explain",
        noun="explain",
        number=None,
        result="Explanation",
        summary="Everything behind a number, down to quote and source.",
        description="Print everything that stands behind THING, down to quote and source.\n\n"
        "THING is a component, dependency, metric, source, skill, domain, loop or observation by "
        "id or label; a stock; one number, as code-review.speedup; or one of the answers period, "
        "pace, ceiling and r-loop. Where several things have one name, KIND:NAME picks one. Only "
        "the pace and r-loop come from runs; all else is at central numbers.",
        table="observations",
        saved="every observation behind it",
        needs=("critical_path", "evidence", "growth"),
        options=(Option("name", str, None, "What to explain.", "THING", required=True),),
    ),
    Question(
        name="evidence",
        noun="evidence",
        number=None,
        result="EvidenceReview",
        summary="What the answers rest on, and what hangs on a single source.",
        description="Print how much rests on measurement, how old it is, and which source moves "
        "what.\n\nThe pace and its doubt come from the runs; what a source moves is worked out at "
        "central numbers.",
        table="numbers",
        saved="every number with what it rests on",
        needs=("critical_path",),
        badge="badge",
    ),
    Question(
        name="score",
        noun="score",
        number=None,
        result="Score",
        summary="How true the map has been: forecasts held against what came, misses first.",
        description="Print how true the map has been, the misses first.\n\n"
        "Each lab's next generation and the next value of each dated series are forecast from "
        "what came before, each source's speed-ups from all other sources, and all of them held "
        "against what came, beside naive rivals. Last, how much of the answers rests on "
        "our own view; runs are made for that alone.",
        table="targets",
        saved="every target with what was reached",
        needs=("critical_path", "growth"),
    ),
)


def question_named(name: str) -> Question:
    """Return the question of that name or noun.

    Raises:
        KeyError: there is none.

    >>> question_named("takeoff") is question_named("growth")
    True
    """
    for question in QUESTIONS:
        if name in (question.name, question.noun):
            return question
    raise KeyError(name)
