"""Findings in the formats that people and machines read: each holds every finding."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import fields
from hashlib import sha256

from graph.errors import Problem, Severity
from graph.records import record
from graph.reports.plain import Plain, to_plain

_SARIF = "https://json.schemastore.org/sarif-2.1.0.json"
_LEVELS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.ADVICE: "note"}
_GITHUB = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.ADVICE: "notice"}


@record
class CheckedFiles:
    """What a check found; the field names are the keys of its JSON.

    Attributes:
        files: how many were read.
        statements: how many they hold.
        things: how many different subjects these are about.
        unreadable: whether a file could not be read, so that more may be wrong than is listed.
        problems: all that is wrong, in the order of reading.
    """

    files: int
    statements: int
    things: int
    unreadable: bool
    problems: tuple[Problem, ...]


def counted(problems: Sequence[Problem]) -> str:
    """Return how many findings there are of each severity, in words.

    >>> counted([])
    '0 errors, 0 warnings, 0 pieces of advice'
    >>> counted([Problem("label-missing", "It has none.", "Add one.")])
    '1 error, 0 warnings, 0 pieces of advice'
    """
    found = Counter(problem.severity for problem in problems)
    named = (
        (found[Severity.ERROR], "error", "errors"),
        (found[Severity.WARNING], "warning", "warnings"),
        (found[Severity.ADVICE], "piece of advice", "pieces of advice"),
    )
    return ", ".join(f"{count} {one if count == 1 else many}" for count, one, many in named)


def checked_record(found: CheckedFiles) -> dict[str, Plain]:
    """Return findings as JSON holds them; a place without a line has neither line nor column.

    >>> from graph.errors import Place
    >>> one = Problem("x", "Wrong.", "Mend it.", None, Place("a.jsonld", 0))
    >>> [found] = checked_record(CheckedFiles(1, 2, 3, False, (one,)))["problems"]
    >>> found["place"]
    {'file': 'a.jsonld'}
    """
    record = {item.name: to_plain(getattr(found, item.name)) for item in fields(found)}
    return {**record, "problems": [_finding_record(problem) for problem in found.problems]}


def _finding_record(problem: Problem) -> dict[str, Plain]:
    record = {item.name: to_plain(getattr(problem, item.name)) for item in fields(problem)}
    if problem.place is not None and not problem.place.line:
        record["place"] = {"file": problem.place.file}
    return record


def advice_lines(problems: Sequence[Problem]) -> tuple[str, ...]:
    """Return one line for each kind of advice: the first of it, and how many more there are.

    Args:
        problems: pieces of advice, in the order of reading.

    >>> from graph.errors import Place
    >>> two = [Problem("short", "is short.", "Say more.", name, Place("a.ttl", line),
    ...        severity=Severity.ADVICE) for line, name in enumerate(("x", "y"), 3)]
    >>> advice_lines(two)
    ('a.ttl:3:1: advice: x: is short. Say more. [short] and 1 more',)
    """
    kinds: dict[str, list[Problem]] = {}
    for problem in problems:
        kinds.setdefault(problem.code, []).append(problem)
    return tuple(
        f"{found[0]} and {len(found) - 1:,} more" if len(found) > 1 else str(found[0])
        for found in kinds.values()
    )


def github_line(problem: Problem) -> str:
    """Return a finding as an annotation of a workflow of GitHub.

    >>> from graph.errors import Place
    >>> github_line(Problem("x", "100% wrong.", "Mend it.", None, Place("a,b.ttl", 1, 2)))
    '::error file=a%2Cb.ttl,line=1,col=2,title=x::100%25 wrong. Mend it.'
    """
    where = ""
    if problem.place:
        place = problem.place
        where = f"file={_property(place.file)},"
        if place.line:
            where += f"line={place.line},col={place.column},"
    text = _data(f"{problem.message} {problem.remedy}")
    return f"::{_GITHUB[problem.severity]} {where}title={_property(problem.code)}::{text}"


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")


def sarif_text(problems: Sequence[Problem], version: str, meanings: Mapping[str, str]) -> str:
    """Return findings as SARIF 2.1.0, byte for byte the same for the same findings.

    Args:
        problems: in the order in which they are to be listed.
        version: of loopmap.
        meanings: code to what is wrong, in one sentence.
    """
    codes = sorted({problem.code for problem in problems})
    driver = {
        "name": "loopmap",
        "version": version,
        "informationUri": "https://w3id.org/loopmap",
        "rules": [
            {"id": code, "shortDescription": {"text": meanings.get(code, code)}} for code in codes
        ],
    }
    run = {
        "tool": {"driver": driver},
        "columnKind": "unicodeCodePoints",
        "results": [_sarif_result(problem, codes) for problem in problems],
    }
    body = {"$schema": _SARIF, "version": "2.1.0", "runs": [run]}
    return json.dumps(body, ensure_ascii=False, indent=2)


def _sarif_result(problem: Problem, codes: Sequence[str]) -> dict[str, Plain]:
    # Not of the line: a finding stays the same when lines are put above it.
    said = "\0".join((problem.code, problem.subject or "", problem.message))
    result: dict[str, Plain] = {
        "ruleId": problem.code,
        "ruleIndex": codes.index(problem.code),
        "level": _LEVELS[problem.severity],
        "message": {"text": f"{problem.message} {problem.remedy}"},
        "partialFingerprints": {"loopmap/v1": sha256(said.encode()).hexdigest()[:32]},
    }
    place = problem.place
    if place is not None:
        physical: dict[str, Plain] = {"artifactLocation": {"uri": _address(place.file)}}
        if place.line:
            physical["region"] = {
                "startLine": place.line,
                "startColumn": place.column,
                "endColumn": place.column + problem.length,
            }
        location: dict[str, Plain] = {"physicalLocation": physical}
        if problem.subject:
            location["logicalLocations"] = [{"fullyQualifiedName": problem.subject}]
        result["locations"] = [location]
    return result


def _address(file: str) -> str:
    from urllib.parse import quote

    return quote(file.replace("\\", "/"), safe="/")


def markdown_text(problems: Sequence[Problem], checked: str) -> str:
    """Return findings as a table for a comment on a change.

    Args:
        problems: in the order in which they are to be listed.
        checked: a sentence that says what was checked.
    """
    lines = [f"**{counted(problems)}.** {checked}"]
    if problems:
        lines += ["", "| Where | How bad | What is wrong | What to write |", "|---|---|---|---|"]
    for problem in problems:
        place = problem.place
        where = "" if place is None else f"{place.file}:{place.line}" if place.line else place.file
        who = f"{problem.subject}: " if problem.subject else ""
        cells = (where, problem.severity.value, who + problem.message, problem.remedy)
        lines.append("| " + " | ".join(map(_cell, cells)) + f" `{problem.code}` |")
    return "\n".join(lines)


def _cell(text: str) -> str:
    flat = " ".join(text.split())
    for mark in "\\`*_|<>[]":
        flat = flat.replace(mark, "\\" + mark)
    return flat
