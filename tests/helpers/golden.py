"""What every command prints, kept as files in ``tests/golden`` and compared by a test.

``uv run python tests/helpers/golden.py`` writes the present outputs into the files;
``NAME ...`` at the end only those whose path holds one of these.
"""

from __future__ import annotations

import argparse
import contextlib
import math
import os
import re
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

import documents
import same_processor  # before anything loads NumPy
import turtle_maps

from graph.reports.plain import SCHEMA_VERSION

ROOT = Path(__file__).resolve().parents[2]
FOLDER = ROOT / "tests" / "golden"

#: Draws may differ in the last digit shown between versions of the libraries.
TOLERANCE = 0.03

#: What stands for the bytes of the files: it changes with every comment in one of them.
_DIGEST = re.compile(r"\b[0-9a-f]{64}\b|(?<=Map )[0-9a-f]{12}\b")

#: The maps, by the name of their folder: what a command needs to be told.
MAPS = {
    "worked-loop": ("-o", "tests/ontologies/worked-loop.ttl"),
    "rich": ("-o", "tests/ontologies/rich.ttl"),
    "shipped": (),
}


@dataclass(frozen=True)
class Report:
    """One output that is kept.

    Attributes:
        map: which of ``MAPS``.
        name: of the file, without its ending.
        arguments: what is typed.
        draws: behind the answer; ``None`` for a command that draws nothing.
    """

    map: str
    name: str
    arguments: tuple[str, ...]
    draws: int | None = 0

    @property
    def path(self) -> str:
        """Where it is kept, in the folder."""
        return f"{self.map}/{self.name}.txt"

    @property
    def exact(self) -> bool:
        """Whether every letter and space must stay: nothing in it is drawn."""
        return not self.draws

    def actual(self) -> str:
        """Run the command and return what was typed and what came of it."""
        words = [*self.arguments, *MAPS[self.map]]
        if words[0] not in ("check", "export"):
            words += ["--details", "--wide"]
        if self.draws is not None:
            words += ["--draws", str(self.draws)]
        said = in_root(words)
        parts = [f"$ loopmap {' '.join(words)}\n{_DIGEST.sub('(digest)', said.out)}"]
        if said.code or said.err:
            parts.append(f"exit code {said.code}\n{said.err}")
        return _DIGEST.sub("DIGEST", "\n".join(parts))


def in_root(words: Iterable[str]) -> turtle_maps.Answer:
    """Run a command where relative paths are those of the repository, wherever that lies."""
    with contextlib.chdir(ROOT):
        return turtle_maps.loopmap(*words)


#: What is asked of every map: by the name of the file.
ASKED = {
    "critical-path": ("critical-path",),
    "next": ("next",),
    "what-if-scenarios": ("what-if",),
    "history": ("history",),
    "sensitivity": ("sensitivity",),
    "takeoff": ("takeoff",),
    "own-loop": ("own-loop",),
    "domains": ("domains",),
    "explain-pace": ("explain", "pace"),
    "evidence": ("evidence",),
    "score": ("score",),
    "export-report": ("export", "report"),
}
#: The same of which nothing is drawn.
CENTRAL = {
    "certificate": ("critical-path", "--certificate"),
    "active": ("active",),
    "active-by-year": ("active", "--by-year"),
    "human": ("human",),
    "human-by-year": ("human", "--by-year"),
}
#: A component and a number of each map, and a domain.
KNOWN = {
    "worked-loop": ("C", "C.speedup", "formal-mathematics"),
    "rich": ("coding", "coding.speedup", "software"),
    "shipped": ("coding", "code-review.speedup", "formal-mathematics"),
}


