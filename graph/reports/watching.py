"""What a save did, in a few lines: its findings in a line, then what became of the answers."""

from __future__ import annotations

from graph.errors import Severity
from graph.number_words import count_of, interval_of, names, percent_of_runs
from graph.reports.comparison import headline, sentence
from graph.watching import SaveAnswers, SaveFindings

#: Changes of the map that are told one by one after a save.
_CHANGES = 8


def findings_line(found: SaveFindings, kept_since: str | None) -> str:
    """Return what was saved and how many findings there are.

    Args:
        found: after the save.
        kept_since: when the map was saved that the answers are still of, if it is an older one.
    """
    count = {level: sum(one.severity is level for one in found.problems) for level in Severity}
    errors, warnings = count[Severity.ERROR], count[Severity.WARNING]
    said = [f"{count_of(errors, 'error')}, {count_of(warnings, 'warning')}"]
    if count[Severity.ADVICE]:
        said.append(count_of(count[Severity.ADVICE], "piece of advice", "pieces of advice"))
    files = [f"{path} saved" for path in found.saved] + [f"{path} gone" for path in found.removed]
    text = f"{names(tuple(files), 4, none='Read')}: {', '.join(said)}."
    if found.usable:
        return text
    if kept_since is None:
        return f"{text} The map cannot be used as it stands, so that there is no answer yet."
    return f"{text} The map cannot be used as it stands; the answers stay those of {kept_since}."


def answer_lines(found: SaveAnswers) -> tuple[str, ...]:
    """Return what became of the answers; the first map's answers where there was none before."""
    if found.no_answer is not None:
        sides = (("before", found.no_answer.before), ("now", found.no_answer.after))
        return tuple(f"The map {side} has no answer: {why}" for side, why in sides if why)
    if found.answers is None:
        return ("The map says what it said before, so that no answer changes.",)
    if not found.changes:
        return (_as_it_is(found),)
    answers = found.answers
    lines = [f"- {sentence(change)}" for change in found.changes[:_CHANGES]]
    if len(found.changes) > _CHANGES:
        lines.append(f"- {count_of(len(found.changes) - _CHANGES, 'change')} more")
    lines.append(headline(answers))
    lines += [
        f"{item.label}: {item.before or 'not on the map'} -> {item.after or 'not on the map'}"
        for item in answers.statuses
    ]
    if answers.moved_parts:
        shown = tuple(answers.labels.get(key, key) for key in answers.moved_parts)
        lines.append(f"Parts that move: {names(shown, 6)}.")
    return tuple(lines)


def _as_it_is(found: SaveAnswers) -> str:
    if found.answers is None:
        return ""
    loop = found.answers.loop.after
    first = max(loop.components, key=lambda item: (item.criticality or 0.0, item.blocks, item.id))
    often = f", in {percent_of_runs(first.criticality, loop.draws)} of the runs" * bool(loop.draws)
    return (
        f"Now: {interval_of(loop.pace, 'x')} the pace without AI, {loop.words.a_round} every "
        f"{interval_of(loop.period_days)} days; {first.label} is on the slowest loop most "
        f"often{often}."
    )
