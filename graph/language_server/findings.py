"""The findings of ``check`` as an editor shows them."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from lsprotocol import types

from graph.errors import Place, Problem, Severity
from graph.language_server.open_texts import uri_of
from graph.language_server.source_text import Encoding, SourceText

#: What the findings are called as, beside those of other tools.
SOURCE = "loopmap"

_SEVERITIES = {
    Severity.ERROR: types.DiagnosticSeverity.Error,
    Severity.WARNING: types.DiagnosticSeverity.Warning,
    Severity.ADVICE: types.DiagnosticSeverity.Information,
}
#: What stands behind the name of a file where a message names a place.
_PLACE = re.compile(r":(?P<line>\d+)(?::(?P<column>\d+))?")


class Remedy(NamedTuple):
    """What a finding would have put in place of what.

    Attributes:
        found: the text that the finding is about.
        replacement: what to write instead.
    """

    found: str
    replacement: str

    def to_data(self) -> dict[str, str]:
        """Return it as an editor keeps it beside the finding."""
        return {"found": self.found, "replacement": self.replacement}


def remedy_of(diagnostic: types.Diagnostic) -> Remedy | None:
    """Return the remedy that an editor gave back with a finding, if it is whole."""
    data = diagnostic.data
    if diagnostic.source != SOURCE or not isinstance(data, Mapping):
        return None
    found, replacement = data.get("found"), data.get("replacement")
    if not isinstance(found, str) or not isinstance(replacement, str):
        return None
    return Remedy(found, replacement)


def diagnostics(
    problems: Sequence[Problem], sources: Mapping[str, SourceText], encoding: Encoding
) -> list[types.Diagnostic]:
    """Return findings of one file for an editor.

    Args:
        problems: all in one file.
        sources: the texts of the map, by what messages call their files.
        encoding: the unit of columns.
    """
    return [_diagnostic(one, sources, encoding) for one in problems]


def _diagnostic(
    problem: Problem, sources: Mapping[str, SourceText], encoding: Encoding
) -> types.Diagnostic:
    place = problem.place or Place("", 1)
    source = sources.get(place.file, SourceText(""))
    start = source.told(place.line, place.column)
    end = min(start + problem.length, source.line_end(start))
    who = f"{problem.subject}: " if problem.subject else ""
    remedy = None
    if problem.replacement is not None:
        remedy = Remedy(source.text[start:end], problem.replacement).to_data()
    return types.Diagnostic(
        range=source.range(start, end, encoding),
        message=f"{who}{problem.message} {problem.remedy}".strip(),
        severity=_SEVERITIES[problem.severity],
        code=problem.code,
        source=SOURCE,
        related_information=_related(problem, sources, encoding) or None,
        data=remedy,
    )


def _related(
    problem: Problem, sources: Mapping[str, SourceText], encoding: Encoding
) -> list[types.DiagnosticRelatedInformation]:
    """Return the other places that a message names, so that one can go there."""
    said, found = f"{problem.message} {problem.remedy}", []
    for file, source in sources.items():
        match = _PLACE.match(said, said.find(file) + len(file)) if file in said else None
        if match is not None:
            at = source.told(int(match["line"]), int(match["column"] or 1))
            where = types.Location(uri_of(file), source.range(at, at, encoding))
            found.append(types.DiagnosticRelatedInformation(where, "the other place"))
    return found
