"""A map of a team's own loop in one folder, made from its records and brought up to date by them.

The folder holds ``loop.ttl``, which is a person's and is written once, and ``evidence/measured/``
with a file for each source and one for what stands in. Everything is worked out in a copy first, so
that a trial run and a real one do the same; only then are the files written, all or none.
"""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from functools import cache
from importlib.resources import files
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from graph.editing.paragraphs import english
from graph.editing.writing import FileChange
from graph.errors import UsageError
from graph.files import shipped_ontology_as_seen_from_here
from graph.loop.study import Study, study_of
from graph.measuring.evidence_file import evidence_text, refuse_foreign, term
from graph.measuring.git.numbers import LEAST_LINKED
from graph.measuring.landing import landing_of
from graph.measuring.measure import Measuring, measure
from graph.measuring.measured_loop import (
    ChangedNumber,
    LoopMeasurement,
    MeasuredLoop,
    SourceTold,
    Wanted,
)
from graph.measuring.measurement import Measured, Measurement
from graph.measuring.source import Source, TableSource
from graph.measuring.sources.git import GitSource, GitSummary
from graph.measuring.stages import read_stages, stages_text
from graph.measuring.stand_ins import STANDS_IN, Borrowed, stand_ins_text
from graph.model import LoopModel
from graph.ontology.read_cache import read_cached
from graph.ontology.reading import read_ontology
from graph.questions.own_loop.compute import OwnLoop, own_loop
from graph.questions.own_loop.gap import Gap, largest_gap
from graph.turtle.spelling import spell
from graph.vocabulary import Bound, MetricName

#: The file that a person edits.
PARTS: Final = "loop.ttl"
#: The folder of what was measured, and the file of what stands in.
MEASURED: Final = Path("evidence") / "measured"
STAND_INS: Final = MEASURED / "stand-ins.ttl"
#: What is borrowed from the shipped map: the part there, and the metric.
_LENT: Final = (("coding", MetricName.SPEEDUP),)
#: Relative change of a number below which nothing is said of it.
_UNCHANGED: Final = 0.005


def measure_own_loop(
    history: GitSource,
    exports: Sequence[Source | TableSource],
    wanted: Wanted,
    said: Callable[[str], None] = lambda _: None,
) -> LoopMeasurement:
    """Return a team's own loop, measured, with the changes of files that keep it.

    Args:
        history: of git.
        exports: other records, of which each number counts before that of the history.
        wanted: what is to be measured, and how.
        said: told what goes on.

    Raises:
        UsageError: a file of the folder was edited that only measurements write, or the folder is
            none that can hold a map.
        UnreadableError: a source, or a file of the folder, cannot be used.
    """
    before = _files_in(wanted.folder)
    with _copy(before, wanted) as place:
        first = PARTS not in before
        if first:
            _write(place / PARTS, _parts_text(wanted.title or history.summary.name, wanted.setting))
        old = None if first else study_of(read_ontology((place,)))
        if STAND_INS.as_posix() not in before:
            _write(place / STAND_INS, stand_ins_text())
        model = read_ontology((place,))
        measurings = [_measured(one, model, wanted, place, said) for one in (*exports, history)]
        measurings[-1] = _under_its_old_name(measurings[-1], place, history)
        for one in _once(measurings):
            _write_evidence(place, one)
        said("Looking for numbers that nobody measured")
        _write_stand_ins(place)
        said("Working out what blocks the loop")
        study = study_of(read_ontology((place,)))
        answer = own_loop(study, draws=wanted.draws, seed=wanted.seed)
        changes = tuple(_changes(before, _files_in(place), wanted.folder))
    told = MeasuredLoop(
        str(wanted.folder),
        answer,
        tuple(_told(one.measured) for one in measurings),
        _gap(answer, history.summary, wanted.options),
        None if old is None else _by_size(_moved(old, study), study),
        history.summary,
        tuple(change.label for change in changes),
    )
    return LoopMeasurement(told, changes)


# ---- The folder ----


