"""The order of statements and of files changes no answer and no finding."""

from __future__ import annotations

import json
import random
import re
from pathlib import Path

import pytest
import turtle_maps
from turtle_maps import loopmap

pytestmark = pytest.mark.usefixtures("nothing_kept")

MAPS = Path(__file__).parents[1] / "ontologies"

#: Asked of every order; the questions of which something can be told without a date.
ASKED = (
    ("critical-path", "--certificate"),
    ("active",),
    ("human",),
    ("next", "--as-of", "2026-06"),
    ("what-if", "--set", "coding.speedup=3"),
    ("sensitivity",),
    ("takeoff", "--horizon", "2"),
    ("domains",),
    ("explain", "pace"),
    ("evidence",),
    ("export", "csv"),
)
#: What stands for the text of the files, and must differ when that does; and where things stand.
_DIGEST = re.compile(r"\b[0-9a-f]{12,64}\b")
_PLACE = re.compile(r"[\w./-]+\.ttl(:\d+)?(:\d+)?|lines? \d+")


def paragraphs(text):
    """The statements of a file that are not its prefixes, a thing each."""
    body = "\n".join(line for line in text.splitlines() if not line.startswith(("@prefix", "#")))
    return [found for found in re.split(r"(?<=\.)\n+(?=\S)", body.strip()) if found.strip()]


def prefixes(text):
    """The lines that every part of a file needs."""
    return "\n".join(line for line in text.splitlines() if line.startswith("@prefix")) + "\n"


def shuffled(name, folder, seed):
    """Write a map in another order, in three files whose names are in yet another; their paths."""
    text = (MAPS / name).read_text(encoding="utf-8")
    parts = paragraphs(text)
    assert len(parts) > 10
    chance = random.Random(seed)
    chance.shuffle(parts)
    folder.mkdir()
    for number in range(3):
        content = prefixes(text) + "\n\n".join(parts[number::3]) + "\n"
        (folder / f"{chance.random()}.ttl").write_text(content, encoding="utf-8")
    files = sorted(folder.iterdir())
    chance.shuffle(files)
    return files


def told(words, files):
    """What a command says of files, without digests and places."""
    options = [part for file in files for part in ("-o", file)]
    draws = () if words[0] == "check" else ("--draws", "64")
    said = loopmap(*words, *draws, *options)
    assert said.code in (0, 1), said.err
    return _PLACE.sub("PLACE", _DIGEST.sub("DIGEST", said.out))


@pytest.mark.parametrize("words", ASKED, ids=" ".join)
@pytest.mark.parametrize("name", ["worked-loop.ttl", "rich.ttl"])
def test_an_answer_is_the_same_in_every_order(tmp_path, name, words):
    """Draws included: the seed goes to names, not to places in a file."""
    words = [word.replace("coding.", "C.") if name.startswith("worked") else word for word in words]
    expected = told(words, [MAPS / name])

    for seed in range(2):
        files = shuffled(name, tmp_path / str(seed), seed)
        assert told(words, files) == expected
    assert told(words, files[::-1]) == expected


def findings(files):
    """The problems that check finds: what, where in words, and how severe."""
    said = loopmap("check", *files, "-f", "json")
    return sorted(
        (problem["code"], problem["message"], problem["remedy"], problem["severity"])
        for problem in said.json["problems"]
    )


def test_check_finds_the_same_in_every_order(tmp_path):
    """Each advice once, wherever the thing stands and whichever file is named first."""
    worked = MAPS / "worked-loop.ttl"
    expected = findings([worked])

    assert len(expected) == 11  # no part has a definition, no dependency a reason
    for seed in range(2):
        files = shuffled(worked.name, tmp_path / str(seed), seed)
        assert findings(files) == expected
        assert findings(files[::-1]) == expected


def test_check_tells_faults_in_the_order_of_files_and_lines(tmp_path):
    """By file as named, then down the lines: whoever mends them goes from top to bottom."""
    fault = ':{name} a loop:Coding ; rdfs:label "{name}"@en ; loop:baselineDays -1 .\n'
    for file, names in (("b.ttl", "xw"), ("a.ttl", "zv")):
        text = turtle_maps.HEAD + "".join(fault.format(name=name) for name in names)
        (tmp_path / file).write_text(text, encoding="utf-8")

    said = loopmap("check", tmp_path, "-f", "json").json["problems"]
    places = [(p["place"]["file"], p["place"]["line"], p["place"]["column"]) for p in said]

    assert len({place[0] for place in places}) == 2
    assert places == sorted(places)
    assert json.dumps(said) == json.dumps(loopmap("check", tmp_path, "-f", "json").json["problems"])
