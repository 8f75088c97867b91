"""Addresses with a slip of the hand: a host or a folder that is nearly one that is known."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from difflib import SequenceMatcher
from typing import NamedTuple

from graph.errors import Severity
from graph.ontology.names import prefixed
from graph.ontology.roles import Role
from graph.ontology.statements import Statement, Statements
from graph.ontology.things import Context, Thing
from graph.turtle.document import Literal
from graph.vocabulary import PREFIXES

_ADDRESS = re.compile(r"https?://(?P<host>[^/\s?#]+)(?:/(?P<folder>[^/\s?#]*))?[^\s]*")
#: Hosts that many sources lie on, and what a path begins with there, if it is one of a few.
_KNOWN: Mapping[str, tuple[str, ...]] = {
    "arxiv.org": ("abs", "pdf", "html"),
    "creativecommons.org": ("licenses", "publicdomain"),
    "doi.org": (),
    "github.com": (),
    "huggingface.co": (),
    "opensource.org": (),
    "www.apache.org": (),
    "www.nature.com": ("articles",),
    "www.w3.org": (),
}
#: From so much likeness on, one address is taken for another with a slip.
_LIKE = 0.85
_OFTEN = 3
#: What begins like a web address, with a slip.
_SCHEME = re.compile(
    r"(?!https?://[^/\s])"
    r"(?:(?:[hgj]{0,2}t{1,3}p{1,2}s{0,2}|h[pts]{2,4})[:;]?/{1,3}|https?:)/*(?=[\w-]+\.\w)",
    re.IGNORECASE,
)
_ODD_BEGINNING = re.compile(rf"[<\"]{_SCHEME.pattern}", re.IGNORECASE)
#: Beginnings that no address has, and what was meant by them.
_ODD_START = re.compile(
    r"(?P<twice>https?:/*(?:www\.)?(?=https?:))|(?P<joined>https?://www(?=[a-z]))|(?P<slashes>https?:///+)"
    r"|(?P<sign>https?://[^/?#]*[,;])|https?://[^/?#]+(?P<double>/{2,})(?!https?)"
)
#: Endings of hosts that are nearly always meant as others.
_ENDINGS = {
    **dict.fromkeys(("cm", "con", "cmo", "ocm", "comm", "vom", "coom"), "com"),
    **dict.fromkeys(("ogr", "rog", "og", "orgg", "prg", "gor"), "org"),
    **dict.fromkeys(("nte", "ent", "nett"), "net"),
    **dict.fromkeys(("eud", "deu"), "edu"),
}
_ODD_END = re.compile(r"[.,;:)\]}>'\"]+$")


def check_addresses(context: Context, own: Statements) -> None:
    """Note addresses that open nothing because of a letter.

    Args:
        context: all statements, with the vocabulary, and where problems go.
        own: the statements of the person.
    """
    _note_schemes(context, own)
    found = list(_addresses(own))
    hosts = Counter(match["host"] for _, match in found)
    usual = [host for host, count in hosts.items() if count >= _OFTEN]
    for statement, match in found:
        if _note_start(context, statement, match[0]):
            continue
        host, folder = match["host"], match["folder"] or ""
        stem, _, ending = host.rpartition(".")
        if ending in _ENDINGS and hosts[host] < _OFTEN:
            _note(context, statement, host, f"{stem}.{_ENDINGS[ending]}")
            continue
        if hosts[host] < _OFTEN and host not in _KNOWN:
            near = _nearest(host, (*usual, *_KNOWN))
            if near is not None:
                _note(context, statement, host, near)
        elif folder and _KNOWN.get(host) and folder not in _KNOWN[host]:
            near = _nearest(folder, _KNOWN[host])
            if near is not None:
                _note(context, statement, f"{host}/{folder}", f"{host}/{near}")
        end = _ODD_END.search(match[0])
        if end is not None and not (end[0].endswith(")") and "(" in match[0]):
            _note(context, statement, match[0][-12:], match[0][: end.start()][-12:])


def _note_schemes(context: Context, own: Statements) -> None:
    """Note addresses whose beginning is nearly https://."""
    if not any(_ODD_BEGINNING.search(document.text) for document in own.documents):
        return
    for said in own.by_subject.values():
        for statements in said.values():
            for one in statements:
                text = one.value.lexical if isinstance(one.value, Literal) else str(one.value)
                found = _SCHEME.match(text)
                if found is not None:
                    meant = "https://" if "s" in found[0] else "http://"
                    _note(context, one, found[0], meant)


def _note_start(context: Context, statement: Statement, address: str) -> bool:
    """Note an address that begins as none does; return whether it does."""
    odd = odd_start(address)
    if odd is not None:
        _note(context, statement, odd.written, odd.meant)
    return odd is not None


class OddAddress(NamedTuple):
    """A piece of an address as it is written, and as it was meant."""

    written: str
    meant: str


def odd_start(address: str) -> OddAddress | None:
    """Return what is wrong where an address begins, if it begins as none does.

    >>> odd_start("https:///example.org/a")
    OddAddress(written='https:///', meant='https://')
    >>> odd_start("htps://example.org").meant, odd_start("https://example.org/a") is None
    ('https://', True)
    """
    scheme = _SCHEME.match(address)
    if scheme is not None:
        return OddAddress(scheme[0], "https://" if "s" in scheme[0] else "http://")
    odd = _ODD_START.match(address)
    if odd is None:
        return None
    start = address[: odd.end()]
    meant = {
        "twice": "",
        "joined": start.removesuffix("www") + "www.",
        "slashes": start.rstrip("/") + "//",
        "sign": start[:-1] + ".",
        "double": start.rstrip("/") + "/",
    }[odd.lastgroup or "twice"]
    rest = address[odd.end() :][:12]
    return OddAddress(f"{start}{rest}", f"{meant}{rest}")


def _addresses(own: Statements) -> Iterable[tuple[Statement, re.Match[str]]]:
    spaces = tuple(PREFIXES.values())
    for said in own.by_subject.values():
        for statements in said.values():
            for one in statements:
                text = one.value.lexical if isinstance(one.value, Literal) else str(one.value)
                if text.startswith("http") and not text.startswith(spaces):
                    match = _ADDRESS.fullmatch(text)
                    if match is not None:
                        yield one, match


def _nearest(name: str, known: Iterable[str]) -> str | None:
    for other in known:
        if other != name and abs(len(other) - len(name)) <= 2:
            pair = SequenceMatcher(None, name, other, autojunk=False)
            if pair.ratio() >= _LIKE:
                return other
    return None


def _note(context: Context, statement: Statement, written: str, meant: str) -> None:
    subject = statement.triple.subject
    role = context.roles.by_subject.get(subject, Role.UNCLEAR)
    Thing(context, subject, role).complain(
        "address-misspelt",
        f"{prefixed(statement.triple.predicate)} has {written}, which is nearly {meant}.",
        f"Write {meant}, if that is meant.",
        about=statement,
        severity=Severity.WARNING,
    )