def _reports() -> Iterator[Report]:
    for name, (part, number, domain) in KNOWN.items():
        supposed = ("--set", f"{number}=3")
        for file, words in ASKED.items():
            yield Report(name, file, words, 64)
        for file, words in CENTRAL.items():
            yield Report(name, file, words)
        yield Report(name, "what-if", ("what-if", *supposed), 64)
        yield Report(name, "explain-component", ("explain", part))
        yield Report(name, "explain-number", ("explain", number))
        yield Report(name, "one-domain", ("domains", domain))
        yield Report(name, "check", ("check",), None)
        if name == "worked-loop":  # so quick that more can be asked
            for file, words in ASKED.items():
                yield Report(name, f"{file}-central", words)
                yield Report(name, f"{file}-supposed", (*words, *supposed), 64)
            for file, words in CENTRAL.items():
                yield Report(name, f"{file}-supposed", (*words, *supposed))
    yield from _of_the_worked_loop()
    yield from _of_the_shipped_map()


def _of_the_worked_loop() -> Iterator[Report]:
    now = ("--as-of", "2026-06")
    target = ("--target", "1", "--horizon", "2029-06", "--set", "C.speedup=3")
    yield Report("worked-loop", "explain-period", ("explain", "period"))
    yield Report("worked-loop", "badge", ("evidence", "--badge"), 64)
    yield Report("worked-loop", "next-then", ("next", *now), 64)
    yield Report("worked-loop", "next-then-central", ("next", *now))
    yield Report("worked-loop", "next-target", ("next", *target, *now), 64)


def _of_the_shipped_map() -> Iterator[Report]:
    target = ("--target", "1.4", "--horizon", "2029-06", "--set", "code-review.speedup=3")
    yield Report("shipped", "critical-path-central", ("critical-path",))
    yield Report("shipped", "next-central", ("next",))
    yield Report("shipped", "next-target", ("next", *target), 64)
    yield Report("shipped", "next-far", ("next", "--horizon", "2060"), 64)
    yield Report("shipped", "what-if-central", ("what-if", "--set", "coding.speedup=9"))
    yield Report("shipped", "what-if-scenario", ("what-if", "--scenario", "review-automated"), 64)
    yield Report("shipped", "domains-then", ("domains", "--as-of", "2023"))
    yield Report("shipped", "takeoff-strong", ("takeoff", "--feedback", "20"), 64)
    yield Report("shipped", "takeoff-preset", ("takeoff", "--preset", "kwa"), None)
    yield Report("shipped", "takeoff-back-test", ("takeoff", "--back-test"), None)


REPORTS = tuple(_reports())


def same(kept: str, actual: str, *, exact: bool) -> bool:
    """Whether two outputs agree: to the letter, or in every word and nearly in every number."""
    if exact:
        return kept == actual
    if documents.words_of(kept) != documents.words_of(actual):
        return False
    pairs = zip(documents.numbers_of(kept), documents.numbers_of(actual), strict=True)
    return all(math.isclose(one, other, rel_tol=TOLERANCE, abs_tol=0.02) for one, other in pairs)


#: Objects of the JSON whose keys are names on a map, not words of ours; by the end of their path.
BY_NAME = (
    "alternatives_taken",
    "binding",
    "certificate.days",
    "certificate.potentials",
    "coverage.grades",
    "joining",
    "labels",
)

#: What is asked for the keys of the JSON: by the name of the file, one or more commands.
KEYED = {
    "critical-path": (("critical-path", "--certificate"),),
    "active": (("active",),),
    "human": (("human",),),
    "next": (("next", "--target", "1.4"),),
    "what-if": (("what-if", "--set", "code-review.speedup=3"),),
    "what-if-scenarios": (("what-if",),),
    "history": (("history",),),
    "sensitivity": (("sensitivity",),),
    "takeoff": (("takeoff",),),
    "own-loop": (("own-loop",),),
    "takeoff-preset": (("takeoff", "--preset", "davidson-houlden"),),
    "takeoff-back-test": (("takeoff", "--back-test"),),
    "domains": (("domains",),),
    "explain": (("explain", "coding"), ("explain", "code-review.speedup"), ("explain", "pace")),
    "evidence": (("evidence",),),
    "score": (("score",),),
    "check": (("check", "tests/ontologies/worked-loop.ttl"),),
}


