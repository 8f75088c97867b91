"""A save under ``loopmap watch`` beside rdflib's own parse of the same files.

``uv run python tests/benchmarks/bench_watch.py`` edits a copy of the shipped map as an editor would
and prints the times of processor and clock from the save to the findings of the saved file and to
the changed answers (1,024 draws on both sides), for a comment, an assumed number and a speed-up
that hangs together with all others. The targets are 0.3 s and 1 s on an idle machine.
"""

from __future__ import annotations

import shutil
import statistics
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from rdflib import Graph

from graph.evidence.standpoint import Standpoint
from graph.files import shipped_ontology
from graph.ontology.watched_files import WatchedFiles
from graph.watching import WatchedMap

ROUNDS = 7
DRAWS = 1024


@dataclass
class Times:
    """Seconds of the clock and of the processor, a round each."""

    clock: list[float] = field(default_factory=list)
    processor: list[float] = field(default_factory=list)

    def take(self, work: Callable[[], object]) -> None:
        """Time one piece of work."""
        clock, processor = time.perf_counter(), time.process_time()
        work()
        self.clock.append(time.perf_counter() - clock)
        self.processor.append(time.process_time() - processor)


@dataclass(frozen=True)
class Edit:
    """What an editor changes at each round: the text between two marks."""

    name: str
    file: str
    before: str
    value: Callable[[int], str]

    def save(self, folder: Path, number: int) -> None:
        """Write the file anew."""
        path = folder / self.file
        head, tail = path.read_text("utf-8").split(self.before, 1)
        _, end = tail.split("\n", 1)
        path.write_text(f"{head}{self.before}{self.value(number)}\n{end}", "utf-8")


EDITS = (
    Edit("a comment", "evidence/baselines.ttl", "\n#", lambda n: f" edited {n} times"),
    Edit(
        "an assumed number",
        "evidence/baselines.ttl",
        ":code-review-days-per-round a loop:Evidence ;\n"
        "    sosa:hasFeatureOfInterest :code-review ;\n"
        "    sosa:observedProperty loop:DaysPerRound ;\n"
        "    sosa:hasSimpleResult ",
        lambda n: f"{1.5 + n / 100:g} ;",
    ),
    Edit(
        "a speed-up",
        "evidence/coding.ttl",
        "sosa:observedProperty loop:Speedup ;\n    sosa:hasSimpleResult ",
        lambda n: f"{2.26 + n / 1000:g} ;",
    ),
)


def main() -> None:
    """Edit in turn with rdflib's parse, so that each meets the same load."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name) / "ontology"
        shutil.copytree(shipped_ontology(), folder)
        peer = Times()
        found = {edit.name: (Times(), Times()) for edit in EDITS}
        files = WatchedFiles([str(folder)])
        watched = WatchedMap([str(folder)], Standpoint(), draws=DRAWS)
        watched.begin()
        watched.answers()
        last = watched.last_good.digest
        for number in range(1, ROUNDS + 1):
            peer.take(lambda: [Graph().parse(path) for path in folder.rglob("*.ttl")])
            for edit in EDITS:
                edit.save(folder, number)
                to_findings, to_answers = found[edit.name]
                to_findings.take(lambda: watched.findings(files.next_saved()))
                to_answers.take(watched.answers)
                if watched.last_good is None or watched.last_good.digest == last:
                    assert edit.name == "a comment", f"{edit.name} was not answered"
                last = watched.last_good.digest
    base = statistics.median(peer.processor)
    print(f"rdflib parses the same files: {base:.2f} s of the processor")
    print(f"{'after a save of':<22}{'findings':>20}{'answers':>20}{'of rdflib':>12}")
    for name, both in found.items():
        cells = [f"{statistics.median(t.clock):.2f} / {statistics.median(t.processor):.2f} s"
                 for t in both]  # fmt: skip
        ratio = sum(statistics.median(t.processor) for t in both) / base
        print(f"{name:<22}{cells[0]:>20}{cells[1]:>20}{ratio:>12.2f}")
    print("clock / processor, medians")


if __name__ == "__main__":
    main()
