"""The guides of ``graph/DESIGN.md``, followed to the letter in a copy of the project."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
GUIDE = (ROOT / "graph" / "DESIGN.md").read_text(encoding="utf-8")
WORKED = "tests/ontologies/worked-loop.ttl"

#: A file to be written: its name, a colon, and its content.
_FILE = re.compile(r"^`([\w./-]+)`:\n\n```\w+\n(.*?)```", re.DOTALL | re.MULTILINE)


def section(title: str) -> str:
    """The part of the guide under a heading."""
    return GUIDE.split(f"\n## {title}\n", 1)[1].split("\n## ", 1)[0]


def block_after(text: str, words: str) -> str:
    """The first block of code behind some words."""
    return re.search(r"```\w+\n(.*?)```", text[text.index(words) :], re.DOTALL)[1]


@pytest.fixture
def copy(tmp_path) -> Path:
    """What can be changed without harm: the code, the map and the tests."""
    for name in ("graph", "ontology", "tests"):
        shutil.copytree(
            ROOT / name, tmp_path / name, ignore=shutil.ignore_patterns("__pycache__", "golden")
        )
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    shutil.copy(ROOT / "README.md", tmp_path)
    return tmp_path


def run(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run Python in the copy, which then is the loopmap that is imported."""
    paths = os.pathsep.join((str(folder), str(folder / "graph" / "_import")))
    return subprocess.run(
        [sys.executable, *arguments],
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "PYTHONPATH": paths, "LOOPMAP_CACHE": "off"},
    )


def test_the_guide_names_files_that_exist():
    """Every path in the layout, the walk of a number and the decisions leads somewhere."""
    told = GUIDE.split("\n## Add a question\n", 1)[0]
    names = set(re.findall(r"`((?:[a-z_]+/)*[a-z_]+\.(?:py|ttl))`", told))
    missing = [
        name
        for name in sorted(names)
        if not any((base / name).exists() for base in (ROOT / "graph", ROOT))
    ]

    assert len(names) > 15
    assert missing == []


def test_a_question_is_added_as_the_guide_says(copy):
    """Command, JSON, file, method in Python and the promises of every question follow."""
    text = section("Add a question")
    for name, content in _FILE.findall(text):
        path = copy / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(content, encoding="utf-8")
    registry = copy / "graph" / "questions" / "__init__.py"
    head, end, rest = registry.read_text(encoding="utf-8").partition("\n)\n\n\ndef question_named")
    assert end
    entry = block_after(text, "In `graph/questions/__init__.py`")
    entry = textwrap.indent(entry.rstrip(), "    ")
    registry.write_text(f"{head}\n{entry},{end}{rest}", encoding="utf-8")
    layers = copy / "pyproject.toml"
    new = block_after(text, "In `pyproject.toml`").strip()
    old = new.replace(" : longest", "")
    assert old in layers.read_text(encoding="utf-8")

    answered = run(copy, "-m", "graph", "longest", "-o", WORKED, "--draws", "0", "-f", "json")
    assert answered.returncode == 0, answered.stderr
    parts = json.loads(answered.stdout)["parts"]
    assert [part["days"]["median"] for part in parts] == sorted(
        (part["days"]["median"] for part in parts), reverse=True
    )
    told = run(copy, "-m", "graph", "longest", "-o", WORKED, "--draws", "0")
    assert f"{parts[0]['label']} takes the most" in told.stdout
    code = f"import loopmap; print(loopmap.read({WORKED!r}).study().longest(draws=0).parts[0].id)"
    assert run(copy, "-c", code).stdout.strip() == parts[0]["id"]

    promises = "tests/questions/test_question_contract.py"
    quick = ("-q", "-n", "0", "-p", "no:cacheprovider")
    checked = run(copy, "-m", "pytest", *quick, promises, "-k", "longest")
    assert checked.returncode == 0, checked.stdout
    assert "passed" in checked.stdout


def test_a_number_is_added_as_the_guide_says(copy):
    """Turtle only: it is read and explained, and a number that makes no sense is told."""
    text = section("Add a number")
    added = {
        "ontology/terms.ttl": block_after(text, "To `ontology/terms.ttl`"),
        "ontology/loop.ttl": block_after(text, "To `ontology/loop.ttl`"),
        "ontology/components/review.ttl": block_after(text, "On a component"),
    }
    for name, block in added.items():
        path = copy / name
        path.write_text(path.read_text(encoding="utf-8") + "\n" + block, encoding="utf-8")

    checked = run(copy, "-m", "graph", "check", "ontology")
    assert "0 errors, 0 warnings" in checked.stdout, checked.stdout
    told = run(copy, "-m", "graph", "explain", "code-review.setup-days", "-o", "ontology")
    assert "2 d" in told.stdout, told.stderr

    review = copy / "ontology/components/review.ttl"
    review.write_text(review.read_text("utf-8").replace("setupDays 2 .", "setupDays -2 ."), "utf-8")
    refused = run(copy, "-m", "graph", "check", "ontology")
    line = review.read_text("utf-8").splitlines().index(":code-review loop:setupDays -2 .") + 1
    assert refused.returncode == 1
    assert f"review.ttl:{line}:" in refused.stdout + refused.stderr
