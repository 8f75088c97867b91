"""Tokens become terms; each written form is worked out once and then remembered."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache

from graph.turtle import messages
from graph.turtle import tokens as kind
from graph.turtle.declarations import declared_in
from graph.turtle.document import Blank, Iri, Literal, Term
from graph.turtle.faults import Faults
from graph.turtle.tokens import Tokens, string_parts
from graph.vocabulary import PREFIXES, RDF, XSD

#: A longer line is no declaration.
_LONGEST_LINE = 300
_TYPE = Iri(f"{RDF}type")
_STRING = f"{XSD}string"
_INTEGER, _DECIMAL, _DOUBLE = f"{XSD}integer", f"{XSD}decimal", f"{XSD}double"
_LANGUAGE_STRING = f"{RDF}langString"
_LOCAL_ESCAPE = re.compile(r"\\(.)")
_IRI_PARTS = re.compile(r"\\u[0-9A-Fa-f]{4}|\\U[0-9A-Fa-f]{8}|([\x00-\x20<>\"{}|^`\\])")
_ANY_ESCAPE = re.compile(r"\\(?:u[0-9A-Fa-f]{0,4}|U[0-9A-Fa-f]{0,8}|.)", re.DOTALL)


class Terms:
    """Gives the term of a token, under the prefixes and the base declared so far.

    Attributes:
        properties: the properties already met, by their written form.
        values: the values already met, by their written form.
        prefixes: prefix to namespace.
        base: what completes relative addresses, if anything.
    """

    def __init__(self, tokens: Tokens, base: str | None, faults: Faults) -> None:
        self.prefixes: dict[str, str] = {}
        self.base = base
        self.properties: dict[str, Iri] = {}
        self.values: dict[str, Term] = {}
        self._tokens = tokens
        self._faults = faults
        self._undefined: set[str] = set()
        self._stem = "unnamed"
        while f"_:{self._stem}" in tokens.text:
            self._stem += "x"
        self._blanks = 0
        self._forget()

    def declare(self, prefix: str, namespace: str) -> None:
        """Let a prefix stand for a namespace from here on."""
        self.prefixes[prefix] = namespace
        self._undefined.discard(prefix)
        self._forget()

    def rebase(self, base: str) -> None:
        """Let relative addresses be completed by another base from here on."""
        self.base = base
        self._forget()

    def _forget(self) -> None:
        self.properties.clear()
        self.values.clear()
        self.properties["a"] = _TYPE
        for word in ("true", "false"):
            self.values[word] = Literal(word, f"{XSD}boolean")

    def fresh(self) -> Blank:
        """Return a new blank node whose label occurs nowhere in the text."""
        self._blanks += 1
        return Blank(f"{self._stem}{self._blanks}")

    def value(self, at: int) -> Term | None:
        """Return the term of token ``at`` as a value, or ``None`` if it is none by itself."""
        text, start = self._tokens.texts[at], self._tokens.starts[at]
        reader = _READERS.get(self._tokens.kinds[at])
        if reader is None or (text == "<" and self._tokens.text.startswith("<<", start)):
            return None
        return reader(self, text, start)

    def written(self, text: str, start: int) -> Iri | Literal:
        """Return what a name, an IRI, a number or a closed text stands for that begins somewhere.

        >>> Terms(Tokens(""), None, Faults()).written("1.5", 0).lexical
        '1.5'
        """
        sign = text[0]
        if sign == "<":
            return self._iri(text, start)
        if sign in "\"'":
            return self._string(text, start)
        return self._number(text, start) if sign in "+-.0123456789" else self._name(text, start)

    def node(self, at: int) -> Iri | Blank | None:
        """Return the term of token ``at`` if a statement can be about it."""
        text = self._tokens.texts[at]
        if self._tokens.kinds[at] not in (kind.NAME, kind.IRI, kind.BLANK, kind.BAD_IRI):
            return None
        known = self.values.get(text) or self.value(at)
        return known if isinstance(known, Iri | Blank) else None

    def property(self, at: int) -> Iri | None:
        """Return the term of token ``at`` if it is an IRI."""
        found = self.node(at)
        if not isinstance(found, Iri):
            return None
        if self._tokens.kinds[at] != kind.BAD_IRI:
            self.properties[self._tokens.texts[at]] = found
        return found

    def _name(self, text: str, start: int) -> Iri:
        if not text.isascii() and self._wrong_letter(text, start):
            return Iri(text)
        prefix, _, local = text.partition(":")
        namespace = self.prefixes.get(prefix)
        if namespace is None:
            namespace = self._undeclared(prefix, start)
        if "\\" in local:
            local = _LOCAL_ESCAPE.sub(r"\1", local)
        found = Iri(namespace + local)
        self.values[text] = found
        return found

    def _wrong_letter(self, text: str, start: int) -> bool:
        wrong = wrong_letter_at(text)
        if wrong is not None:
            self._faults.add(messages.bad_character_in_name(start + wrong, text[wrong]))
        return wrong is not None

    def _undeclared(self, prefix: str, start: int) -> str:
        if prefix not in self._undefined and not self._opens_declaration(start):
            self._undefined.add(prefix)
            self._faults.add(
                messages.undefined_prefix(start, prefix, self.prefixes, self._tokens.text)
            )
        return PREFIXES.get(prefix, f"{prefix}:")

    def _opens_declaration(self, start: int) -> bool:
        """Return whether a line begins here that declares something in another language."""
        text = self._tokens.text
        if start and text[start - 1] != "\n":
            return False
        return declared_in(text[start : start + _LONGEST_LINE].partition("\n")[0]) is not None

    def _iri(self, text: str, start: int) -> Iri:
        written = text[1:-1]
        bad = bad_iri_escape_at(written)
        if bad is not None:
            self._bad_escape(start + 1, written, bad)
            return Iri(written)
        iri = unescape_iri(written)
        if not is_absolute(iri):
            if self.base is None:
                self._faults.add(messages.relative_iri(start, f"<{iri}>"))
                return Iri(iri)
            iri = resolve(iri, self.base)
        found = Iri(iri)
        self.values[text] = found
        return found

    def _bad_escape(self, start: int, written: str, bad: int) -> None:
        match = _ANY_ESCAPE.match(written, bad)
        escape = match[0] if match else written[bad : bad + 2]
        self._faults.add(messages.BAD_ESCAPE.at(start + bad, written=messages.show(escape)))

    def _bad_iri(self, text: str, start: int) -> Iri:
        if not text.endswith(">"):
            self._faults.add(messages.UNTERMINATED_IRI.at(start))
            return Iri(text[1:])
        written = text[1:-1]
        parts = _IRI_PARTS.finditer(written)
        bad = next((part.start() for part in parts if part[1]), 0)
        character = written[bad : bad + 1]
        self._faults.add(messages.bad_character_in_iri(start + 1 + bad, character))
        return Iri(written)

    def _string(self, text: str, start: int) -> Literal:
        quoted, language, datatype = string_parts(text)
        written = body(quoted)
        if "\\" in written:
            bad = bad_escape_at(written)
            if bad is not None:
                self._bad_escape(start + quote_width(quoted), written, bad)
                return Literal(written, _STRING)
            written = unescape(written)
        if language is not None:
            found = Literal(written, _LANGUAGE_STRING, language.lower())
        elif datatype is None:
            found = Literal(written, _STRING)
        else:
            found = Literal(written, self._datatype(datatype, start + len(quoted) + 2))
        self.values[text] = found
        return found

    def _datatype(self, text: str, start: int) -> str:
        known = self.values.get(text)
        if isinstance(known, Iri):
            return known
        return self._iri(text, start) if text.startswith("<") else self._name(text, start)

    def _bad_string(self, text: str, start: int) -> Literal:
        long = text[:3] in ('"""', "'''")
        wording = messages.UNTERMINATED_LONG_STRING if long else messages.UNTERMINATED_STRING
        self._faults.add(wording.at(start, quote=text[:3] if long else text[0]))
        return Literal("", _STRING)

    def _number(self, text: str, start: int) -> Literal:  # noqa: ARG002 - as the other readers
        whole = _DECIMAL if "." in text else _INTEGER
        found = Literal(text, _DOUBLE if "e" in text or "E" in text else whole)
        self.values[text] = found
        return found

    def _blank(self, text: str, start: int) -> Blank:
        self._wrong_letter(text, start)
        found = Blank(text[2:])
        self.values[text] = found
        return found


