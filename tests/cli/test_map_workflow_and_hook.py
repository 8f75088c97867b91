"""The workflow and the hooks for repositories with a map: their own lines, run on a real one."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
import yaml
from git_repositories import ENVIRONMENT, new_repository
from turtle_maps import TWO

ROOT = Path(__file__).resolve().parents[2]
WORKFLOW = ROOT / ".github" / "for-your-repository" / "map.yml"
HOOKS = ROOT / ".pre-commit-hooks.yaml"

#: Records every call with the comment it would post; lists one comment of ours once one was posted.
GH = """#!/bin/sh
echo "$*" >> "$GH_LOG"
case "$*" in
  *" --jq "*) [ -f "$GH_LOG.posted" ] && echo 77 ; exit 0 ;;
esac
for part in "$@"; do
  case "$part" in body=@*) cp "${part#body=@}" "$GH_LOG.posted" ;; esac
done
[ -z "$GH_FAILS" ] || exit 1
echo '{"id": 77}'
"""


def steps() -> dict[str, dict]:
    """The steps of the workflow that run something, by name."""
    job = yaml.safe_load(WORKFLOW.read_text("utf-8"))["jobs"]["map"]
    return {step["name"]: step for step in job["steps"] if "run" in step}


@pytest.fixture(scope="module")
def programs(tmp_path_factory):
    """A folder for the PATH with the tested loopmap and a gh that only records."""
    folder = tmp_path_factory.mktemp("programs")
    (folder / "loopmap").write_text(f'#!/bin/sh\nexec "{sys.executable}" -m graph "$@"\n', "utf-8")
    (folder / "gh").write_text(GH, "utf-8")
    for program in folder.iterdir():
        program.chmod(0o755)
    return folder


@pytest.fixture
def clone(tmp_path):
    """A clone of a bare remote, on a branch in which review got slower, as a pull request is."""
    made = new_repository(tmp_path / "clone")
    made.write("ontology/loop.ttl", TWO)
    made.commit("base")
    made.git("init", "--quiet", "--bare", str(tmp_path / "remote.git"))
    made.git("remote", "add", "origin", str(tmp_path / "remote.git"))
    made.git("push", "--quiet", "origin", "main")
    made.git("checkout", "--quiet", "-b", "slower")
    made.write("ontology/loop.ttl", TWO.replace("loop:baselineDays 8", "loop:baselineDays 9"))
    made.commit("review takes longer")
    made.git("fetch", "--quiet", "origin")
    return made


def run_step(name, clone, programs, tmp_path, **more):
    """Run one step with bash as the runner does, and return its exit code and output."""
    whole = yaml.safe_load(WORKFLOW.read_text("utf-8"))
    values = {
        "github.base_ref": "main",
        "github.token": "token",
        "github.event.pull_request.number": "5",
        "steps.compare.outputs.code": more.pop("code", ""),
    }
    own = {
        key: re.sub(r"\$\{\{ (.+?) \}\}", lambda found: values[found[1]], str(value))
        for key, value in steps()[name].get("env", {}).items()
    }
    environment = {
        **os.environ,
        **ENVIRONMENT,
        **whole["env"],
        **own,
        "PATH": f"{programs}{os.pathsep}{os.environ['PATH']}",
        "PYTHONPATH": str(ROOT),
        "GITHUB_STEP_SUMMARY": str(tmp_path / "summary"),
        "GITHUB_OUTPUT": str(tmp_path / "output"),
        "GITHUB_REPOSITORY": "somebody/maps",
        "GH_LOG": str(tmp_path / "gh"),
        **more,
    }
    return subprocess.run(
        ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", steps()[name]["run"]],
        cwd=clone.root,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )


def test_the_workflow_checks_compares_comments_once_and_passes(clone, programs, tmp_path):
    """A pull request from end to end, twice: one comment, made and then kept up to date."""
    step = lambda name, **more: run_step(name, clone, programs, tmp_path, **more)  # noqa: E731
    checked = step("Check")
    assert checked.returncode == 0, checked.stdout
    for _ in range(2):
        compared = step("Compare")
        assert compared.returncode == 0, compared.stderr
        commented = step("Comment")
        assert commented.returncode == 0, commented.stderr
    output = (tmp_path / "output").read_text("utf-8").splitlines()[-1]
    calls = (tmp_path / "gh").read_text("utf-8").splitlines()
    posted = (tmp_path / "gh.posted").read_text("utf-8")

    assert output == "code=0"
    assert [call.split(" ")[2] for call in calls if "--method" in call] == ["POST", "PATCH"]
    assert "repos/somebody/maps/issues/5/comments" in calls[1]
    assert "repos/somebody/maps/issues/comments/77" in calls[3]
    assert posted.startswith("<!-- loopmap diff -->\n")
    assert "The pace falls from 1.24x" in posted
    assert "baseline days 8 d -&gt; 9 d" in posted
    assert "<details>" in posted
    assert posted in (tmp_path / "summary").read_text("utf-8")
    assert step("Pass or fail", code="0").returncode == 0
    assert step("Pass or fail", code="1").returncode == 1
    assert step("Pass or fail").returncode == 2


def test_a_condition_fails_the_run_and_a_fork_still_sees_the_summary(clone, programs, tmp_path):
    """The code of the comparison is handed on; where no comment may be written, nothing breaks."""
    compared = run_step("Compare", clone, programs, tmp_path, FAIL_IF="pace-worse-than=5%")
    commented = run_step("Comment", clone, programs, tmp_path, GH_FAILS="yes")

    assert compared.returncode == 0
    assert (tmp_path / "output").read_text("utf-8") == "code=1\n"
    assert "pace-worse-than" in (tmp_path / "summary").read_text("utf-8")
    assert commented.returncode == 0
    assert "No comment may be written here" in commented.stdout


def test_a_broken_map_is_commented_with_its_findings(clone, programs, tmp_path):
    """Check fails with annotations; the comment says which side cannot be read."""
    clone.write("ontology/loop.ttl", TWO.replace("loop:lag 2 .", "loop:lag -2 ."))
    checked = run_step("Check", clone, programs, tmp_path)
    run_step("Compare", clone, programs, tmp_path)
    run_step("Comment", clone, programs, tmp_path)

    assert checked.returncode == 1
    assert "::error file=ontology/loop.ttl,line=10," in checked.stdout
    assert (tmp_path / "output").read_text("utf-8") == "code=2\n"
    assert "cannot be read" in (tmp_path / "gh.posted").read_text("utf-8")


def test_no_text_of_a_pull_request_becomes_part_of_a_script():
    """What others write reaches the shell as variables only, and the token stays out of steps."""
    whole = yaml.safe_load(WORKFLOW.read_text("utf-8"))

    assert all("${{" not in step["run"] for step in steps().values())
    assert whole["permissions"] == {"contents": "read", "pull-requests": "write"}
    assert whole[True] == {"pull_request": {"paths": ["**.ttl"]}}  # YAML reads "on" as true
    assert [name for name, step in steps().items() if "GH_TOKEN" in step.get("env", {})] == [
        "Comment"
    ]


def hooks() -> list[dict]:
    """The hooks as they are declared."""
    return yaml.safe_load(HOOKS.read_text("utf-8"))


def commit_with_hooks(repository, programs, text, arguments=()):
    """Commit a changed map through pre-commit's own hook, and return what git said.

    The hooks are taken as declared, but run by the loopmap under test instead of an installed one.
    """
    local = [
        {key: value for key, value in hook.items() if key not in ("description", "language")}
        | {"language": "system", "args": list(arguments if hook["id"] == "loopmap-diff" else ())}
        for hook in hooks()
    ]
    config = {"repos": [{"repo": "local", "hooks": local}]}
    repository.write(".pre-commit-config.yaml", json.dumps(config))
    repository.write("ontology/loop.ttl", text)
    environment = {
        **os.environ,
        **ENVIRONMENT,
        "PATH": f"{programs}{os.pathsep}{Path(sys.executable).parent}{os.pathsep}"
        f"{os.environ['PATH']}",
        "PYTHONPATH": str(ROOT),
        "PRE_COMMIT_HOME": str(repository.root.parent / "pre-commit"),
    }
    for command in (
        ["pre-commit", "install"],
        ["git", "add", "--all"],
        ["git", "commit", "-m", "through the hooks"],
    ):
        done = subprocess.run(
            command, cwd=repository.root, env=environment, capture_output=True, text=True,
            check=False,
        )  # fmt: skip
        if done.returncode:
            break
    return done


@pytest.fixture
def mine(tmp_path):
    """A repository of somebody's own, with one commit."""
    made = new_repository(tmp_path / "mine")
    made.write("ontology/loop.ttl", TWO)
    made.commit("first")
    return made


