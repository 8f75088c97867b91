"""The few words of the answers that a newcomer may not know, each in one line."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from functools import cache

from graph.errors import UsageError
from graph.map_words import MapWords
from graph.records import record
from graph.reports.report import (
    Block,
    Facts,
    Listing,
    Paragraph,
    Report,
    make_report,
)


@record
class Term:
    """One word, or a few that belong together.

    Attributes:
        word: as it is written most often.
        meaning: what it means, in one line of a terminal, without a full stop.
        more: what else there is to know, in a sentence or two.
        forms: a regular expression of the ways in which a text writes it, letters of either case.
    """

    word: str
    meaning: str
    more: str
    forms: str


@record
class Glossary:
    """Words with their meanings.

    Attributes:
        terms: in the order of the alphabet.
    """

    terms: tuple[Term, ...]


#: Those that a newcomer needs most come first.
GLOSSARY: tuple[Term, ...] = (
    Term(
        "slowest loop",
        "the chain of parts that takes most days; it sets the pace",
        "It runs back to where it began. A part on it makes every generation later when it takes "
        "longer. Since the numbers are uncertain, another loop is the slowest in one run than in "
        "the next.",
        r"slowest loops?|sets? the pace|bottlenecks?|on the slowest",
    ),
    Term(
        "holds the loop up",
        "how much shorter it gets with the part at its minimum time",
        "It is a share of the days of a generation, and the answer to 'what blocks the rest'. "
        "'What would it give to change a part by so much' is what-if; 'what is most worth "
        "measuring' is sensitivity.",
        r"holds? (?:it|the loop) up|held up|shortens (?:the )?loop by|blocks? the (?:loop|rest)",
    ),
    Term(
        "minimum time",
        "the days of a part that no intelligence shortens",
        "Concrete hardens, a notice period runs, a chip passes through the plant.",
        r"minimum times?",
    ),
    Term(
        "in brackets",
        "the truth lies between with a chance of 9 in 10, by what is known",
        "9 of 10 runs lie between the two numbers, one in twenty on either side.",
        r"(?:with)?in (?:the )?brackets|9 of 10|\(-?[\d.,]+[–-][\d.,]+\)",
    ),
    Term(
        "our view",
        "a number that no source states: we reasoned it ourselves",
        "'loopmap explain NAME' shows the reasoning. --evidence-only leaves our view of speed-ups "
        "out.",
        r"our (?:own )?views?",
    ),
    Term(
        "generation",
        "one round of the loop, up to the next better model",
        "On the shipped map it is a release that raises the lab's own best score on Epoch's "
        "capabilities index by 0.5 or more. On a map of your own it is one round of your loop.",
        r"generations?",
    ),
    Term(
        "return of progress",
        "what one per cent of progress adds to the next, in per cent",
        "Above 1 growth feeds itself, below 1 it fades. It falls as ideas get harder to find, and "
        "as the loop waits for what no intelligence shortens. In the JSON it is loop_ratio; papers "
        "call it R or r.",
        r"returns? of progress|comes back as|sustains? itself",
    ),
    Term(
        "talks back",
        "shows soon, surely and cheaply whether work is right, as code does",
        "Each domain is scored on seven properties of its feedback, from 0 to 1; 'code-like' "
        "means no worse than code on them.",
        r"talks? back|code-like|feedback, 0 to 1",
    ),
    Term(
        "tier",
        "domains whose ranks the scores cannot tell apart",
        "Within a tier the order means nothing.",
        r"tiers?",
    ),
    Term(
        "borrowed evidence",
        "what was observed elsewhere: in another setting or part",
        "It counts for less and its interval is wider the further away it was observed.",
        r"borrowed",
    ),
    Term(
        "gate",
        "a step that others must wait for until somebody says yes",
        "Such as an approval to merge, a safety gate or a permit.",
        r"gates?",
    ),
    Term(
        "gain wasted",
        "a part became faster, but the loop waits elsewhere",
        "It could take longer at no cost, by the days that the table names.",
        r"gains? wasted|the gain the loop uses|of it the loop uses|could take longer",
    ),
    Term(
        "runs",
        "the loop worked out once, with all numbers varied within what is known",
        "An answer is made from 1,024 of them, or as many as --draws says. --seed takes others.",
        r"runs|(?:in|of) (?:one|a|each|some) run",
    ),
    Term(
        "doubt",
        "how far the answer moves when numbers vary within what is known",
        "A share of the doubt says how much of that movement comes from some of the numbers.",
        r"doubt",
    ),
    Term(
        "pace",
        "how many times as fast generations follow each other as without AI",
        "The days of a generation without AI, divided by its days now.",
        r"paces?",
    ),
    Term(
        "AI speed-up",
        "how many times as fast a part of the work is with AI as without",
        "2x means half the days of work. 1x means that AI changes nothing, 0.5x that it takes "
        "twice as long. Unknown is never taken as 1x in a table, but such a part runs at its days "
        "without AI.",
        r"speed-ups?|speeds up|times as fast|faster with AI",
    ),
    Term(
        "noise",
        "a difference that is no larger than chance alone makes it",
        "More runs (--draws) make the noise smaller.",
        r"noise",
    ),
    Term(
        "central numbers",
        "each number at the middle of what is known, nothing varied",
        "One such run shows the structure of the loop. The answers themselves come from the runs "
        "in which the numbers are varied, where the slowest of many loops counts.",
        r"central (?:numbers?|values?|run|estimates?)",
    ),
    Term(
        "supposed",
        "a number put in place of what is known, to see what it would change",
        "--set supposes one number, --scenario a set of them with a name.",
        r"suppos(?:ed?|es|ing)|scenarios?",
    ),
    Term(
        "setting",
        "whose loop it is: of a frontier lab, of industry or of open source",
        "--setting chooses one; --against shows another beside it.",
        r"settings?",
    ),
)


#: Above the meanings, at the end of a report and over the whole list.
_TITLE = "What the words mean"


@cache
def _pattern(term: Term) -> re.Pattern[str]:
    return re.compile(rf"(?<![\w-])(?:{term.forms})(?![\w-])", re.IGNORECASE)


def in_order_of_need(terms: Iterable[Term]) -> tuple[Term, ...]:
    """Return words with those first that a newcomer needs most."""
    return tuple(sorted(terms, key=GLOSSARY.index))


def terms_in(text: str) -> tuple[Term, ...]:
    """Return the words of the glossary that a text uses, in the order of their first use.

    >>> [term.word for term in terms_in("In 9 of 10 runs the pace is 2x.")]
    ['in brackets', 'runs', 'pace']
    """
    found = ((term, _pattern(term).search(text)) for term in GLOSSARY)
    places = ((match.start(), -match.end(), term) for term, match in found if match)
    return tuple(term for *_, term in sorted(places, key=lambda item: item[:2]))


def terms_of(blocks: Iterable[Block]) -> tuple[Term, ...]:
    """Return the words of the glossary that a part of a report uses, by their first use."""
    return terms_in("\n".join(_text_of(block) for block in blocks))


def explanations(terms: Iterable[Term], words: MapWords | None = None) -> tuple[str, ...]:
    """Return a line for each word, as it stands below a text that uses it.

    Args:
        terms: the words.
        words: what the map calls a round; those of generations of models without it.

    >>> explanations(terms_in("tier"))
    ('tier: domains whose ranks the scores cannot tell apart',)
    """
    said = (f"{term.word}: {term.meaning}" for term in terms)
    return tuple(one if words is None else in_words_of(one, words) for one in said)


def explained(report: Report, words: MapWords | None = None) -> Report:
    """Return a report with the meaning of each of its words at the end, once.

    Args:
        report: without them.
        words: what the map calls a round; those of generations of models without it.
    """
    report = replace(report, map_words=words)
    lines = explanations(terms_of(report.blocks), words)
    if not lines or any(isinstance(one, Listing) and one.title == _TITLE for one in report.blocks):
        return report
    return replace(report, blocks=(*report.blocks, Listing(_TITLE, lines)))


def in_words_of(explanation: str, words: MapWords) -> str:
    """Return an explanation in the words of a map that is not about generations of models.

    >>> in_words_of("of a generation, of a frontier lab, of industry", MapWords.of_round("fix"))
    'of a fix, of industry'
    """
    if words.of_models:
        return explanation
    said = explanation.replace("of a frontier lab, ", "").replace("generations", words.rounds)
    return said.replace("a generation", words.a_round).replace("generation", words.round)


def _text_of(block: Block) -> str:
    if isinstance(block, Paragraph):
        return block.text
    if isinstance(block, Facts):
        return "\n".join([block.title, *(f"{name} {text}" for name, text in block.pairs)])
    if isinstance(block, Listing):
        return "\n".join((block.title, *block.points))
    heads = (column.title for column in block.columns)
    return "\n".join((block.title, *heads, *(" ".join(row) for row in block.rows), block.note))


def glossary(word: str | None = None) -> Glossary:
    """Return all words, or those that a person asks about.

    Args:
        word: a word or a part of one; ``None`` for all.

    Raises:
        UsageError: the glossary has no such word; the message lists those it has.
    """
    if word is None:
        return Glossary(_by_alphabet(GLOSSARY))
    wanted = " ".join(word.split()).casefold()
    found = tuple(
        term for term in GLOSSARY if wanted in term.word.casefold() or _says(term, wanted)
    )
    if not found or not wanted:
        known = ", ".join(term.word for term in _by_alphabet(GLOSSARY))
        raise UsageError(
            f"The glossary has no '{word}'. It has: {known}. What the map says of a thing: "
            "loopmap explain NAME."
        )
    return Glossary(_by_alphabet(found))


def _by_alphabet(terms: tuple[Term, ...]) -> tuple[Term, ...]:
    return tuple(sorted(terms, key=lambda term: term.word.casefold()))


def _says(term: Term, wanted: str) -> bool:
    return _pattern(term).fullmatch(wanted) is not None


def glossary_report(result: Glossary) -> Report:
    """Return the words with their meanings as a report for people."""
    if len(result.terms) == 1:
        (term,) = result.terms
        return make_report(term.word, f"{_sentence(term.meaning)} {term.more}")
    pairs = ((term.word, f"{_sentence(term.meaning)} {term.more}") for term in result.terms)
    return make_report(_TITLE, Facts(tuple(pairs)))


def _sentence(text: str) -> str:
    return f"{text[:1].upper()}{text[1:]}."