#: What gives the term of each kind of token.
_READERS: dict[int, Callable[[Terms, str, int], Term]] = {
    kind.NAME: Terms._name,
    kind.IRI: Terms._iri,
    kind.STRING: Terms._string,
    kind.NUMBER: Terms._number,
    kind.BLANK: Terms._blank,
    kind.BAD_STRING: Terms._bad_string,
    kind.BAD_IRI: Terms._bad_iri,
}

_NAMED = {
    "t": "\t",
    "b": "\b",
    "n": "\n",
    "r": "\r",
    "f": "\f",
    '"': '"',
    "'": "'",
    "\\": "\\",
}
_ESCAPE = re.compile(
    r"\\(?:u([0-9A-Fa-f]{4})|U([0-9A-Fa-f]{8})|([tbnrf\"'\\])|(.))",
    re.DOTALL,
)


def body(quoted: str) -> str:
    '''Return what stands between the quotes, escapes as written.

    >>> body("""'x'"""), body("""\'\'\'a'b\'\'\'""")
    ('x', "a'b")
    '''
    width = quote_width(quoted)
    return quoted[width:-width]


def quote_width(quoted: str) -> int:
    """Return how many quotes open a text: 1 or 3.

    >>> quote_width("''"), quote_width("''''''")
    (1, 3)
    """
    return 3 if len(quoted) > 5 and quoted[:3] in ('"""', "'''") else 1