def keys_of(name: str) -> list[str]:
    """Return every key that the JSON of a command has, as paths: ``components[].days.median``."""
    found: set[str] = set()
    for words in KEYED[name]:
        draws = () if words[0] == "check" else ("--draws", "64")
        said = in_root((*words, *draws, "-f", "json"))
        found.update(_paths(said.json, ""))
    return sorted(found)


def _paths(value: object, path: str) -> Iterator[str]:
    if isinstance(value, list):
        for item in value:
            yield from _paths(item, f"{path}[]")
    elif isinstance(value, dict):
        by_name = path.endswith(BY_NAME)
        for key, item in value.items():
            below = f"{path}.{'*' if by_name else key}".removeprefix(".")
            yield below
            yield from _paths(item, below)


def keys_text(name: str) -> str:
    """Return the list of keys with the version of the schema that they belong to."""
    return "\n".join((f"schema_version {SCHEMA_VERSION}", *keys_of(name))) + "\n"


def broken_rule(kept: str, actual: str) -> str | None:
    """Say which rule of ``schema_version`` two lists of keys break; ``None`` if they agree.

    A key that is gone asks for a new version; a new key asks only for a new list.
    """
    (version, *old), (now, *new) = kept.splitlines(), actual.splitlines()
    gone, more = sorted({*old} - {*new}), sorted({*new} - {*old})
    if gone and version == now:
        return (
            f"gone from the JSON: {', '.join(gone)}. Whoever reads these keys would break: give "
            "them back, or raise SCHEMA_VERSION in graph/reports/plain.py and say so in "
            ".github/CHANGELOG.md; then refresh the list."
        )
    if gone or more or version != now:
        return (
            f"new in the JSON: {', '.join(more) or 'nothing'}; {version} became {now}. That is "
            "allowed: refresh the list with uv run python tests/helpers/golden.py."
        )
    return None


def refresh(folder: Path, names: Iterable[str] = ()) -> list[str]:
    """Write the present outputs into a folder, and take away files that no command belongs to.

    Args:
        folder: where to; made if need be.
        names: parts of paths; only files whose path holds one of them. All files if empty.

    Returns:
        What was not written because a rule forbids it, a sentence each.
    """
    chosen = tuple(names) or ("",)
    refused = []
    for report in REPORTS:
        if any(part in report.path for part in chosen):
            _write(folder / report.path, report.actual())
    for name in KEYED:
        path = folder / "keys" / f"{name}.txt"
        if not any(part in f"keys/{name}.txt" for part in chosen):
            continue
        text = keys_text(name)
        rule = broken_rule(path.read_text("utf-8"), text) if path.exists() else None
        if rule and rule.startswith("gone"):
            refused.append(f"{path.name}: {rule}")
        else:
            _write(path, text)
    if chosen == ("",):
        for path in folder.rglob("*.txt"):
            if path.relative_to(folder).as_posix() not in files():
                path.unlink()
    return refused


def files() -> set[str]:
    """The files that there are, by their paths in the folder."""
    return {report.path for report in REPORTS} | {f"keys/{name}.txt" for name in KEYED}


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


def main() -> int:
    """Refresh the files; the exit code is 1 if something was refused."""
    parser = argparse.ArgumentParser(description="Write what every command prints now.")
    parser.add_argument("names", nargs="*", help="parts of paths; without them, all files")
    parser.add_argument("--folder", type=Path, default=FOLDER, help="where they are kept")
    chosen = parser.parse_args()
    os.environ.pop("COLUMNS", None)
    with same_processor.nothing_kept():
        refused = refresh(chosen.folder, chosen.names)
    for sentence in refused:
        print(sentence, file=sys.stderr)
    return 1 if refused else 0


if __name__ == "__main__":
    sys.exit(main())
