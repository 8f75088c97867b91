"""How long an editor waits for the language server on the shipped map.

Each time is the median of several, over the protocol, with the server as a process of its own; the
yardstick is ``loopmap check`` of the same file as a command, in the same run.

    uv run python tests/benchmarks/bench_language_server.py
"""

from __future__ import annotations

import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from lsprotocol import types

sys.path.insert(0, str(Path(__file__).parents[1] / "helpers"))

from language_client import Editor, place_of

from graph.files import shipped_ontology

_TIMES = 7
_FILE = "evidence/coding.ttl"


@contextmanager
def _shipped_copy() -> Iterator[Path]:
    with tempfile.TemporaryDirectory() as folder:
        target = Path(folder) / "map"
        shutil.copytree(shipped_ontology(), target)
        yield target


def _median(
    work: Callable[[], object], times: int = _TIMES, first: Callable[[], object] = lambda: None
) -> float:
    found = []
    for _ in range(times):
        first()
        begin = time.perf_counter()
        work()
        found.append(time.perf_counter() - begin)
    return statistics.median(found)


def _command(path: Path) -> float:
    arguments = [sys.executable, "-m", "graph", "check", str(path)]
    return _median(lambda: subprocess.run(arguments, capture_output=True, check=False), 3)


class _Bench:
    def __init__(self, folder: Path) -> None:
        self.path = folder / _FILE
        self.text = self.path.read_text(encoding="utf-8")
        self.uri = self.path.as_uri()
        self.name = types.TextDocumentIdentifier(self.uri)
        self.rows: list[tuple[str, float]] = []
        begin = time.perf_counter()
        self.editor = Editor(folder)
        self.rows.append(("start to initialize", time.perf_counter() - begin))
        begin = time.perf_counter()
        self.editor.open(self.uri, self.text)
        self.editor.findings(self.uri)
        self.rows.append(("first findings of the map", time.perf_counter() - begin))
        self._count = 0

    def row(
        self, what: str, work: Callable[[], object], first: Callable[[], object] = lambda: None
    ) -> None:
        work()
        self.rows.append((what, _median(work, first=first)))

    def typed(self, slip: str = "") -> None:
        self._count += 1
        self.editor.type(self.uri, f"{self.text}\n# {self._count}\n{slip}")
        self.editor.findings(self.uri)

    def ask(self, method: str, params: object) -> object:
        return self.editor.wait(getattr(self.editor.client, f"{method}_async")(params))

    def at(self, words: str, inside: int = 1) -> types.Position:
        return place_of(self.text, words, inside)

    def run(self) -> None:
        name, part = self.name, self.at(":coding ;")
        self.row("a comment typed, to findings", self.typed)
        self.row("a syntax error typed, to findings", lambda: self.typed(":x a"))
        self.editor.type(self.uri, self.text)
        self.editor.findings(self.uri)
        context = types.ReferenceContext(include_declaration=True)
        asked: tuple[tuple[str, str, object], ...] = (
            (
                "completion of a part",
                "text_document_completion",
                types.CompletionParams(name, self.at(":coding ;", 3)),
            ),
            ("hover of a part", "text_document_hover", types.HoverParams(name, part)),
            ("definition", "text_document_definition", types.DefinitionParams(name, part)),
            (
                "references",
                "text_document_references",
                types.ReferenceParams(context, name, part),
            ),
            (
                "outline",
                "text_document_document_symbol",
                types.DocumentSymbolParams(name),
            ),
            ("search in the map", "workspace_symbol", types.WorkspaceSymbolParams("codrev")),
            (
                "rename through the map",
                "text_document_rename",
                types.RenameParams(name, part, "writing-code"),
            ),
            (
                "layout of a file",
                "text_document_formatting",
                types.DocumentFormattingParams(name, types.FormattingOptions(4, True)),
            ),
        )
        for what, method, params in asked:
            self.row(what, lambda method=method, params=params: self.ask(method, params))
        params = types.CompletionParams(name, self.at(":coding ;", 3))
        self.row(
            "completion while a check runs",
            lambda: self.ask("text_document_completion", params),
            self._begin_a_check,
        )
        self.editor.leave()

    def _begin_a_check(self) -> None:
        self._count += 1
        self.editor.type(self.uri, f"{self.text}\n# {self._count}\n")
        # Beyond the quiet that a check waits for, and well within the check.
        time.sleep(0.2)


def main() -> None:
    """Print what each act takes, and its ratio to the command."""
    with _shipped_copy() as folder:
        command = _command(folder / _FILE)
        bench = _Bench(folder)
        bench.run()
    print(f"{'loopmap check FILE, as a command':36} {command * 1000:8.0f} ms   1.00")
    for what, seconds in bench.rows:
        print(f"{what:36} {seconds * 1000:8.0f} ms   {seconds / command:.2f}")


if __name__ == "__main__":
    main()
