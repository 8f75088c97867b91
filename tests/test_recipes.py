"""The recipes of ``ontology/README.md``, followed to the letter in a copy of the map."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
GUIDE = (ROOT / "ontology" / "README.md").read_text(encoding="utf-8")
#: Where the recipe says that a paragraph goes, by how the paragraph begins.
FILES = {
    ":prompt-review a": "components/review.ttl",
    ":prompt-review-days-per-round": "evidence/baselines.ttl",
    ":coding-gates-prompt-review": "dependencies.ttl",
    ":prompt-review-gates-deployment": "dependencies.ttl",
    ":my-trial": "evidence/coding.ttl",
    ":my-source": "sources.ttl",
}


def paragraphs():
    """The paragraphs of Turtle in the guide."""
    blocks = re.findall(r"```turtle\n(.*?)```", GUIDE, re.DOTALL)
    return [text for block in blocks for text in re.split(r"\n\n", block.strip())]


@pytest.fixture(scope="module")
def followed(tmp_path_factory):
    """A copy of the map in which every recipe has been followed."""
    folder = tmp_path_factory.mktemp("recipes") / "ontology"
    shutil.copytree(ROOT / "ontology", folder)
    for paragraph in paragraphs():
        (file,) = [name for start, name in FILES.items() if paragraph.startswith(start)]
        with (folder / file).open("a", encoding="utf-8") as stream:
            stream.write(f"\n{paragraph}\n")
    return folder


def loopmap(*arguments):
    """Run a command and return what it printed."""
    command = [sys.executable, "-m", "graph", *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, cwd=ROOT, check=False)


def answer(*arguments):
    """Ask what blocks the loop."""
    said = loopmap("critical-path", "--draws", "0", "-f", "json", *arguments)
    assert said.returncode == 0, said.stderr
    return json.loads(said.stdout)


def part(result, name):
    """One component of an answer."""
    return next(item for item in result["components"] if item["id"] == name)


def test_every_paragraph_of_the_guide_is_used():
    """Each has its place, and each place has its paragraph."""
    assert len(paragraphs()) == len(FILES)


def test_a_map_after_all_recipes_is_clean(followed):
    """``check`` finds nothing at all: no error, no warning, no advice."""
    said = loopmap("check", followed)

    assert said.returncode == 0, said.stdout
    assert "0 errors, 0 warnings, 0 pieces of advice" in said.stdout


def test_the_new_component_has_its_place_in_the_answer(followed):
    """It takes 12 x 0.5 = 6 days, holds nobody up, and blocks once it takes 300."""
    now = part(answer("-o", followed), "prompt-review")
    slow = answer("-o", followed, "--set", "prompt-review.baseline-days=300")

    assert now["days"]["median"] == 6
    assert 0 < now["permanent_slack_days"] < 294
    assert "prompt-review" in slow["critical_cycle"]


def test_the_new_evidence_moves_what_it_speaks_of(followed):
    """A trial of 1.3x raises an acceleration that was lower in the setting of the trial."""
    before = part(answer("--setting", "industry"), "coding")["acceleration"]["median"]
    after = part(answer("--setting", "industry", "-o", followed), "coding")["acceleration"][
        "median"
    ]

    assert before < after < 1.3