def _files_in(folder: Path) -> dict[str, bytes]:
    """The files of a map, by their path in it."""
    if folder.exists() and not folder.is_dir():
        raise UsageError(f"{folder} is a file. Name a folder, new or old, with --to.")
    if not folder.is_dir():
        return {}
    found = {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for kind in ("*.ttl", "*.stages.toml")
        for path in sorted(folder.rglob(kind))
        if path.is_file() and not any(part.startswith(".") for part in path.parts[-3:-1])
    }
    if found and PARTS not in found:
        raise UsageError(
            f"{folder} holds Turtle files and no {PARTS}, so it is no map that a measurement made. "
            "Name another folder with --to."
        )
    return found


@contextmanager
def _copy(before: dict[str, bytes], wanted: Wanted) -> Iterator[Path]:
    with TemporaryDirectory(prefix="loopmap-") as name:
        place = Path(name)
        for path, data in before.items():
            (place / path).parent.mkdir(parents=True, exist_ok=True)
            (place / path).write_bytes(data)
        for path in before:
            if Path(path).parent == MEASURED and path.endswith(".ttl"):
                refuse_foreign(wanted.folder / path, before[path])
        yield place
        shutil.rmtree(place, ignore_errors=True)
        place.mkdir()


def _parts_text(title: str, setting: str) -> str:
    text = files("graph.measuring").joinpath("own_loop.ttl").read_text(encoding="utf-8")
    plain = "".join(sign if sign.isprintable() else " " for sign in title).strip()
    spelt = spell(english(plain or "Our loop"), {})
    return text.replace("SETTING", term(setting)).replace("TITLE", spelt)


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8", newline="\n")


def _changes(
    before: dict[str, bytes], after: dict[str, bytes], folder: Path
) -> Iterator[FileChange]:
    for path in sorted({*before, *after}):
        old, new = before.get(path), after.get(path)
        if old != new:
            whole = folder.absolute() / path
            yield FileChange(whole, str(folder / path), old, new)


# ---- What is measured, borrowed and assumed ----


def _measured(
    source: Source | TableSource,
    model: LoopModel,
    wanted: Wanted,
    place: Path,
    said: Callable[[str], None],
) -> Measuring:
    landing = landing_of(model)
    said(f"Reading {source.provenance.title}")
    stages = place / MEASURED / f"{source.provenance.name}.stages.toml"
    told = read_stages(stages, landing) if stages.exists() else {}
    measuring = measure(source, landing, wanted.counting, told)
    if measuring.guessed and measuring.correctable and not stages.exists():
        title = measuring.measured.provenance.title
        _write(stages, stages_text(measuring.stages, measuring.rows, title))
    return measuring


def _under_its_old_name(measuring: Measuring, place: Path, history: GitSource) -> Measuring:
    """Name numbers of a history as they were when it was measured in another checkout.

    A checkout without an address is called by its folder. Under two names the same changes would
    count twice, the old numbers beside the new.
    """
    now = measuring.measured.provenance.name
    files = sorted((place / MEASURED).glob("git-*.ttl"))
    of_it = [path for path in files if _tells_of(path, history)]
    kept = next((path for path in of_it if path.stem == now), next(iter(of_it), None))
    for path in of_it:
        if path != kept:
            path.unlink()
    if kept is None:
        return measuring
    provenance = replace(measuring.measured.provenance, name=kept.stem)
    return replace(measuring, measured=replace(measuring.measured, provenance=provenance))


def _tells_of(path: Path, history: GitSource) -> bool:
    """Whether a file was measured from a commit that this history holds."""
    told = _COMMIT.search(path.read_text(encoding="utf-8", errors="replace"))
    return told is not None and history.holds(told[1])


#: How a file of evidence names the newest commit that it was measured from.
_COMMIT: Final = re.compile(r'dcterms:identifier "git:([0-9a-f]{40,64})"')


def _once(told: Iterable[Measuring]) -> Iterator[Measured]:
    """Yield what each source says, without what one before it says of the same thing."""
    known: set[tuple[str, str]] = set()
    for one in told:
        measured = one.measured
        kept = tuple(
            number
            for number in measured.measurements
            if (number.subject, number.metric) not in known
        )
        known |= {_key(number) for number in kept}
        yield replace(measured, measurements=kept)


def _key(number: Measurement) -> tuple[str, str]:
    return (number.subject, number.metric)


