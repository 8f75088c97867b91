"""Changes to a Turtle text at their places; not a byte is touched elsewhere.

Each function returns the replacements that make one change. ``edited`` puts them in and proves, by
reading the new text, that it says what the old one said apart from just what was asked.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence

from graph.records import record
from graph.turtle import tokens as kind
from graph.turtle.document import Blank, Document, Iri, Term, Triple
from graph.turtle.format import INDENT, comments_of, line_end_of
from graph.turtle.outline import Group, Outline, Part, WrittenProperty, outline
from graph.turtle.reading import read_turtle
from graph.turtle.same import DiffersError, Said, same_statements
from graph.turtle.spelling import spell_iri, stable_prefixes
from graph.vocabulary import PREFIXES, RDF


@record(order=True)
class Replacement:
    """Text that takes the place of the text between two offsets."""

    start: int
    end: int
    text: str


def replaced(text: str, replacements: Iterable[Replacement]) -> str:
    """Return a text with replacements put in.

    Raises:
        ValueError: two of them overlap, or one lies outside the text.

    >>> replaced("one two", [Replacement(4, 7, "three"), Replacement(0, 3, "1")])
    '1 three'
    """
    pieces: list[str] = []
    done = 0
    for one in sorted(replacements):
        if not done <= one.start <= one.end <= len(text):
            raise ValueError(f"replacements overlap or lie outside the text at {one.start}")
        pieces += [text[done : one.start], one.text]
        done = one.end
    return "".join([*pieces, text[done:]])


@record
class Change:
    """What an edit is to change in what a document says.

    Attributes:
        replacements: where the text changes.
        changed: statements that get another value, by index, with that value.
        removed: indices of the statements that go.
        added: subject, property and value of the statements that come.
        renamed: the names that become others, everywhere in the document.
    """

    replacements: tuple[Replacement, ...] = ()
    changed: tuple[tuple[int, Term], ...] = ()
    removed: frozenset[int] = frozenset()
    added: tuple[Said, ...] = ()
    renamed: tuple[tuple[str, str], ...] = ()

    def __add__(self, other: Change) -> Change:
        """Return both changes made at once; their replacements must not overlap."""
        return Change(
            self.replacements + other.replacements,
            self.changed + other.changed,
            self.removed | other.removed,
            self.added + other.added,
            self.renamed + other.renamed,
        )


def edited(document: Document, change: Change, base: str | None = None) -> str:
    """Return the text of a document with a change made.

    The text is read again: it says what was said before, less what was to go, and what was to
    come; its prefixes and comments are those of before, and perhaps more of either.

    Args:
        document: without problems.
        change: what is asked.
        base: with which the document was read.

    Raises:
        DiffersError: the text would say something else than was asked, and must not be written.
    """
    text = replaced(document.text, change.replacements)
    again = read_turtle(text, document.file, base)
    if again.problems:
        raise DiffersError(f"{document.file}: edited so it cannot be read: {again.problems[0]}")
    names, values = dict(change.renamed), dict(change.changed)
    kept = [
        _renamed(triple._replace(object=values.get(index, triple.object)), names)
        for index, triple in enumerate(document.triples)
        if index not in change.removed
    ]
    wanted = [*kept, *(Triple(*said, 0, 0, 0) for said in change.added)]
    same_statements(wanted, again.triples, document.file)
    if not document.prefixes.items() <= again.prefixes.items():
        raise DiffersError(f"{document.file}: edited so a prefix would be lost")
    if Counter(comments_of(document.text)) - Counter(comments_of(text)):
        raise DiffersError(f"{document.file}: edited so a comment would be lost")
    return text


def _renamed(triple: Triple, names: Mapping[str, str]) -> Triple:
    if names.keys().isdisjoint(map(str, triple[:3])):
        return triple
    subject, predicate, value = triple[:3]
    return triple._replace(
        subject=Iri(names.get(subject, subject)) if isinstance(subject, Iri) else subject,
        predicate=Iri(names.get(predicate, predicate)),
        object=Iri(names.get(value, value)) if isinstance(value, Iri) else value,
    )


class Editor:
    """Makes changes to one document.

    Attributes:
        document: as it was read.
        outline: how its text is built.
    """

    def __init__(self, document: Document) -> None:
        if document.problems:
            raise ValueError(f"{document.file} holds syntax errors")
        self.document = document
        self.text = document.text
        self.outline: Outline = outline(document.text)
        self.line_end = line_end_of(document.text)
        self.prefixes = stable_prefixes(document)
        self._properties = {triple.predicate_at: triple.predicate for triple in document.triples}

    def spell(self, iri: str) -> str:
        """Return an IRI as it may be written anywhere in the document."""
        return spell_iri(iri, self.prefixes)

    # Values

    def set_value(self, index: int, value: Term, written: str) -> Change:
        """Return the change of the value of one statement, at whatever depth it stands.

        Args:
            index: of the statement in the document.
            value: the new one.
            written: the new one as it is to be written.

        Raises:
            ValueError: it is an item of a list, or its value has no name.
        """
        triple = self.document.triples[index]
        found = self._written(triple)
        if found is None or isinstance(triple.object, Blank):
            raise ValueError("an item of a list, or a value in brackets, is not replaced")
        start, end = self.outline.start(found[1]), self.outline.stop(found[1])
        return Change((Replacement(start, end, written),), ((index, value),))

    def _written(self, triple: Triple) -> tuple[WrittenProperty, Part] | None:
        """Return where a statement's value is written; ``None`` for an item of a list."""
        for group in self.outline.groups.get(triple.subject_at, ()):
            for one in group.properties:
                if self.outline.tokens.starts[one.verb] != triple.predicate_at:
                    continue
                for part in one.values:
                    if self.outline.start(part) == triple.object_at:
                        return one, part
        return None

    def remove(self, index: int) -> Change:
        """Return the change that takes one statement away, and what it leaves empty.

        Statements within brackets that are its value go with it. Comments stay.

        Args:
            index: of the statement in the document; it is said of something in its own right, not
                an item of a list.

        Raises:
            ValueError: it is an item of a list, or all that is said within or of brackets.
        """
        triple = self.document.triples[index]
        for group in self.outline.groups.get(triple.subject_at, ()):
            for number, one in enumerate(group.properties):
                if self.outline.tokens.starts[one.verb] != triple.predicate_at:
                    continue
                for part in one.values:
                    if self.outline.start(part) == triple.object_at:
                        return self._remove(group, number, one, part)
        raise ValueError("an item of a list is not taken out")

    def _remove(self, group: Group, number: int, one: WrittenProperty, part: Part) -> Change:
        within = range(self.outline.start(part), self.outline.stop(part))
        removed = frozenset(
            index
            for index, triple in enumerate(self.document.triples)
            if triple.object_at in within
        )
        place = one.values.index(part)
        if len(one.values) > 1:
            if place:
                return Change(
                    (self._cut(one.values[place - 1].last, part.last + 1),), removed=removed
                )
            return Change((self._cut(one.verb, one.values[1].first),), removed=removed)
        if len(group.properties) == 1:
            if group.within:
                raise ValueError("it is all that is said within the brackets")
            if group.subject.last > group.subject.first + 1:
                raise ValueError("it is all that is said of what stands in brackets before it")
            first = group.subject.first
            return Change((self._cut(first - 1, group.end + 1, whole=True),), removed=removed)
        if number + 1 < len(group.properties):
            return Change(
                (self._cut(one.verb - 1, group.properties[number + 1].verb),), removed=removed
            )
        return Change(
            (self._cut(group.properties[number - 1].values[-1].last, group.end),), removed=removed
        )

    def _cut(self, before: int, after: int, *, whole: bool = False) -> Replacement:
        """Return what takes the place of the tokens between two that stay."""
        tokens = self.outline.tokens
        start, end = tokens.end_before(before + 1), tokens.starts[after]
        gaps = [
            self.text[tokens.end_before(at) : tokens.starts[at]]
            for at in range(before + 1, after + 1)
        ]
        commented = [gap for gap in gaps[:-1] if "#" in gap]
        last = gaps[-1]
        if commented:
            text = "".join(commented) + (last if "#" in last else last.lstrip())
        elif whole:
            text = last if before >= 0 else last.lstrip("\r\n")
        else:
            text = last or " "
        return Replacement(start, end, text)

    # Properties

    def add(self, subject: Iri, predicate: Iri, value: Term, written: str) -> Change:
        """Return the change that says one more thing of a subject.

        A further value stands behind those that the property has, a new property at the end of
        the first paragraph about the subject.

        Args:
            subject: something that the document speaks of.
            predicate: the property.
            value: its value, neither bracket nor list.
            written: the value as it is to be written.

        Raises:
            KeyError: the document says nothing of the subject.
        """
        group = self._paragraph(subject)
        added = ((subject, predicate, value),)
        for one in group.properties:
            if self._properties[self.outline.tokens.starts[one.verb]] == predicate:
                at = self.outline.stop(one.values[-1])
                return Change((Replacement(at, at, f" , {written}"),), added=added)
        verb = "a" if predicate == RDF + "type" else self.spell(predicate)
        at, text = self._behind(group, f"{verb} {written}")
        return Change((Replacement(at, at, text),), added=added)

    def _paragraph(self, subject: Iri) -> Group:
        for triple in self.document.triples:
            if triple.subject == subject and triple.subject_at in self.outline.groups:
                return self.outline.groups[triple.subject_at][0]
        raise KeyError(subject)

    def _behind(self, group: Group, said: str) -> tuple[int, str]:
        """Return where and how one more property is written into a paragraph."""
        tokens = self.outline.tokens
        last = group.properties[-1]
        closed = tokens.texts[group.end - 1] == ";" and tokens.kinds[group.end - 1] == kind.MARK
        at = tokens.end_before(group.end) if closed else self.outline.stop(last.values[-1])
        begin = tokens.starts[group.subject.first]
        one_line = "\n" not in self.text[begin : self.outline.stop(last.values[-1])]
        if one_line and len(group.properties) > 1:
            return at, f" {said} ;" if closed else f" ; {said}"
        indent = tokens.indent(last.verb) or INDENT
        start = f"{self.line_end}{' ' * indent}{said}"
        return at, f"{start} ;" if closed else f" ;{start}"

    # Paragraphs

    def append(self, paragraph: str, namespaces: Collection[str] = ()) -> Change:
        r"""Return the change that puts paragraphs at the end of the document.

        Args:
            paragraph: Turtle, written with the prefixes that ``prefixes_with`` returns, without
                blank nodes; its lines end with ``"\n"``.
            namespaces: namespaces that it needs; usual prefixes that are missing are declared.

        Raises:
            DiffersError: the paragraph is no Turtle; a defect of who wrote it.
        """
        known = {**self.document.prefixes, **self._missing(namespaces)}
        head = "".join(f"@prefix {prefix}: <{iri}> .\n" for prefix, iri in known.items())
        said = read_turtle(head + paragraph, self.document.file)
        if said.problems:
            raise DiffersError(f"a new paragraph cannot be read: {said.problems[0]}\n{paragraph}")
        added = tuple((triple[0], triple[1], triple[2]) for triple in said.triples)
        body = paragraph.strip("\n").replace("\n", self.line_end) + self.line_end
        at, declared = len(self.text), self._declare(namespaces)
        if not self.text.strip():
            before = "".join(one.text for one in declared)
            return Change(
                (Replacement(0, at, before + self.line_end * bool(before) + body),), added=added
            )
        start = self.line_end if self.text.endswith(("\n", "\r")) else self.line_end * 2
        if declared and declared[0].start == at:
            start, declared = start + declared[0].text + self.line_end, ()
        return Change((*declared, Replacement(at, at, start + body)), added=added)

    def prefixes_with(self, namespaces: Collection[str]) -> dict[str, str]:
        """Return the prefixes with which a paragraph at the end can be written."""
        return {**self.prefixes, **self._missing(namespaces)}

    def _missing(self, namespaces: Collection[str]) -> dict[str, str]:
        known = set(self.prefixes.values())
        return {
            prefix: iri
            for prefix, iri in PREFIXES.items()
            if iri in namespaces and iri not in known and prefix not in self.document.prefixes
        }

    def _declare(self, namespaces: Collection[str]) -> tuple[Replacement, ...]:
        missing = self._missing(namespaces)
        if not missing:
            return ()
        lines = [f"@prefix {prefix}: <{iri}> ." for prefix, iri in missing.items()]
        if self.outline.directives:
            at = self.outline.stop(self.outline.directives[-1])
            return (Replacement(at, at, "".join(self.line_end + line for line in lines)),)
        first = self.outline.statements[:1]
        at = self.outline.start(first[0]) if first else len(self.text)
        text = "".join(line + self.line_end for line in lines)
        return (Replacement(at, at, text + self.line_end * bool(first)),)

    # Names

    def rename(self, old: str, new: str) -> Change:
        """Return the change that calls something by another name wherever the document names it.

        Args:
            old: an IRI; not that of a datatype.
            new: an IRI.

        Raises:
            ValueError: it is a word of RDF, which lists and ``a`` use without naming it.
        """
        if old.startswith(RDF):
            raise ValueError(f"{old} is a word of RDF itself")
        places = {at for triple in self.document.triples for at in _places(triple, old)}
        tokens, replacements = self.outline.tokens, []
        for at in sorted(places):
            token = self.outline.token_at(at)
            bare = tokens.kinds[token] == kind.IRI
            written = f"<{new}>" if bare else self.spell(new)
            replacements.append(Replacement(at, at + len(tokens.texts[token]), written))
        return Change(tuple(replacements), renamed=((old, new),))


def _places(triple: Triple, iri: str) -> list[int]:
    found = []
    if triple.subject == iri and isinstance(triple.subject, Iri):
        found.append(triple.subject_at)
    if triple.predicate == iri:
        found.append(triple.predicate_at)
    if triple.object == iri and isinstance(triple.object, Iri):
        found.append(triple.object_at)
    return found


#: Chooses a statement by what it says.
Chooser = Callable[[Triple], bool]


def indices(document: Document, choose: Chooser) -> Sequence[int]:
    """Return the indices of the statements that are chosen, in order."""
    return [index for index, triple in enumerate(document.triples) if choose(triple)]
