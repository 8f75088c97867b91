"""The evidence: coverage, conflicts, what hangs on which source, and every observation."""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator
from dataclasses import replace
from itertools import groupby

import streamlit as st

from graph.errors import LoopmapError
from graph.evidence.pooling import Weight
from graph.model import LoopModel
from graph.number_words import count_of, significant, variance_text
from graph.observations import Observation
from graph.questions.evidence.compute import Conflict, EvidenceReview
from graph.questions.evidence.provenance import observation_row
from graph.records import record
from graph.reports.evidence import contribution_table, outside_table, source_table
from graph.reports.report import Table, left, right
from graph.views import session
from graph.views.answers import answers_for
from graph.views.escaping import one_line, plain, thing_label
from graph.views.show_report import show_table, testimonies_markdown
from graph.views.url_state import ANY, OWN_VIEW, Choices, sources_used

#: Observations shown on one page of the list.
_PER_PAGE = 20

_ANYTHING = "anything"


@record
class Filter:
    """Which observations to show; ``None`` stands for any.

    Attributes:
        text: letters that must occur in the thing, metric, quote or source.
        grade: the study design as a word.
        source: id of the source; an empty string for assumptions of ours.
        subject: id of what it is about.
        since: earliest year it is of.
    """

    text: str = ""
    grade: str | None = None
    source: str | None = None
    subject: str | None = None
    since: int | None = None


def show() -> None:
    """Show the page."""
    model = session.current_model()
    st.header("What all of it rests on", anchor=False)
    try:
        review = answers_for(model, session.choices()).evidence
    except LoopmapError as error:
        st.error(plain(str(error)), icon=":material/error:")
    else:
        _show_review(model, review)
    st.subheader("Every observation", anchor=False)
    _browse(model)


def _show_review(model: LoopModel, review: EvidenceReview) -> None:
    st.markdown(f"**{plain(review.badge)}**")
    one, two = st.columns(2, gap="large")
    with one:
        show_table(_counted("Speed-ups of parts, by what they rest on", review.coverage.components))
        show_table(_shares("Doubt about the pace, by what it rests on", review.variance_shares))
    with two:
        show_table(_counted("Observations by study design", review.coverage.grades))
        show_table(_counted("Observations by age", review.coverage.ages))
    with st.expander("What moves the pace, and what each source does", expanded=False):
        show_table(contribution_table(review.contributions[:15], review.draws))
        show_table(source_table(review.sources[:15]))
        show_table(outside_table(review.outside))
    title = f"Contradictions ({len(review.conflicts)})"
    with st.expander(title, expanded=False):
        show_table(conflict_table(model, review.conflicts), with_title=False)


def _counted(title: str, counts: dict[str, int]) -> Table:
    rows = tuple((name, str(number)) for name, number in counts.items())
    return Table(title, (left("What"), right("how many")), rows)


def _shares(title: str, shares: dict[str, float]) -> Table:
    rows = tuple((name, variance_text(share)) for name, share in shares.items())
    return Table(title, (left("What"), right("share")), rows)


def conflict_table(model: LoopModel, conflicts: Iterable[Conflict]) -> Table:
    """Return pairs of observations that contradict each other."""
    rows = tuple(
        (
            thing_label(model, item.subject),
            item.metric,
            f"{significant(item.first_value)} ({item.first_as_of or 'undated'}) "
            f"{_title(model, item.first_source)}",
            f"{significant(item.second_value)} ({item.second_as_of or 'undated'}) "
            f"{_title(model, item.second_source)}",
            "one disputes the other" if item.kind == "disputes" else "no value in common",
        )
        for item in conflicts
    )
    columns = (left("Of"), left("number"), left("one says"), left("another says"), left("why"))
    return Table("Contradictions", columns, rows)


def _title(model: LoopModel, source: str | None) -> str:
    found = model.sources.get(source or "")
    return found.title if found else "our assumption"


