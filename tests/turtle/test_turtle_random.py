"""Documents made at random: triples first, then one of the many ways to write them."""

from hypothesis import given, settings
from hypothesis import strategies as st

from graph.turtle.document import Blank, Iri, Literal, Triple
from graph.turtle.reading import read_turtle
from graph.vocabulary import RDF, XSD

NAMES = ["a", "b-c", "d.e", "f1", "é", "g:h"]
TEXTS = st.text(
    st.characters(codec="utf-8", exclude_characters="\0", exclude_categories=["Cs"]), max_size=12
) | st.sampled_from(["", '"', "'", '""', "'''", "\\", 'a"', "\n", "\r\n", "#", "é\u2028", "😀"])
SPACES = st.sampled_from([" ", "\n", "\t", "\r\n  ", ' # note ; . "\n', "  "])
LITERALS = st.one_of(
    st.builds(Literal, TEXTS, st.just(f"{XSD}string"), st.none()),
    st.builds(Literal, TEXTS, st.just(f"{RDF}langString"), st.sampled_from(["en", "de-ch"])),
    st.builds(
        Literal, TEXTS, st.sampled_from([f"{XSD}date", "urn:x:a", "urn:odd/type"]), st.none()
    ),
    st.builds(
        Literal,
        st.from_regex(r"[+-]?[0-9]{1,3}", fullmatch=True),
        st.just(f"{XSD}integer"),
        st.none(),
    ),
    st.builds(
        Literal,
        st.from_regex(r"-?[0-9]?\.[0-9]", fullmatch=True),
        st.just(f"{XSD}decimal"),
        st.none(),
    ),
    st.builds(
        Literal,
        st.from_regex(r"[0-9]\.?e-?[0-9]", fullmatch=True),
        st.just(f"{XSD}double"),
        st.none(),
    ),
    st.builds(Literal, st.sampled_from(["true", "false"]), st.just(f"{XSD}boolean"), st.none()),
)
IRIS = st.sampled_from(NAMES).map(lambda name: Iri(f"urn:x:{name}"))


