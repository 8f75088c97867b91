"""What may stand at the cursor: names by what is expected there, the nearest first."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date

from lsprotocol import types

from graph.language_server.cursor import Block, Cursor, Part, Said, cursor_at
from graph.language_server.map_state import MapState
from graph.language_server.open_texts import OpenText
from graph.language_server.places import match_rank
from graph.language_server.source_text import Encoding
from graph.ontology.contract import Contract, Expected
from graph.ontology.roles import TYPE
from graph.records import record
from graph.turtle import tokens as kind
from graph.turtle.document import Literal
from graph.vocabulary import LOOP, MAP, OWL, PREFIXES, RDF, RDFS, XSD, word

#: Names that are offered at once.
_MOST = 200
#: Words of the text from the cursor at which a name counts half as near.
_HALF_NEAR = 150

_CLASSES = (OWL + "Class", RDFS + "Class")
_PROPERTIES = (
    OWL + "ObjectProperty",
    OWL + "DatatypeProperty",
    OWL + "AnnotationProperty",
    RDF + "Property",
)
_DATES = {
    XSD + "gYear": ("%Y", "this year"),
    XSD + "gYearMonth": ("%Y-%m", "this month"),
    XSD + "date": ("%Y-%m-%d", "today"),
}
_DATATYPES = ("date", "gYearMonth", "gYear", "decimal", "integer", "anyURI", "boolean", "string")


@record(slots=False)
class _Offer:
    """A name with how well it fits.

    Attributes:
        iri: what it names.
        score: the greater, the earlier it is offered.
        note: what stands beside it.
    """

    iri: str
    score: float
    note: str | None = None


class Completion:
    """What may stand at a place of a text.

    Args:
        text: as it stands in the editor.
        state: what the map says, perhaps as of some letters ago.
        contract: what may be said of each thing.
        encoding: the unit of columns.
    """

    def __init__(
        self, text: OpenText, state: MapState, contract: Contract, encoding: Encoding
    ) -> None:
        self._text, self._state = text, state
        self._contract, self._encoding = contract, encoding

    def at(self, offset: int) -> types.CompletionList:
        """Return what may stand at an offset; nothing within a comment or a text."""
        cursor = cursor_at(self._text.tokens, offset, typing=True)
        if cursor is None:
            return types.CompletionList(False, [])
        if cursor.part is Part.DIRECTIVE or cursor.word.startswith("@"):
            return self._directives(cursor)
        if cursor.part is Part.SUBJECT:
            return self._listed(cursor, offset, self._subjects())
        if cursor.part is Part.PROPERTY:
            return self._listed(cursor, offset, self._properties(cursor))
        if cursor.part is Part.DATATYPE:
            return self._listed(cursor, offset, self._datatypes(cursor))
        if cursor.part is Part.VALUE:
            return self._values(cursor, offset)
        return types.CompletionList(False, [])

    # What is around the cursor

    def classes(self, block: Block) -> tuple[str, ...]:
        """Return the classes of the thing that a block is about, as it is being written."""
        said = self._iris(block.values("a", "rdf:type"))
        if not said and block.outer is not None and block.through is not None:
            through = self._text.iri_of(block.through)
            if through is not None:
                outer = self._contract.of(self.classes(block.outer))
                expected = outer.get(through) or self._contract.any_thing(through)
                said = list(expected.classes)
        if not said and block.subject is not None:
            subject = self._text.iri_of(block.subject)
            said = list(self._state.classes(subject)) if subject else []
        return tuple(said)

    def _iris(self, words: Iterable[str]) -> list[str]:
        return [iri for iri in map(self._text.iri_of, words) if iri is not None]

    def _expected(self, cursor: Cursor) -> Expected | None:
        iri = self._text.iri_of(cursor.property or "")
        if iri is None:
            return None
        known = self._contract.of(self.classes(cursor.block))
        return known.get(iri) or self._contract.any_thing(iri)

    # What is offered

    def _subjects(self) -> Iterator[_Offer]:
        statements = self._state.statements
        for iri in statements.objects:
            if iri.startswith(MAP) and iri not in statements.by_subject:
                yield _Offer(iri, 2.0, "named, and defined nowhere")
        names = (one for one in statements.by_subject if one.startswith(MAP))
        document = self._state.document(self._text.file)
        here = {triple.subject for triple in document.triples} if document else set()
        yield from (_Offer(iri, 1.0) for iri in names if iri in here)

    def _properties(self, cursor: Cursor) -> Iterator[_Offer]:
        classes = self.classes(cursor.block)
        said = set(self._iris(one.property for one in cursor.block.said))
        said.discard(self._text.iri_of(cursor.word) or "")
        known = self._contract.of(classes)
        if TYPE not in said:
            yield _Offer(TYPE, 9.0, "what kind of thing it is")
        used = self._used_on(classes)
        most = math.log1p(max(used.values(), default=1))
        for iri in {*known, *used} - {TYPE}:
            expected = known.get(iri)
            if iri in said and expected is not None and expected.single:
                continue
            wanted = expected is not None and expected.required and iri not in said
            often = math.log1p(used[iri]) / most
            yield _Offer(
                iri,
                4.0 * wanted + often + (expected is not None) - 2.0 * (iri in said),
                "needed" if wanted else None,
            )
        if not classes:
            yield from (_Offer(iri, 0.0) for iri in self._members(_PROPERTIES))

    def _used_on(self, classes: Sequence[str]) -> Counter[str]:
        found: Counter[str] = Counter()
        for name in classes:
            for subject in self._state.members.get(name, ())[:_MOST]:
                found.update(self._state.statements.by_subject[subject].keys())
        return found

    def _members(self, classes: Iterable[str]) -> Iterator[str]:
        for name in classes:
            yield from self._state.members.get(name, ())

    def _datatypes(self, cursor: Cursor) -> Iterator[_Offer]:
        expected = self._expected(cursor)
        for rank, name in enumerate(_DATATYPES):
            iri = XSD + name
            fits = expected is not None and expected.datatype == iri
            yield _Offer(iri, 10.0 * fits - rank, "expected here" if fits else None)

    def _values(self, cursor: Cursor, offset: int) -> types.CompletionList:
        property_ = self._text.iri_of(cursor.property or "")
        if property_ == TYPE:
            return self._listed(cursor, offset, self._classes(cursor))
        expected = self._expected(cursor)
        if expected is None or property_ is None:
            return self._listed(cursor, offset, self._things(self._state.roles.by_subject, ""))
        if expected.datatype is not None and not expected.classes:
            return self._literals(cursor, expected.datatype)
        names = expected.members or list(dict.fromkeys(self._members(expected.classes)))
        if not names and expected.classes:
            # A class of elsewhere, such as a unit, has no members on a map: what was used before.
            names = list(self._uses(property_))
        elif not names:
            kinds = self._kinds_of_text(property_)
            names = list(self._uses(property_))
            if kinds and not names:
                return self._literals(cursor, kinds.most_common(1)[0][0])
            names = names or list(self._state.roles.by_subject)
        said = self._last(cursor)
        others = set(self._iris(one for one in said.values if one != cursor.word) if said else ())
        names = [name for name in names if name not in others]
        return self._listed(cursor, offset, self._things(names, property_))

    @staticmethod
    def _last(cursor: Cursor) -> Said | None:
        found = [one for one in cursor.block.said if one.property == cursor.property]
        return found[-1] if found else None

    def _classes(self, cursor: Cursor) -> Iterator[_Offer]:
        wanted: set[str] = set()
        if cursor.block.outer is not None and cursor.block.through is not None:
            through = self._text.iri_of(cursor.block.through)
            wanted = set(self._contract.any_thing(through).classes) if through else set()
        for iri in self._members(_CLASSES):
            below = bool(wanted & self._state.with_superclasses([iri]))
            often = math.log1p(len(self._state.members.get(iri, ())))
            yield _Offer(iri, 20.0 * below + often + 5.0 * iri.startswith(LOOP))

    def _uses(self, property_: str) -> Counter[str]:
        return Counter(
            str(one.value)
            for one in self._state.statements.with_predicate(property_)
            if str(one.value) in self._state.statements.objects
        )

    def _kinds_of_text(self, property_: str) -> Counter[str]:
        """Return the datatypes of what a property says on this map."""
        values = (one.value for one in self._state.statements.with_predicate(property_))
        return Counter(value.datatype for value in values if isinstance(value, Literal))

    def _things(self, names: Iterable[str], property_: str) -> Iterator[_Offer]:
        uses = self._uses(property_) if property_ else Counter()
        most = math.log1p(max(uses.values(), default=1))
        yield from (_Offer(iri, math.log1p(uses[iri]) / most) for iri in names)

    def _directives(self, cursor: Cursor) -> types.CompletionList:
        items = []
        for rank, (prefix, namespace) in enumerate(PREFIXES.items()):
            if prefix not in self._text.prefixes:
                line = f"@prefix {prefix}: <{namespace}> ."
                item = self._item(cursor, line, f"{rank:05}", line)
                items.append(item)
        whole = cursor.word.startswith("@") or not cursor.word
        return types.CompletionList(False, items if whole else [])

    def _literals(self, cursor: Cursor, datatype: str) -> types.CompletionList:
        items = []
        if datatype == XSD + "boolean":
            items = [self._item(cursor, one, one, one) for one in ("true", "false")]
        elif datatype in _DATES:
            form, what = _DATES[datatype]
            name = self._spelled(datatype)[0]
            value = f'"{date.today().strftime(form)}"^^{name}'
            items = [self._item(cursor, value, "0", value, detail=what)]
        return types.CompletionList(False, items)

    # How it is offered

    def _listed(
        self, cursor: Cursor, offset: int, offers: Iterable[_Offer]
    ) -> types.CompletionList:
        typed = self._text.text[cursor.start : offset]
        wanted = typed.rpartition(":")[2].casefold()
        prefix = typed.rpartition(":")[0] if ":" in typed else None
        near = self._near(offset)
        own = _parts(self._text.iri_of(self._subject(cursor.block)) or "")
        ranked = []
        for offer in {one.iri: one for one in offers}.values():
            name, edit = self._spelled(offer.iri)
            before, colon, local = name.rpartition(":")
            if prefix is not None and (not colon or before != prefix):
                continue
            label = self._state.label(offer.iri) or ""
            rank = match_rank(wanted, local if colon else name, label)
            if rank is None:
                continue
            shared = len(own & _parts(offer.iri)) / max(len(own), 1)
            nearness = near.get(offer.iri, 0.0)
            score = offer.score + 2.0 * nearness + 3.0 * shared - 0.5 * rank
            ranked.append((-score, name, offer, label, edit))
        ranked.sort(key=lambda one: one[:2])
        items = [
            self._item(
                cursor,
                name,
                f"{rank:05}",
                f"{name} {label}",
                detail=" · ".join(one for one in (label, offer.note) if one),
                iri=offer.iri,
                further=edit,
            )
            for rank, (_, name, offer, label, edit) in enumerate(ranked[:_MOST])
        ]
        return types.CompletionList(len(ranked) > _MOST, items)

    def _item(
        self,
        cursor: Cursor,
        text: str,
        order: str,
        filter_: str,
        *,
        detail: str | None = None,
        iri: str | None = None,
        further: types.TextEdit | None = None,
    ) -> types.CompletionItem:
        where = self._text.range(cursor.start, cursor.end, self._encoding)
        role = self._state.role(iri) if iri else None
        is_property = cursor.part is Part.PROPERTY
        thing = types.CompletionItemKind.Reference if role else types.CompletionItemKind.Value
        return types.CompletionItem(
            label=text,
            kind=types.CompletionItemKind.Property if is_property else thing,
            detail=detail or None,
            sort_text=order,
            filter_text=filter_,
            text_edit=types.TextEdit(where, text),
            additional_text_edits=[further] if further else None,
            data={"iri": iri, "file": self._text.file} if iri else None,
        )

    def _spelled(self, iri: str) -> tuple[str, types.TextEdit | None]:
        """Return a name as the text would write it, and what declares its prefix if none does."""
        if iri == TYPE:
            return "a", None
        for prefix, namespace in self._text.prefixes.items():
            if iri.startswith(namespace) and _is_plain(iri[len(namespace) :]):
                return f"{prefix}:{iri[len(namespace) :]}", None
        for prefix, namespace in PREFIXES.items():
            fits = iri.startswith(namespace) and _is_plain(iri[len(namespace) :])
            if fits and prefix not in self._text.prefixes:
                start = self._text.range(0, 0, self._encoding)
                line = types.TextEdit(start, f"@prefix {prefix}: <{namespace}> .\n")
                return f"{prefix}:{iri[len(namespace) :]}", line
        return f"<{iri}>", None

    @staticmethod
    def _subject(block: Block) -> str:
        while block.outer is not None:
            block = block.outer
        return block.subject or ""

    def _near(self, offset: int) -> Mapping[str, float]:
        """Return how near each name stands to the cursor: 1 beside it, 0.5 some lines away."""
        tokens = self._text.tokens
        here = sum(start < offset for start in tokens.starts)
        found: dict[str, float] = {}
        for at, token in enumerate(tokens.texts):
            if tokens.kinds[at] == kind.NAME:
                iri = self._text.iri_of(token)
                nearness = 1.0 / (1.0 + abs(at - here) / _HALF_NEAR)
                if iri is not None and nearness > found.get(iri, 0.0):
                    found[iri] = nearness
        return found


def _is_plain(local: str) -> bool:
    return bool(local) and all(one.isalnum() or one in "-_" for one in local)


def _parts(iri: str) -> set[str]:
    return {one for one in word(iri).split("-") if len(one) > 2} if iri else set()