def bad_escape_at(written: str) -> int | None:
    r"""Return the index of the first escape that means no character, or ``None``.

    >>> bad_escape_at(r"a\tb"), bad_escape_at(r"a\qb"), bad_escape_at(r"\ud800")
    (None, 1, 0)
    """
    return next((match.start() for match in _ESCAPE.finditer(written) if not _valid(match)), None)


def _valid(match: re.Match[str]) -> bool:
    if match[3]:
        return True
    digits = match[1] or match[2]
    if digits is None:
        return False
    code = int(digits, 16)
    return code < 0xD800 or 0xE000 <= code <= 0x10FFFF


def unescape(written: str) -> str:
    r"""Return a text with its escapes replaced; all of them must be right.

    >>> unescape(r"a\tb\u00e9")
    'a\tbé'
    """
    return _ESCAPE.sub(_character, written)


def _character(match: re.Match[str]) -> str:
    digits = match[1] or match[2]
    return chr(int(digits, 16)) if digits else _NAMED[match[3]]


# The productions PN_CHARS_BASE and PN_CHARS of the grammar, beyond ASCII.
_FIRST = (
    "\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u02ff\u0370-\u037d\u037f-\u1fff\u200c\u200d"
    "\u2070-\u218f\u2c00-\u2fef\u3001-\ud7ff\uf900-\ufdcf\ufdf0-\ufffd\U00010000-\U000effff"
)
_LATER = f"{_FIRST}\u00b7\u0300-\u036f\u203f\u2040"


@cache
def _wrong() -> re.Pattern[str]:
    # Compiled on demand: large sets of characters take tens of milliseconds.
    return re.compile(rf"^[^\x00-\x7f{_FIRST}]|[^\x00-\x7f{_LATER}]")


