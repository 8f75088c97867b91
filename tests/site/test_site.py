"""The documentation site: commands run where they stand, every command has a run, no other host."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from graph.cli.commands import COMMANDS
from graph.site.commands import command_pages, examples
from graph.site.console import UNRUN, FailedCommandError, with_outputs
from graph.site.formulas import with_formulas
from graph.site.words import words_page

ROOT = Path(__file__).resolve().parents[2]
SITE = ROOT / "graph" / "site"


def block(*commands: str, how: str = "") -> str:
    """Return a block of commands to run."""
    return f"```console run{how}\n" + "".join(f"$ {item}\n" for item in commands) + "```\n"


def test_what_a_command_prints_stands_below_it(tmp_path: Path) -> None:
    """Two commands of one page share a folder; a hidden one leaves no word."""
    page = block("sh -c 'echo made > file'", how=" hidden") + "Text.\n" + block("cat file")

    assert with_outputs(page, "page", tmp_path) == "Text.\n```console\n$ cat file\nmade\n```\n"


def test_long_outputs_are_cut_with_a_mark(tmp_path: Path) -> None:
    """Three lines, of which two are wanted."""
    page = block("printf '1\\n2\\n3\\n'", how=" lines=2")

    assert "1\n2\n...\n```" in with_outputs(page, "page", tmp_path)


@pytest.mark.parametrize(
    ("page", "words"),
    [
        (block("loopmap critcal-path"), "page: loopmap critcal-path -> 2"),
        (block("sh -c 'exit 3'"), "-> 3"),
        (block("true", how=" fails"), "-> 0"),
        ("```console run\nno dollar\n```\n", "begins with '$ '"),
    ],
)
def test_a_command_that_ends_otherwise_stops_the_build(
    tmp_path: Path, page: str, words: str
) -> None:
    """A page never shows a failure that it does not speak of, nor a success where one is told."""
    with pytest.raises(FailedCommandError, match=re.escape(words)):
        with_outputs(page, "page", tmp_path)


def test_every_command_has_a_page_with_a_run() -> None:
    """The pages follow the registry of commands, and each ends with all options."""
    pages = command_pages()

    assert {f"commands/{entry.name}.md" for entry in COMMANDS} < set(pages)
    for entry in COMMANDS:
        assert f"$ loopmap {entry.name} --help" in pages[f"commands/{entry.name}.md"]


def test_an_example_of_no_command_is_refused(tmp_path: Path) -> None:
    """A command that was renamed leaves no page behind."""
    told = tmp_path / "examples.toml"
    told.write_text((SITE / "examples.toml").read_text() + '\n[[no-such]]\nsays = "x"\n')

    with pytest.raises(ValueError, match="no-such"):
        examples(told)


def test_formulas_become_mathml_and_code_stays() -> None:
    """One half is a fraction of 1 and 2; a dollar in code is no formula."""
    found = with_formulas("$\\frac{1}{2}$ and `$HOME`\n```sh\necho $x $y\n```\n")

    assert "<mfrac><mrow><mn>1</mn></mrow><mrow><mn>2</mn></mrow></mfrac>" in found
    assert found.endswith("and `$HOME`\n```sh\necho $x $y\n```\n")


def test_every_word_of_the_ontology_is_listed() -> None:
    """A class, a property, a metric by its short name; none from elsewhere."""
    page = words_page(ROOT / "ontology")

    for word in ("`loop:Component`", "`loop:baselineDays`", "`baseline-days` `loop:BaselineDays`"):
        assert word in page
    assert "w3.org" not in re.sub(r"(?m)^(?!\|).*$", "", page)


def test_the_site_builds_strictly_and_asks_no_other_host(tmp_path: Path) -> None:
    """All links and anchors within it lead somewhere; nothing is loaded from elsewhere."""
    command = [sys.executable, "-m", "mkdocs", "build", "--strict", "-q"]
    done = subprocess.run(
        [*command, "-f", str(SITE / "mkdocs.yml"), "-d", str(tmp_path)],
        env={**os.environ, UNRUN: "1"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr

    pages = [path.read_text() for path in tmp_path.rglob("*.html")]
    loaded = [
        found
        for page in pages
        for found in re.findall(
            r'<(?:script|link|img|iframe)[^>]+(?:src|href)="(?:https?:)?//[^"]+', page
        )
    ]
    assert len(pages) > len(COMMANDS)
    assert loaded == []
