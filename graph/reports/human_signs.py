"""What speaks for and against people holding the work, in words."""

from __future__ import annotations

from graph.questions.human.answer import Human, Sign, Word
from graph.reports.numbers import percent, significant
from graph.reports.report import Block, Listing
from graph.vocabulary import Bound

#: Observations for and against shown; the rest is in the JSON.
_SIGNS = 5

_LIMIT_WORDS = {Bound.EXACT: "", Bound.LOWER: "at least ", Bound.UPPER: "at most "}


def sign_blocks(result: Human) -> list[Block]:
    """Return the observations against and for, those in dispute, and the ways round the gates."""
    blocks: list[Block] = [_signs(result, against=True), _signs(result, against=False)]
    if result.disputes:
        blocks.append(_disputes(result))
    if result.bypasses:
        blocks.append(_bypasses(result))
    return blocks


def document(word: Word) -> str:
    """Return whose word it is, with its date."""
    return f"{word.source or 'our judgement'} ({word.as_of or 'undated'})"


def _signs(result: Human, *, against: bool) -> Listing:
    signs = [item for item in result.signs if item.speaks_against is against]
    points = [_sign(item) for item in signs[:_SIGNS]]
    if len(signs) > len(points):
        points.append(f"{len(signs) - len(points)} more in --format json.")
    title = (
        "What speaks against people holding it: AI's part is more than half"
        if against
        else "What speaks for it: AI's part is half or less"
    )
    return Listing(title, tuple(points) or ("no observation.",))


def _sign(item: Sign) -> str:
    word = item.word
    told = f'"{word.quote}" ' if word.quote else ""
    caveat = f" But: {word.caveat}" if word.caveat else ""
    return (
        f"{item.label}, {item.metric}: {_LIMIT_WORDS[item.bound]}{percent(word.value)}, "
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


def _bypasses(result: Human) -> Listing:
    labels = {item.id: item.label for item in result.components}
    return Listing(
        "Where work goes round a gate under load",
        tuple(
            f"{labels.get(item.source, item.source)} to {labels.get(item.target, item.target)}: "
            f"{item.reason or 'no reason given.'}"
            for item in result.bypasses
        ),
    )