def _browse(model: LoopModel) -> None:
    found = matching(model, _ask(model))
    if not found:
        st.caption("Nothing matches; take one of the filters away.")
        return
    pages = max(1, -(-len(found) // _PER_PAGE))
    st.caption(f"{count_of(len(found), 'observation')} of {len(model.observations):,}")
    page = min(int(session.choices().page or 1), pages)
    if pages > 1:
        key = session.bound("page", page)
        st.number_input("Page", 1, pages, key=key, width=160, on_change=_take_page)
    shown = found[(page - 1) * _PER_PAGE : page * _PER_PAGE]
    for subject, items in groupby(shown, key=lambda item: item.subject):
        st.markdown(f"##### {plain(thing_label(model, subject))}", anchors=False)
        weights = (Weight(item.id, 0.0, None, None) for item in items)
        found_here = [observation_row(model, weight, pooled=False) for weight in weights]
        st.markdown(testimonies_markdown(model, found_here, _PER_PAGE))


def _take_page() -> None:
    page = session.value_of("page")
    session.choose(replace(session.choices(), page=None if page in (None, 1) else str(page)))


def _ask(model: LoopModel) -> Filter:
    text, grade, source, subject, since = st.columns([1.3, 1, 1.3, 1.2, 0.8])
    labels = {key: thing_label(model, key) for key in {*_subjects(model)}}
    with text:
        key = session.bound("containing", session.choices().containing or "")
        st.text_input(
            "Containing", max_chars=80, placeholder="letters …", key=key, on_change=_take_letters
        )
    with grade:
        _pick("Study design", "grade", {key: item.label for key, item in model.grades.items()})
    with source:
        titles = {
            key: model.sources[key].title if key in model.sources else "our assumption"
            for key in sources_used(model)
        }
        _pick("Source", "source", titles)
    with subject:
        _pick("About", "about", {ANY: _ANYTHING, **labels})
    with since:
        years = {item.as_of[:4] for item in model.observations.values() if item.as_of}
        _pick("Since", "since", {year: year for year in years})
    return filter_of(session.choices(), labels)


def _subjects(model: LoopModel) -> Iterator[str]:
    return (item.subject for item in model.observations.values())


def _take_letters() -> None:
    letters = one_line(session.value_of("containing") or "")
    session.choose(replace(session.choices(), containing=letters or None, page=None))


def _pick(label: str, name: str, options: dict[str, str]) -> None:
    ordered = sorted(options.items(), key=lambda pair: (pair[0] != ANY, pair[1].casefold()))
    session.select(label, name, dict(ordered), let_go=("page",), index=None, placeholder=ANY)


def filter_of(chosen: Choices, subjects: Container[str]) -> Filter:
    """Return which observations are chosen.

    Args:
        chosen: what the reader chose; without a word of what they are about, the part looked at.
        subjects: ids of all that observations are about.

    >>> filter_of(Choices(component="review"), {"review"}).subject
    'review'
    >>> filter_of(Choices(component="review", about="any", since="2025"), {"review"}).since
    2025
    >>> filter_of(Choices(source="own-view"), ()).source  # no source at all
    ''
    """
    about = chosen.about or chosen.component
    return Filter(
        chosen.containing or "",
        chosen.grade,
        "" if chosen.source == OWN_VIEW else chosen.source,
        about if about in subjects else None,
        int(chosen.since) if chosen.since else None,
    )


def matching(model: LoopModel, wanted: Filter) -> tuple[Observation, ...]:
    """Return the observations that pass a filter, in the order in which people ask for them.

    What is about the loop comes before what is about domains and other things, what has a source
    before our assumptions; then the newest first, undated ones last.
    """
    found = [item for item in model.observations.values() if _passes(model, item, wanted)]
    newest = sorted(found, key=lambda item: (item.as_of or "", item.subject, item.id), reverse=True)
    on_loop = model.components.keys() | model.dependencies.keys()
    ranks = {
        item.id: (item.subject not in on_loop, not item.source, not item.as_of) for item in newest
    }
    return tuple(sorted(newest, key=lambda item: ranks[item.id]))


def _passes(model: LoopModel, item: Observation, wanted: Filter) -> bool:
    if wanted.grade is not None and item.grade != wanted.grade:
        return False
    if wanted.source is not None and (item.source or "") != wanted.source:
        return False
    if wanted.subject is not None and item.subject != wanted.subject:
        return False
    if wanted.since is not None and (item.as_of or "0")[:4] < str(wanted.since):
        return False
    return wanted.text.casefold() in _searchable(model, item)


def _searchable(model: LoopModel, item: Observation) -> str:
    source = model.sources.get(item.source or "")
    words = (
        item.id,
        thing_label(model, item.subject),
        item.metric,
        item.quote,
        item.caveat,
        item.reasoning,
        source.title if source else None,
        source.publisher if source else None,
    )
    return " ".join(word for word in words if word).casefold()
