"""Domains, skills, feedback channels and sources."""

from __future__ import annotations

from graph.errors import Severity
from graph.model import Domain, FeedbackChannel, Skill, Source
from graph.ontology.literals import read_text, written
from graph.ontology.names import prefixed
from graph.ontology.roles import Role
from graph.ontology.things import Context, Thing
from graph.turtle.document import Iri
from graph.vocabulary import DCTERMS, LOOP, SKOS

_ORIGINS = ("essay", "implied", "added", "reference")


def build_skills(context: Context) -> dict[str, Skill]:
    """Return the skills, by id."""
    return {
        thing.id: Skill(thing.id, thing.label(), thing.text(SKOS + "definition"), thing.place)
        for thing in context.things(Role.SKILL)
    }


def build_channels(context: Context) -> dict[str, FeedbackChannel]:
    """Return the feedback channels, by id."""
    return {
        thing.id: FeedbackChannel(
            thing.id, thing.label(), thing.text(SKOS + "definition"), thing.place
        )
        for thing in context.things(Role.CHANNEL)
    }


def build_domains(context: Context) -> dict[str, Domain]:
    """Return the domains, by id."""
    return {thing.id: _domain(thing) for thing in context.things(Role.DOMAIN)}


def _domain(thing: Thing) -> Domain:
    origin = thing.text(LOOP + "namedIn")
    if origin is not None and origin not in _ORIGINS:
        thing.complain(
            "word-unknown",
            f'loop:namedIn is "{origin}".',
            "Write one of " + ", ".join(f'"{word}"' for word in _ORIGINS) + ".",
            about=thing.said(LOOP + "namedIn")[0],
        )
    channels = thing.references(LOOP + "channel", Role.CHANNEL)
    if not thing.said(LOOP + "channel"):
        thing.complain(
            "domain-without-channel",
            "this domain has no feedback channel, so nothing says how it talks back.",
            "Name one that is defined as a loop:FeedbackChannel: loop:channel :test-suite ;",
            predicate=LOOP + "channel",
            severity=Severity.WARNING,
        )
    return Domain(
        thing.id,
        thing.label(),
        thing.text(SKOS + "definition"),
        thing.references(LOOP + "exercises", Role.SKILL),
        channels,
        thing.references(LOOP + "serves", Role.COMPONENT),
        origin,
        thing.place,
        thing.references(LOOP + "trajectory", Role.EVIDENCE),
    )


def build_sources(context: Context) -> dict[str, Source]:
    """Return the sources, by id."""
    return {thing.id: _source(thing) for thing in context.things(Role.SOURCE)}


def _source(thing: Thing) -> Source:
    title = thing.text(DCTERMS + "title")
    if title is None:
        thing.missing(DCTERMS + "title", 'Give the title: dcterms:title "..." ;')
    _address(thing, "readAt")
    return Source(
        thing.id,
        title or thing.id,
        thing.text(DCTERMS + "publisher"),
        thing.date(DCTERMS + "issued"),
        _address(thing, "address"),
        "; ".join(thing.texts(DCTERMS + "creator")) or None,
        thing.place,
    )


def _address(thing: Thing, term: str) -> str | None:
    statement = thing.only(LOOP + term)
    if statement is None:
        return None
    value = statement.value
    text = str(value) if isinstance(value, Iri) else read_text(value)
    if isinstance(text, str) and text.startswith(("http://", "https://")) and " " not in text:
        return text
    thing.complain(
        "address-wrong",
        f"{prefixed(LOOP + term)} is {written(value)}.",
        "Write an address that begins with http:// or https://.",
        about=statement,
    )
    return None
