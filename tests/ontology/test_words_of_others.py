"""Words that other vocabularies have and nobody reads here: told only in the place of one read."""

from __future__ import annotations

from pathlib import Path

import pytest

from graph.ontology.checks.check import check
from graph.vocabulary import PREFIXES

HEAD = "".join(f"@prefix {prefix}: <{address}> .\n" for prefix, address in PREFIXES.items())
DATE = '"2026-02-03"^^xsd:date'


@pytest.mark.parametrize(
    ("text", "level", "meant"),
    [
        (':a a loop:Coding ; rdfs:label "A"@en ; skos:prefLabel "A"@en .', None, None),
        (':a a loop:Coding ; rdfs:label "A"@en ; skos:altLabel "B"@en .', None, None),
        (f':a a loop:Coding ; rdfs:label "A"@en ; dcterms:created {DATE} .', None, None),
        (f':a a skos:Concept ; skos:prefLabel "A"@en ; dcterms:date {DATE} .', None, None),
        (':a a loop:Coding ; skos:prefLabel "A"@en .', "warning", "rdfs:label"),
        (f":a a loop:Source ; dcterms:date {DATE} .", "warning", "dcterms:issued"),
        (f":a a loop:Source ; dcterms:published {DATE} .", "error", "dcterms:issued"),
        (":a a loop:Evidence ; sosa:hasResult 2 .", "error", "sosa:hasSimpleResult"),
    ],
)
def test_a_word_of_others_is_told_in_the_place_of_one_that_is_read(
    tmp_path: Path, text: str, level: str | None, meant: str | None
) -> None:
    """A label or a date is not lost, a number that nobody reads is; no such word is an error."""
    file = tmp_path / "words.ttl"
    file.write_text(HEAD + text, encoding="utf-8")
    told = [one for one in check([file]).problems if one.code == "unknown-reused-term"]
    assert [one.severity.value for one in told] == ([level] if level else [])
    assert all(meant and f"loopmap reads {meant};" in one.message for one in told)
