"""What measuring gives: numbers about parts of the map, refusals, and what does not agree."""

from __future__ import annotations

from graph.measuring.period import Period
from graph.records import record
from graph.vocabulary import Bound

#: The level of every interval of a measurement.
LEVEL = 0.95
#: The grade of what is worked out from records of work.
TELEMETRY = "telemetry"


@record
class Measurement:
    """One number about one part of the map in one period.

    Attributes:
        subject: id of the part, dependency or loop on the map.
        metric: the ontology's word (``queue-time``).
        value: in the unit.
        low: lower end of its interval, at the level ``LEVEL``; ``None`` if it cannot be given.
        high: upper end, likewise.
        unit: as a word: "days", "hours", "share", "count", "ratio".
        count: of what was measured, 5 or more.
        counted: what was counted, in the plural: "passes", "changes", "weeks".
        period: when.
        definition: what exactly was measured, from which moment to which, in one sentence.
        obtained: how: source, method and version, options: "import events, calendar days".
        grade: the study design's name as a word.
        bound: whether the number is the value or only a limit to it.
        caveats: what to keep in mind besides.
        label: of the subject, as people call it; its id if ``None``.
    """

    subject: str
    metric: str
    value: float
    low: float | None
    high: float | None
    unit: str
    count: int
    counted: str
    period: Period
    definition: str
    obtained: str
    grade: str = TELEMETRY
    bound: Bound = Bound.EXACT
    caveats: tuple[str, ...] = ()
    label: str | None = None


@record
class Refusal:
    """A number that is not given, and why.

    Attributes:
        subject: as of a measurement.
        metric: likewise.
        period: when; ``None`` for the records as a whole.
        code: the reason as a word: "too-few-items", "too-few-people", "not-recorded", "below-half-
            linked" and so on.
        reason: why, in one sentence.
        count: of what there was, if that is the reason.
    """

    subject: str
    metric: str
    period: Period | None
    code: str
    reason: str
    count: int | None = None


@record
class Disagreement:
    """Two ways to the same number that do not agree.

    Attributes:
        subject: id of the part.
        period: when.
        measured: by the first way.
        implied: by the second way.
        unit: of both.
        reason: what that means, in plain words.
    """

    subject: str
    period: Period
    measured: float
    implied: float
    unit: str
    reason: str


@record
class LeftOut:
    """Rows that were not used, counted by reason.

    Attributes:
        reason: why, in words that go after "N rows": "end before they start".
        count: how many.
    """

    reason: str
    count: int


@record
class Provenance:
    """Where measurements come from.

    Attributes:
        name: of the source on the map, an identifier: small letters, digits and hyphens.
        title: what people call it: "Pull requests of owner/name".
        publisher: whose records they are, if known.
        address: where others can look it up, if anywhere.
        kind: "tracker", "export" or "repository", for what is no published document.
        method: what made the numbers, with its version: "loopmap import github 1".
        last_day: the last day of the records as ISO text, which is the date of this edition.
        first_day: the first day of the records, likewise: since then they have been kept. What they
            tell of a period was known when that was over.
        identifiers: what tells the input from any other, so that a number can be traced to it:
            "sha256:" and the digest of a file, "git:" and the name of a commit.
    """

    name: str
    title: str
    method: str
    publisher: str | None = None
    address: str | None = None
    kind: str = "export"
    last_day: str | None = None
    first_day: str | None = None
    identifiers: tuple[str, ...] = ()


@record
class Measured:
    """Everything that one source says about the parts of a map.

    Attributes:
        provenance: where it comes from.
        measurements: the numbers about parts and dependencies, by part, metric and period.
        whole: numbers about the loop as a whole, for reading; they are not written to a map.
        refusals: numbers that are not given.
        disagreements: what does not agree with itself.
        left_out: rows that were not used, the most first.
        notes: what a reader should know before the numbers, in sentences: what the export lacks.
    """

    provenance: Provenance
    measurements: tuple[Measurement, ...]
    whole: tuple[Measurement, ...] = ()
    refusals: tuple[Refusal, ...] = ()
    disagreements: tuple[Disagreement, ...] = ()
    left_out: tuple[LeftOut, ...] = ()
    notes: tuple[str, ...] = ()
