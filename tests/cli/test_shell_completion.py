"""What a shell offers at the Tab key, asked in the way in which shells ask."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import turtle_maps
from click.shell_completion import ShellComplete, get_completion_class

from graph.cli.application import application
from graph.cli.completion import OF_ALL_MAPS, OF_MAPS, register_shells

ROOT = Path(__file__).resolve().parents[2]
RICH = ("-o", str(ROOT / "tests/ontologies/rich.ttl"))
SCRIPT = Path(sys.executable).parent / "loopmap"


def offered(*words: str) -> list[str]:
    """Return what is offered for the last of the words, as far as it is typed."""
    asked = ShellComplete(application, {}, "loopmap", "_LOOPMAP_COMPLETE")
    return [item.value for item in asked.get_completions(list(words[:-1]), words[-1])]


@pytest.mark.parametrize(
    ("words", "names"),
    [
        (("crit",), ["critical-path"]),
        (("active", "--setting", "in"), ["industry"]),
        (("active", "--set", "cod"), ["coding.", "coding-gates-review."]),
        (("active", "--set", "coding.sp"), ["coding.speedup="]),
        (("active", "--set", "coding-gates-review.l"), ["coding-gates-review.lag="]),
        (("active", "--scenario", "f"), ["faster"]),
        (("active", "--against", "f"), ["frontier-lab", "faster"]),
        (("explain", "pa"), ["pace"]),
        (("explain", "coding.fl"), ["coding.floor-days", "coding.floor-share"]),
        (("explain", "speed"), ["speedup"]),
        (("set", "coding.sp"), ["coding.speedup"]),
        (("domains", "soft"), ["software"]),
        (("rename", "softw"), ["software"]),
    ],
    ids=" ".join,
)
def test_names_of_the_map_are_offered(words: tuple[str, ...], names: list[str]) -> None:
    """Of the map that the line names, and those that begin as typed."""
    of_this_map = (words[0], *RICH, *words[1:]) if len(words) > 1 else words
    assert [name for name in names if name not in offered(*of_this_map)] == []
    assert all(name.startswith(words[-1]) for name in offered(*of_this_map))


@pytest.mark.parametrize(
    ("words", "names"),
    [
        (("next", "--school", ""), ["both", "rates", "automation"]),
        (("takeoff", "--preset", "kw"), ["kwa"]),
        (("schema", "crit"), ["critical-path"]),
        (("glossary", "mini"), ["minimum time"]),
        (("diff", "--fail-if", "pace"), ["pace-worse-than="]),
        (("active", "--format", "j"), ["json"]),
    ],
    ids=" ".join,
)
def test_words_that_are_the_same_everywhere_are_offered(
    words: tuple[str, ...], names: list[str]
) -> None:
    """No map is read for them."""
    assert offered(*words) == names


def test_files_are_left_to_the_shell() -> None:
    """It is told that a file is meant; for a scenario only where no name begins so."""
    asked = ShellComplete(application, {}, "loopmap", "_LOOPMAP_COMPLETE")
    for words in (["active", "-o"], ["check"], ["active", *RICH, "--scenario"]):
        (item,) = asked.get_completions(words, "mine/")
        assert (item.type, item.value) == ("file", "mine/")


@pytest.mark.parametrize(
    ("words", "text"),
    [
        (("active", "-o", "no-such.ttl", "--set", "c"), ""),
        (("active", "-o", "-", "--set", "c"), ""),
        (("no-such-command", "x"), ""),
    ],
)
def test_nothing_is_said_where_nothing_can_be_offered(
    words: tuple[str, ...], text: str, capfd: pytest.CaptureFixture[str]
) -> None:
    """A missing map, standard input, a command that is none: no offer, and not a word."""
    assert offered(*words) == []
    assert capfd.readouterr() == (text, "")


def test_a_map_with_faults_offers_nothing_and_says_nothing(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    """Its faults are told by the command itself."""
    path = tmp_path / "broken.ttl"
    path.write_text(turtle_maps.HEAD + ":a a loop:Coding ; loop:baselineDays .", encoding="utf-8")

    assert offered("active", "-o", str(path), "--set", "a") == []
    assert capfd.readouterr() == ("", "")


def test_bash_completes_a_line() -> None:
    """The script itself, in a real shell: a name that goes on gets no space behind it."""
    if shutil.which("bash") is None:
        assert not os.environ.get("CI"), "bash is missing"
        pytest.skip("no bash")
    environment = {**os.environ, "PATH": f"{SCRIPT.parent}:{os.environ['PATH']}"}
    line = f"loopmap active {' '.join(RICH)} --set coding.sp"
    program = (
        'compopt() { printf "compopt %s %s\\n" "$1" "$2"; }\n'
        'eval "$(_LOOPMAP_COMPLETE=bash_source loopmap)"\n'
        f'COMP_WORDS=({line}); COMP_CWORD=$((${{#COMP_WORDS[@]}} - 1))\n'
        '_loopmap_completion loopmap; printf "%s\\n" "${COMPREPLY[@]}"\n'
    )  # fmt: skip
    done = subprocess.run(
        ["bash", "-c", program], capture_output=True, text=True, env=environment, check=True
    )
    assert done.stdout.splitlines() == ["compopt -o nospace", "coding.speedup="]


def test_scripts_add_no_space_after_what_goes_on() -> None:
    """The templates of click hold the places that are changed, in bash and zsh."""
    register_shells()
    assert "-o nospace" in get_completion_class("bash").source_template
    assert get_completion_class("zsh").source_template.count("-S ''") == 2
    assert get_completion_class("fish") is not None


def test_each_kind_of_offer_has_one_name() -> None:
    """None is hidden by another."""
    assert not OF_MAPS.keys() & OF_ALL_MAPS.keys()
