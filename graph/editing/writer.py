"""Putting new things into a map, each where its like stands."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from pathlib import Path

from graph.editing.map_text import MapText
from graph.editing.paragraphs import (
    Paragraph,
    Properties,
    dated,
    english,
    number,
    said,
)
from graph.editing.set_value import Grounds, terms_of
from graph.errors import UsageError
from graph.ontology.checks.unfinished import LEFT_TO_DO
from graph.ontology.names import did_you_mean, nearest
from graph.ontology.roles import TYPE, Role
from graph.ontology.terms import Property
from graph.turtle.document import Iri, Literal, Term
from graph.vocabulary import ABOUT, DCTERMS, LOOP, MEASURED, RDFS, RESULT, SKOS, SOURCE, word

LABEL, COMMENT, DEFINITION = RDFS + "label", RDFS + "comment", SKOS + "definition"


def left(what: str) -> Literal:
    """Return a text that says what a person still has to write."""
    return english(f"{LEFT_TO_DO}{what}")


def text_or_left(given: str | None, what: str) -> Literal:
    """Return the text given, or what a person still has to write."""
    return english(given) if given else left(what)


class Writer:
    """Puts new things into a map, each where its like stands.

    Attributes:
        text: the map.
        today: the date that assumptions are of.
        file: where everything goes, if the person said so.
        names: the things written, in order.
        further: what is said besides of the first thing written.
    """

    def __init__(
        self, text: MapText, today: str, file: str | None = None, further: Properties = ()
    ) -> None:
        self.text, self.today = text, today
        self.file = text.new_path(file) if file else None
        self.further = further
        self.names: list[str] = []

    # Where things go

    def write(self, subject: Iri, properties: Properties, home: Path) -> None:
        """Note a paragraph for a file, unless the person named another."""
        path = self.file or home
        paragraph = Paragraph(subject, (*properties, *self.further))
        self.further = ()
        prefixes = self.text.prefixes_for(path, paragraph.namespaces)
        self.text.append(path, paragraph.text(prefixes), paragraph.namespaces)
        self.names.append(word(subject))

    def home(self, usual: str, predicate: str, *values: str) -> Path:
        """Return the file where most things of a kind stand.

        Args:
            usual: the file's name if there are none yet.
            predicate: a property, of which they have one of the values.
            values: as IRIs.
        """
        found = Counter(
            path
            for path, document in self.text.documents.items()
            for triple in document.triples
            if triple.predicate == predicate and triple.object in values
        )
        if found:
            return max(found, key=lambda path: (found[path], str(path)))
        if len(self.text.documents) == 1:
            return next(iter(self.text.documents))
        return self.text.new_path(self.text.root / usual)

    def shortest_home(self, usual: str, predicate: str, value: str) -> Path:
        """Return the shortest file in which things of a kind stand, as ``home`` finds them.

        Long lists are spread over several files, each short enough to be read.
        """
        texts = {
            path: document.text
            for path, document in self.text.documents.items()
            if any(one.predicate == predicate and one.object == value for one in document.triples)
        }
        if len(texts) < 2:
            return self.home(usual, predicate, value)
        return min(texts, key=lambda path: (len(texts[path]), str(path)))

    def home_of_number(self, subject: str, metric: str, *, sourced: bool) -> Path:
        """Return the file where most numbers like one stand.

        Assumptions stand with those of their metric, what sources say with the like of their
        subject.
        """
        beside = {
            path
            for path, document in self.text.documents.items()
            for triple in document.triples
            if triple.predicate == SOURCE
        }
        about = Counter(
            path
            for path, document in self.text.documents.items()
            for triple in document.triples
            if path in beside and triple.predicate == ABOUT and triple.object == subject
        )
        if sourced and about:
            return max(about, key=lambda path: (about[path], str(path)))
        return self.home(f"evidence/{word(metric)}.ttl", MEASURED, metric)

    def direct(self, *metrics: str) -> bool:
        """Return whether the map writes numbers on things, and not as observations."""
        values = {LOOP + name for name in metrics}
        return not any(
            triple.predicate == MEASURED and triple.object in values
            for document in self.text.documents.values()
            for triple in document.triples
        )

    def term(self, kind: str, name: str, known: Iterable[str]) -> Iri:
        """Return a word of the vocabulary by its name in small letters.

        Raises:
            UsageError: there is no such word.
        """
        words = {word(LOOP + one): LOOP + one for one in known}
        if name.strip().lower() in words:
            return Iri(words[name.strip().lower()])
        near = did_you_mean(nearest(name, words)) or f"Known: {', '.join(sorted(words))}."
        raise UsageError(f"There is no {kind} '{name}'. {near}".rstrip())

    def label_of(self, iri: str) -> str:
        """Return what people call a thing."""
        found = self.text.said.context.statements.of(iri, LABEL)
        values = [one.value.lexical for one in found if isinstance(one.value, Literal)]
        return values[0] if values else word(iri).replace("-", " ")


def write_number(
    writer: Writer,
    name: str,
    subject: Iri,
    metric: str,
    value: Term,
    grounds: Grounds,
    question: str,
) -> None:
    """Note an observation of ours, or of a source if one is named.

    Args:
        writer: the map it goes into.
        name: its id.
        subject: what it is about.
        metric: what is measured.
        value: the number.
        grounds: what is said of it besides.
        question: what its reasoning has to say, if none is given.
    """
    sourced = bool(grounds.source)
    terms = dict(terms_of(writer.text, grounds))
    if Property.LOW in terms or Property.HIGH in terms:
        terms.setdefault(Property.INTERVAL_LEVEL, number("0.9"))
    terms.setdefault(Property.AS_OF, dated(writer.today[:7]))
    if not sourced:
        terms.setdefault(Property.GRADE, Iri(LOOP + "OurAssumption"))
        terms.setdefault(Property.REASONING, left(f"say {question}, and why no less and no more."))
    writer.write(
        writer.text.free_iri(name),
        said(
            (TYPE, Iri(LOOP + "Evidence")),
            (LABEL, _label_of_number(writer, subject, metric, grounds) if sourced else None),
            (ABOUT, subject),
            (MEASURED, Iri(metric)),
            (RESULT, value),
            *sorted(terms.items(), key=lambda pair: _ORDER.index(pair[0])),
        ),
        writer.home_of_number(subject, metric, sourced=sourced),
    )


#: In which order the properties of a number are written.
_ORDER = (
    Property.LOW,
    Property.HIGH,
    Property.INTERVAL_LEVEL,
    Property.AS_OF,
    Property.SETTING,
    Property.NOTION,
    Property.GRADE,
    SOURCE,
    Property.QUOTE,
    Property.REASONING,
)


def _label_of_number(writer: Writer, subject: Iri, metric: str, grounds: Grounds) -> Literal:
    source = writer.text.iri_of(grounds.source or "", Role.SOURCE)
    titles = writer.text.said.context.statements.of(source, DCTERMS + "title")
    title = titles[0].value.lexical if titles and isinstance(titles[0].value, Literal) else source
    return english(f"{writer.label_of(subject)}: {writer.label_of(metric)} ({title})")
