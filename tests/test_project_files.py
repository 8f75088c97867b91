"""What other tools and people look for where they always look: true, and leading somewhere."""

from __future__ import annotations

import re
import tomllib
from datetime import date
from pathlib import Path

import pytest

from graph.reports.plain import SCHEMA_VERSION

ROOT = Path(__file__).resolve().parents[1]
GUIDE = ROOT / ".github" / "CONTRIBUTING.md"
CHANGES = ROOT / ".github" / "CHANGELOG.md"
DOCUMENTS = (GUIDE, CHANGES, ROOT / "README.md", ROOT / "graph" / "DESIGN.md")

_LINK = re.compile(r"\]\((?!https?:|#)([^)#\s]+)(?:#[^)]*)?\)")
_RELEASE = re.compile(r"^## (\d+\.\d+\.\d+) \((\d{4}-\d{2}-\d{2})\)$", re.MULTILINE)


def read(path: Path) -> str:
    """The text of a file."""
    return path.read_text(encoding="utf-8")


def project() -> dict[str, object]:
    """What pyproject.toml says of the project."""
    return tomllib.loads(read(ROOT / "pyproject.toml"))["project"]


def field(name: str) -> str:
    """One line of the citation file."""
    return re.search(rf"^{name}: (.+)$", read(ROOT / "CITATION.cff"), re.MULTILINE)[1]


def listed(name: str) -> list[str]:
    """One list of the citation file."""
    block = re.search(rf"^{name}:\n((?:  - .+\n)+)", read(ROOT / "CITATION.cff"), re.MULTILINE)[1]
    return re.findall(r"- (.+)", block)


def headings(path: Path) -> set[str]:
    """The headings of a document, and what its paragraphs in bold are about."""
    text = read(path)
    return {*re.findall(r"^#+ (.+)$", text, re.MULTILINE), *re.findall(r"\*\*(.+?)\.?\*\*", text)}


def test_whoever_cites_cites_this_version():
    """The citation's version and licences are the package's, and nobody is invented."""
    assert field("cff-version") == "1.2.0"
    assert field("type") == "software"
    assert field("title") == project()["name"]
    assert field("version") == project()["version"]
    assert " AND ".join(listed("license")) == project()["license"]
    assert listed("authors") == ["name: The loopmap authors"]


def test_the_newest_version_of_the_changelog_is_this_one():
    """It has a date, the citation's; the versions before it stand below, newest first."""
    releases = _RELEASE.findall(read(CHANGES))

    assert releases[0] == (project()["version"], field("date-released"))
    days = [date.fromisoformat(day) for _, day in releases]
    assert days == sorted(days, reverse=True)


def test_the_changelog_names_the_version_of_the_json():
    """A version of the schema that nobody was told of would break scripts in silence."""
    assert f"`schema_version` of the JSON is {SCHEMA_VERSION}." in read(CHANGES)


def test_every_change_runs_what_the_guide_says():
    """The workflow calls .ci/run on every Python from the least that the package allows."""
    workflow = read(ROOT / ".github" / "workflows" / "ci.yml")
    # The site is built on one of them alone.
    pythons = re.findall(r'"(3\.\d+)"', workflow.partition("\n  site:")[0])

    assert (ROOT / ".ci" / "run").is_file()
    assert "- run: bash .ci/run\n" in workflow
    assert "pull_request:" in workflow
    assert project()["requires-python"] == f">={pythons[0]}"
    assert pythons == ["3.11", "3.12", "3.13"]
    assert all(python in read(GUIDE) for python in pythons)
    assert "bash .ci/run" in read(GUIDE)


def test_what_the_guide_says_is_checked_is_what_is_run():
    """Each line of .ci/run that checks something is named in the guide."""
    run = read(ROOT / ".ci" / "run")

    assert re.findall(r"^uv run (.+)$", run, re.MULTILINE) == [
        "ruff check .",
        "ruff format --check .",
        "mypy",
        "lint-imports",
        "pytest",
    ]


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.name)
def test_links_lead_to_files_that_exist(path):
    """Every link that stays in the repository, from where the document stands."""
    links = _LINK.findall(read(path))

    assert len(links) >= 2
    assert [link for link in links if not (path.parent / link).exists()] == []


def test_the_guide_sends_people_to_sections_that_exist():
    """A section that the guide names in quotation marks stands in the document that it links."""
    rows = re.findall(r"^\|.*\]\(\.\./([\w/.]+)\)(.*)\|$", read(GUIDE), re.MULTILINE)
    named = [(ROOT / file, name) for file, rest in rows for name in re.findall('"(.+?)"', rest)]

    assert len(named) >= 5
    assert [name for path, name in named if name not in headings(path)] == []


def test_the_commands_of_the_guide_name_files_that_exist():
    """Scripts and folders of tests in its commands are there."""
    commands = "\n".join(re.findall(r"```sh\n(.*?)```", read(GUIDE), re.DOTALL))
    paths = re.findall(r"(?:python|pytest|bash) ([\w./]+/[\w./]+)", commands)

    assert len(paths) >= 4
    assert [path for path in paths if not (ROOT / path).exists()] == []


def test_the_hook_calls_a_command_that_exists():
    """pre-commit would tell every user of a misspelt command, and we nobody."""
    hook = read(ROOT / ".pre-commit-hooks.yaml")
    program, command = re.search(r"^  entry: (\w+) (\w+)$", hook, re.MULTILINE).groups()

    assert program in project()["scripts"]
    from graph.cli.commands import COMMANDS

    assert command in {entry.name for entry in COMMANDS}
    files, exclude = (re.search(rf"^  {name}: (.+)$", hook, re.MULTILINE)[1]
                      for name in ("files", "exclude"))  # fmt: skip
    assert re.search(files, "maps/my-loop.ttl")
    assert not re.search(files, "README.md")
    assert re.search(exclude, "ontology/shapes.ttl")
    assert not re.search(exclude, "ontology/loop.ttl")