def test_a_commit_through_the_hooks_shows_what_it_does(mine, programs):
    """pre-commit calls both hooks; the commit is made."""
    done = commit_with_hooks(mine, programs, TWO.replace("Days 8", "Days 9"), ["--draws", "0"])
    said = done.stdout + done.stderr

    assert done.returncode == 0, said
    assert "loopmap check" in said
    assert "The pace falls from 1.25x to 1.17x" in said
    assert mine.git("log", "--format=%s", "-1") == "through the hooks"


def test_a_commit_that_a_condition_forbids_is_not_made(mine, programs):
    """The hook refuses, with the reason."""
    slower = TWO.replace("Days 8", "Days 9")
    limit = ["--draws", "0", "--fail-if", "pace-worse-than=5%"]
    forbidden = commit_with_hooks(mine, programs, slower, limit)

    assert forbidden.returncode == 1
    assert "Fails on pace-worse-than" in forbidden.stdout + forbidden.stderr
    assert mine.git("log", "--format=%s", "-1") == "first"


def test_the_declared_hooks_are_what_pre_commit_takes(tmp_path):
    """pre-commit's own check of a manifest finds nothing."""
    done = subprocess.run(
        [sys.executable, "-m", "pre_commit", "validate-manifest", str(HOOKS)],
        capture_output=True, text=True, check=False, cwd=tmp_path,
    )  # fmt: skip

    assert done.returncode == 0, done.stdout
    assert [hook["id"] for hook in hooks()] == ["loopmap-check", "loopmap-diff"]