def _write_evidence(place: Path, measured: Measured) -> None:
    path = place / MEASURED / f"{measured.provenance.name}.ttl"
    if measured.measurements:
        _write(path, evidence_text(measured))
    else:
        path.unlink(missing_ok=True)


def _write_stand_ins(place: Path) -> None:
    model = read_ontology((place,))
    known = {
        (one.subject, "pass-time" if one.metric == MetricName.BASELINE_DAYS else one.metric)
        for one in model.observations.values()
        if not one.id.startswith(STANDS_IN) and one.bound is Bound.EXACT and not one.retracted
    }
    lent = () if all(key in known for key in _LENT) else _borrowed(model.words.setting or "")
    parts = {*model.components, *model.dependencies}
    _write(place / STAND_INS, stand_ins_text(known, parts, lent))


@cache
def _borrowed(setting: str) -> tuple[Borrowed, ...]:
    """What the shipped map holds of the loops of others."""
    study = study_of(read_cached((shipped_ontology_as_seen_from_here(),)), setting=setting)
    found = []
    for subject, metric in _LENT:
        estimate = study.estimate(subject, metric)
        if estimate is not None:
            label = study.model.settings[study.standpoint.setting].label
            count = len(estimate.observation_ids)
            as_of = study.estimates.as_of
            found.append(Borrowed(subject, metric, estimate, label, as_of, count))
    return tuple(found)


# ---- What is said of it ----


def _told(measured: Measured) -> SourceTold:
    return SourceTold(
        measured.provenance.name,
        measured.provenance.title,
        len(measured.measurements),
        len(measured.refusals),
        (*measured.notes, *(f"{one.count:,} rows {one.reason}." for one in measured.left_out)),
        tuple(f"{one.subject}, {one.period}: {one.reason}" for one in measured.disagreements[-3:]),
    )


def _moved(old: Study, new: Study) -> Iterator[ChangedNumber]:
    """Yield the numbers about parts and dependencies that differ."""
    keys = {
        (one.subject, one.metric)
        for study in (old, new)
        for one in study.model.observations.values()
        if one.subject in new.model.components or one.subject in new.model.dependencies
    }
    for subject, metric in sorted(keys):
        before, after = old.estimate(subject, metric), new.estimate(subject, metric)
        if before is None and after is None:
            continue
        values = (before.median if before else None, after.median if after else None)
        if None not in values and _alike(values[0] or 0.0, values[1] or 0.0):
            continue
        unit = (after or before).unit if (after or before) else ""  # type: ignore[union-attr]
        yield ChangedNumber(subject, new.model.label(subject), metric, *values, unit)


def _by_size(changed: Iterable[ChangedNumber], study: Study) -> tuple[ChangedNumber, ...]:
    """Numbers of parts before those of dependencies, the one that changed most first."""

    def size(one: ChangedNumber) -> tuple[bool, float, str, str]:
        low, high = sorted((one.before or 0.0, one.after or 0.0))
        apart = high / low if low > 0 else float("inf")
        return (one.subject not in study.model.components, -apart, one.subject, one.metric)

    return tuple(sorted(changed, key=size))


def _alike(first: float, second: float) -> bool:
    return abs(first - second) <= _UNCHANGED * max(abs(first), abs(second))


def _gap(loop: OwnLoop, git: GitSummary, options: Sequence[str]) -> Gap | None:
    """What one more export would tell.

    Where the commits of most changes are unknown, it is first of all these: what is assumed of
    coding and review says nothing of how much there is to find.
    """
    if git.changes and git.linked < LEAST_LINKED * git.changes:
        reason = (
            f"would tell when more than {git.linked:,} of {git.changes:,} changes were begun and "
            f"done: {git.fetch_line}"
        )
        return Gap("git fetch", None, None, reason)
    return largest_gap(loop, options)


def forge_of(paths: Iterable[Path]) -> str:
    """Return the name of the source that reads exports of change requests or runs.

    GitLab numbers requests by ``iid`` and runs by ``ref``; GitHub knows neither word.

    Args:
        paths: files that exist.
    """
    for path in paths:
        with path.open("rb") as file:
            start = file.read(_PEEK)
        if b'"iid"' in start or b'"web_url"' in start:
            return "gitlab"
    return "github"


#: Bytes at the start of an export that are looked at.
_PEEK: Final = 100_000