class Writer:
    """Writes triples in whatever way the draw decides, and remembers what it wrote."""

    def __init__(self, draw):
        self.draw = draw
        self.triples = []
        self.blanks = 0

    def fresh(self, stem):
        """Return a new blank node."""
        self.blanks += 1
        return Blank(f"{stem}{self.blanks}")

    def space(self):
        """Return white space."""
        return self.draw(SPACES)

    def choose(self, *options):
        """Return one of the options."""
        return self.draw(st.sampled_from(options))

    def iri(self, iri):
        """Return an IRI in one of its forms."""
        if iri.startswith("urn:x:") and self.choose(True, False):
            return f"x:{iri[6:]}"
        if self.choose(True, False, False):
            last = iri[-1]
            return f"<{iri[:-1]}\\u{ord(last):04X}>"
        return f"<{iri}>"

    def quoted(self, text):
        """Return a text in quotes, some characters escaped."""
        quote = self.choose('"', "'", '"""', "'''")
        out = ""
        for character in text:
            code = ord(character)
            named = {"\n": "\\n", "\r": "\\r", "\t": "\\t", "\\": "\\\\", quote[0]: f"\\{quote[0]}"}
            raw = character not in ("\\", quote[0]) and (len(quote) == 3 or character not in "\r\n")
            forms = [named.get(character, f"\\U{code:08X}")]
            forms += [character] * 3 if raw else []
            forms += [f"\\u{code:04x}"] if code < 0x10000 else []
            out += self.choose(*forms)
        return quote + out + quote

    def literal(self, literal):
        """Return a literal in one of its forms."""
        short = literal.datatype[len(XSD) :]
        if short in ("integer", "decimal", "double", "boolean") and self.choose(True, True, False):
            return literal.lexical
        text = self.quoted(literal.lexical)
        if literal.language:
            return f"{text}@{self.choose(literal.language, literal.language.upper())}"
        if short == "string" and self.choose(True, False):
            return text
        return f"{text}^^{self.iri(literal.datatype)}"

    def value(self, depth):
        """Return a term and how it is written; what is nested in it is remembered."""
        kind = self.choose("literal", "literal", "iri", "blank", *(["list", "nest"] * (depth < 3)))
        if kind == "literal":
            literal = self.draw(LITERALS)
            return literal, self.literal(literal)
        if kind == "iri":
            iri = self.draw(IRIS)
            return iri, self.iri(iri)
        if kind == "blank":
            label = self.choose("n1", "n2.x", "3")
            return Blank(label), f"_:{label}"
        return self.nested(depth) if kind == "nest" else self.collection(depth)

    def nested(self, depth):
        """Return a blank node and its property list."""
        node = self.fresh("nest")
        inner = self.pairs(node, depth + 1) if self.choose(True, True, False) else ""
        return node, f"[{self.space()}{inner}{self.space()}]"

    def collection(self, depth):
        """Return the first cell of a list and the list."""
        items = [self.value(depth + 1) for _ in range(self.choose(0, 1, 2, 3))]
        node = Iri(f"{RDF}nil")
        for term, _ in reversed(items):
            cell = self.fresh("cell")
            self.say(cell, Iri(f"{RDF}first"), term)
            self.say(cell, Iri(f"{RDF}rest"), node)
            node = cell
        return node, "(" + "".join(f"{self.space()}{text}{self.space()}" for _, text in items) + ")"

    def say(self, subject, predicate, value):
        """Remember a statement."""
        self.triples.append(Triple(subject, predicate, value, 0, 0, 0))

    def pairs(self, subject, depth):
        """Return properties with their values."""
        out = []
        for _ in range(self.choose(1, 1, 2, 3)):
            predicate = self.draw(IRIS | st.just(Iri(f"{RDF}type")))
            is_type = predicate == f"{RDF}type" and self.choose(True, False)
            values = [self.value(depth) for _ in range(self.choose(1, 1, 2))]
            for term, _ in values:
                self.say(subject, predicate, term)
            comma = f"{self.space()},{self.space()}"
            verb = "a" if is_type else self.iri(predicate)
            out.append(verb + self.space() + comma.join(text for _, text in values))
        semicolon = self.choose(" ;", " ; ;\n", "\t;\r\n")
        return semicolon.join(out) + self.choose("", " ;", " ;; ")

    def statement(self):
        """Return a whole statement."""
        kind = self.choose("iri", "iri", "blank", "nest", "list")
        if kind == "iri":
            subject = self.draw(IRIS)
            text = self.iri(subject)
        elif kind == "blank":
            subject, text = Blank("n1"), "_:n1"
        else:
            subject, text = self.nested(2) if kind == "nest" else self.collection(2)
            if kind == "nest" and "<" in text and self.choose(True, False):
                return f"{text}{self.space()}." if self.triples else ""
        return f"{text}{self.space()}{self.pairs(subject, 0)}{self.space()}."


@st.composite
def documents(draw):
    """Return a text and the triples that it means."""
    writer = Writer(draw)
    head = writer.choose("@prefix x: <urn:x:> .", "PREFIX x: <urn:x:>", "prefix\nx:<urn:x:>#\n")
    count = draw(st.integers(0, 4))
    body = "".join(f"{writer.statement()}{writer.space()}" for _ in range(count))
    return f"{head}\n{body}", writer.triples


@given(documents())
@settings(max_examples=60, deadline=None)
def test_reads_back_whatever_was_written(oracles, document):
    """Triples written in any mixture of forms come back, no more and no fewer."""
    text, triples = document
    found = read_turtle(text, "x.ttl")
    assert found.problems == ()
    assert len(found.triples) == len(triples)
    assert oracles.ours(found.triples) == oracles.ours(triples)


@given(documents())
@settings(max_examples=40, deadline=None)
def test_agrees_with_oxigraph_on_documents_made_at_random(oracles, document):
    """The writer of the test above is checked by a reader that shares nothing with it."""
    text, _ = document
    assert oracles.ours(read_turtle(text, "x.ttl").triples) == oracles.oxigraph(text)


@given(documents())
@settings(max_examples=40, deadline=None)
def test_every_offset_points_at_its_term(document):
    """At the offsets of a triple stands what denotes its subject, property and value."""
    text, _ = document
    found = read_turtle(text, "x.ttl")
    for triple in found.triples:
        if triple.predicate not in (f"{RDF}first", f"{RDF}rest"):
            starts = {Iri: "<x", Blank: "_[("}
            assert found.text[triple.predicate_at] in "<xa"
            assert found.text[triple.subject_at] in starts[type(triple.subject)] + "("
        if isinstance(triple.object, Literal):
            assert found.text[triple.object_at] in "\"'+-.0123456789tf"
        if isinstance(triple.object, Iri) and triple.object != f"{RDF}nil":
            assert found.text[triple.object_at] in "<x"
