"""How texts are written: their language tags, and signs that a wrong encoding left in them."""

from __future__ import annotations

import re
from collections.abc import Sequence

from graph.errors import Severity
from graph.ontology.names import prefixed
from graph.ontology.statements import Findings, Mark, Statement, Statements, called
from graph.turtle.document import Document, Literal
from graph.vocabulary import word

_TAG_INSIDE = re.compile(r"@(?P<tag>en|de|fr|es|it|[a-z]{2}-[A-Z]{2})\Z")
_LANGUAGE = re.compile(r"[a-z]{2,3}(-[a-z0-9]{1,8})*")
#: What UTF-8 looks like where it was taken for Windows-1252, and the sign of what was lost.
_GARBLED = re.compile(
    "[\u00c2\u00c3][\u0080-\u00bf\u0152-\u0192\u02c6\u02dc\u2013-\u2122]|\u00e2\u20ac.|\u00ef\u00bf\u00bd|\ufffd"
)
_OF_WEB = re.compile(r"&(?:amp|lt|gt|quot|apos|nbsp|#\d+|#x[0-9a-fA-F]+);")
_APART = re.compile(r"[\"']([ \t]+)@[A-Za-z]")


def check_texts(own: Statements, documents: Sequence[Document], findings: Findings) -> None:
    """Note texts that nobody meant as they are written.

    Args:
        own: the statements of the person.
        documents: the files of the person.
        findings: where problems go.
    """
    for said in own.by_subject.values():
        for found in said.values():
            for statement in found:
                if type(statement.value) is Literal:
                    _check_text(statement, findings)
    for document in documents:
        _note_tags_apart(document, findings)


def _check_text(statement: Statement, findings: Findings) -> None:
    text, language = statement.value.lexical, statement.value.language  # type: ignore[union-attr]
    if language and not _LANGUAGE.fullmatch(language):
        _note_text(
            findings,
            statement,
            "language-unknown",
            f"@{language} is no language tag: it begins with the two or three letters of a "
            "language.",
            "Write @en for English, @de for German, @en-GB for British English.",
        )
    inside = _TAG_INSIDE.search(text) if not language else None
    if inside is not None:
        tag = inside["tag"]
        _note_text(
            findings,
            statement,
            "language-unknown",
            f"the text ends with @{tag} inside its quotes, so that @{tag} is read as words.",
            f'Write "..."@{tag}, with the language behind the closing quote.',
        )
    if text.isascii():
        found = _OF_WEB.search(text) if "&" in text else None
        if found is not None:
            _note_text(
                findings,
                statement,
                "text-garbled",
                f"{prefixed(statement.triple.predicate)} holds {found[0]}, which is how a web page "
                "writes a sign.",
                "Write the sign itself.",
            )
        return
    garbled = _GARBLED.search(text)
    if garbled is not None:
        _note_text(
            findings,
            statement,
            "text-garbled",
            f"{prefixed(statement.triple.predicate)} holds {_around(text, garbled)}: a sign that "
            "was read in another encoding than it was written in.",
            f"{_as_meant(text, garbled)}Save the file as UTF-8.",
        )


def _around(text: str, found: re.Match[str]) -> str:
    return f'"{text[max(0, found.start() - 8) : found.end() + 8]}"'


def _as_meant(text: str, found: re.Match[str]) -> str:
    """Return the sign that was meant, where taking the text for Windows-1252 brings it back."""
    for end in (found.end() + 1, found.end()):
        try:
            meant = text[found.start() : end].encode("cp1252").decode("utf-8")
        except UnicodeError:
            continue
        return f"Write {meant} for it. "
    return ""


def _note_text(
    findings: Findings, statement: Statement, code: str, message: str, remedy: str
) -> None:
    subject = statement.triple.subject
    findings.add(
        code,
        message,
        remedy,
        subject=called(subject),
        at=statement.at_value,
        severity=Severity.WARNING,
        focus=subject,
        predicate=statement.triple.predicate,
    )


def _note_tags_apart(document: Document, findings: Findings) -> None:
    """Note spaces between a text and its language: Turtle allows them, and other readers do not."""
    apart = list(_APART.finditer(document.text))
    if not apart:
        return
    starts = {triple.object_at: triple for triple in document.triples}
    for match in apart:
        # The text that ends here begins where a value begins, and has no quote in it.
        begin = document.text.rfind(match[0][0], 0, match.start())
        triple = starts.get(begin)
        if triple is not None and isinstance(triple.object, Literal) and triple.object.language:
            tag = triple.object.language
            findings.add(
                "tag-apart",
                f"a space stands between the text and its language @{tag}.",
                f"Write @{tag} directly after the text.",
                subject=word(triple.subject),
                at=Mark(document, match.start(1)),
                severity=Severity.ADVICE,
                focus=triple.subject,
                predicate=triple.predicate,
            )