def wrong_letter_at(written: str) -> int | None:
    """Return the index of the first character beyond ASCII that no name may hold, or ``None``.

    >>> wrong_letter_at(":café"), wrong_letter_at("a:“b”"), wrong_letter_at(":b")
    (None, 2, None)
    """
    if written.isascii():
        return None
    prefix, colon, local = written.partition(":")
    for offset, part in ((0, prefix), (len(prefix) + 1, local if colon else "")):
        match = _wrong().search(part)
        if match:
            return offset + match.start()
    return None


_IRI_ESCAPE = re.compile(r"\\u([0-9A-Fa-f]{4})|\\U([0-9A-Fa-f]{8})")
_FORBIDDEN = re.compile(r"[\x00-\x20<>\"{}|^`\\\ud800-\udfff]")
_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.\-]*:")
_PARTS = re.compile(r"(?:([^:/?#]+):)?(?://([^/?#]*))?([^?#]*)(?:\?([^#]*))?(?:#(.*))?", re.DOTALL)


def bad_iri_escape_at(written: str) -> int | None:
    r"""Return the index of the first ``\u`` escape that means no character of an IRI, or ``None``.

    >>> bad_iri_escape_at(r"http://a/\u00e9"), bad_iri_escape_at(r"http://a/\u0020")
    (None, 9)
    """
    if "\\" not in written:
        return None
    found = _IRI_ESCAPE.finditer(written)
    return next((match.start() for match in found if not _allowed(match)), None)


def _allowed(match: re.Match[str]) -> bool:
    code = int(match[1] or match[2], 16)
    return code <= 0x10FFFF and not _FORBIDDEN.match(chr(code))


def unescape_iri(written: str) -> str:
    r"""Return an IRI with its ``\u`` escapes replaced; all of them must be right.

    >>> unescape_iri(r"http://a/\u00e9")
    'http://a/é'
    """
    if "\\" not in written:
        return written
    return _IRI_ESCAPE.sub(lambda match: chr(int(match[1] or match[2], 16)), written)


def is_absolute(iri: str) -> bool:
    """Return whether an IRI begins with a scheme.

    >>> is_absolute("urn:x"), is_absolute("x/y")
    (True, False)
    """
    return _SCHEME.match(iri) is not None


def resolve(reference: str, base: str) -> str:
    """Return the absolute IRI that a reference means against a base.

    The steps of RFC 3986, section 5.2, without any other normalisation; a reference that has a
    scheme stays as it is.

    Args:
        reference: an IRI reference, escapes already replaced.
        base: an absolute IRI.

    Returns:
        The target; the base without its fragment for an empty reference.

    >>> resolve("../c", "http://a/b/d/e"), resolve("#x", "http://a/b"), resolve("", "http://a/b#c")
    ('http://a/b/c', 'http://a/b#x', 'http://a/b')
    """
    if is_absolute(reference):
        return reference
    scheme, base_authority, base_path, base_query, _ = _split(base)
    _, authority, path, query, fragment = _split(reference)
    if authority is None and not path:
        path, query = base_path, base_query if query is None else query
    else:
        if authority is None and not path.startswith("/"):
            beside = base_path[: base_path.rfind("/") + 1]
            path = (beside if base_path or base_authority is None else "/") + path
        path = _without_dots(path)
    authority = base_authority if authority is None else authority
    before = (f"{scheme}:" if scheme else "") + ("" if authority is None else f"//{authority}")
    after = ("" if query is None else f"?{query}") + ("" if fragment is None else f"#{fragment}")
    return before + path + after


def _split(iri: str) -> tuple[str | None, str | None, str, str | None, str | None]:
    match = _PARTS.fullmatch(iri)
    if match is None:
        return None, None, iri, None, None
    return match[1], match[2], match[3], match[4], match[5]


def _without_dots(path: str) -> str:
    if "." not in path:
        return path
    kept: list[str] = []
    segments = path.split("/")
    rooted = path.startswith("/")
    for segment in segments[1:] if rooted else segments:
        if segment == "..":
            del kept[-1:]
        elif segment != ".":
            kept.append(segment)
    if segments[-1] in (".", ".."):
        kept.append("")
    return ("/" if rooted else "") + "/".join(kept)
