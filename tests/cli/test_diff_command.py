"""``loopmap diff`` as people, scripts and workflows call it, in real repositories."""

from __future__ import annotations

import json

import pytest
from git_repositories import new_repository
from turtle_maps import TWO, loopmap

from graph.reports.comparison import MARK

pytestmark = pytest.mark.usefixtures("nothing_kept")


@pytest.fixture
def repository(tmp_path, monkeypatch):
    """A repository with the small loop, committed once."""
    made = new_repository(tmp_path / "mine")
    made.write("ontology/loop.ttl", TWO)
    made.commit("first")
    monkeypatch.chdir(made.root)
    return made


def edited(repository, old, new):
    """Change the map on the disk."""
    repository.write("ontology/loop.ttl", TWO.replace(old, new))


def test_the_answers_come_first_and_the_changes_after(repository):
    """Review at 4x takes 2 d: a period of 2 instead of 8, a pace of 5 instead of 1.25."""
    edited(repository, "loop:baselineDays 8", "loop:baselineDays 8 ; loop:speedup 4")
    said = loopmap("diff", "--draws", 0)

    assert said.code == 0, said.err
    assert "The pace rises from 1.25x to 5x" in said.out
    assert "a generation takes 2 days instead of 8" in said.out
    assert said.out.index("Answers") < said.out.index("Changed: component")
    assert "- Review: speed-up nothing -> 4x (our assumption)" in said.out
    assert "Review: unknown -> " in said.out


def test_the_json_holds_both_sides_and_names_its_schema(repository):
    """Names with commits, answers with intervals, changes by property."""
    commit = repository.git("rev-parse", "HEAD")
    edited(repository, "speedup 6", "speedup 7")
    found = loopmap("diff", "--format", "json", "--draws", 64, "--seed", 3).json

    assert found["schema_version"] == "3"
    assert found["before"]["name"] == f"HEAD ({commit[:10]})"
    assert found["after"]["name"] == "ontology"
    assert (found["draws"], found["seed"]) == (64, 3)
    assert found["answers"]["loop"]["answers"][0]["before"]["low"] is not None
    assert found["changes"][0]["properties"] == [
        {
            "property": "speed-up",
            "before": {"value": 6.0, "unit": "ratio", "low": None, "high": None,
                       "interval_level": None, "bound": "exact"},
            "after": {"value": 7.0, "unit": "ratio", "low": None, "high": None,
                      "interval_level": None, "bound": "exact"},
            "note": "our assumption",
        }
    ]  # fmt: skip


def test_markdown_folds_the_changes_and_lets_no_text_of_the_map_be_markup(repository):
    """A label that would be a link, an image or the end of the fold is none of these."""
    edited(repository, '"Coding"', '"</details> ![x](http://a) <script>"')
    said = loopmap("diff", "--format", "markdown", "--draws", 0)

    assert said.out.startswith(MARK + "\n# What the change does")
    assert said.out.count("<details>") == said.out.count("</details>") == 1
    assert said.out.index("<details>") < said.out.index("Changed: component")
    assert "<script>" not in said.out
    assert "![x](" not in said.out


@pytest.mark.parametrize("format_", ["text", "json", "markdown"])
def test_nothing_differs_is_said_in_every_format(repository, format_):
    """Both sides equal, or different in a comment alone: exit code 0, and no answer is awaited."""
    same = loopmap("diff", "--format", format_)
    repository.write("ontology/loop.ttl", TWO + "# a comment\n")
    comment = loopmap("diff", "--format", format_)

    assert (same.code, comment.code) == (0, 0)
    if format_ == "json":
        assert (same.json["changes"], same.json["answers"]) == ([], None)
    else:
        assert "Nothing differs: the files are the same" in same.out
        assert "only the text does" in comment.out


def test_a_side_that_cannot_be_read_is_named_with_its_findings(repository):
    """Exit code 2; the findings carry revision, line and remedy; both sides if both are broken."""
    edited(repository, "loop:baselineDays 12", "loop:baselineDays -12")
    after = loopmap("diff")
    repository.commit("broken")
    edited(repository, "loop:lag 2 .", "loop:lag 2")
    both = loopmap("diff", "--format", "json")

    assert after.code == both.code == 2
    assert "the map after, ontology, cannot be read" in after.err
    assert "ontology/loop.ttl:5:" in after.err
    assert "the map before" not in after.err
    assert "the map before, HEAD (" in both.err
    assert "HEAD:ontology/loop.ttl:5:" in both.err
    assert [len(side["problems"]) > 0 for side in both.json["unusable"]] == [True, True]
    assert "cannot be read" in loopmap("diff", "--format", "markdown").out


def test_a_change_that_breaks_the_loop_ends_with_2_and_one_that_mends_it_does_not(repository):
    """What was changed is told all the same, and why there is no answer."""
    edited(repository, "loop:lag 2", "loop:lag 0")
    said = loopmap("diff")
    assert said.code == 2

    gone = TWO.split(":review-feeds-coding")[0].replace(" ; loop:capacity 1", "")
    repository.write("ontology/loop.ttl", gone)
    broken = loopmap("diff", "--fail-if", "any-answer")
    mended = loopmap("diff", "ontology", "git:HEAD")

    assert (broken.code, mended.code) == (2, 0)
    assert "The map after has no answer: " in broken.out
    assert "Review to Coding, gone" in broken.out
    assert "The map before has no answer: " in mended.out


def test_conditions_decide_the_exit_code(repository):
    """1 if one is met, and which; 0 otherwise; 2 for one that there is not."""
    edited(repository, "loop:baselineDays 8", "loop:baselineDays 9")
    # Review alone binds: 9 instead of 8 days; without AI (12 + 9)/2 = 10.5. Pace 10.5/9 = 1.167
    # instead of 1.25, a fall of 6.7 %.
    fails = loopmap("diff", "--draws", 0, "--fail-if", "pace-worse-than=6%")
    passes = loopmap("diff", "--draws", 0, "--fail-if", "pace-worse-than=7%,binding-changes")
    unknown = loopmap("diff", "--fail-if", "pace-worse")

    assert (fails.code, passes.code, unknown.code) == (1, 0, 2)
    assert "Fails on pace-worse-than: the pace falls by 6.67 %" in fails.err
    assert "Did you mean pace-worse-than" in unknown.err


def test_two_files_need_no_repository(tmp_path, monkeypatch):
    """Two files anywhere, and two folders."""
    monkeypatch.chdir(tmp_path)
    for name, text in (("a", TWO), ("b", TWO.replace("speedup 6", "speedup 7"))):
        (tmp_path / name).mkdir()
        (tmp_path / name / "loop.ttl").write_text(text, "utf-8")
    files = loopmap("diff", "a/loop.ttl", "b/loop.ttl", "--draws", 0, "-f", "json").json
    folders = loopmap("diff", "a", "b", "--draws", 0, "-f", "json").json

    assert files["changes"] == folders["changes"]
    assert files["answers"] == folders["answers"]
    assert loopmap("diff", "a", "missing").code == 2
    assert "no git repository" in loopmap("diff").err


def test_the_same_draws_give_the_same_bytes(repository):
    """Twice the same; another seed moves the last digits."""
    edited(repository, "speedup 6", "speedup 7")
    first, again = (loopmap("diff", "-f", "json", "--draws", 64).out for _ in range(2))
    other = loopmap("diff", "-f", "json", "--draws", 64, "--seed", 9).out

    assert first == again
    assert json.loads(first)["answers"] != json.loads(other)["answers"]


def test_a_small_change_of_the_shipped_map_is_told_with_its_draws(tmp_path, monkeypatch):
    """The real map against itself with one number another: the answers, the ranks, the sentence."""
    from graph.files import shipped_ontology

    made = new_repository(tmp_path / "map")
    for file in shipped_ontology().rglob("*.ttl"):
        made.write(f"ontology/{file.relative_to(shipped_ontology())}", file.read_text("utf-8"))
    made.commit("as shipped")
    monkeypatch.chdir(made.root)
    path = "ontology/evidence/baselines.ttl"
    text = (made.root / path).read_text("utf-8")
    name = ":code-review-days-per-round a"
    head, tail = text.split(name, 1)
    made.write(path, head + name + tail.replace("Result 1.5", "Result 2.5", 1))
    said = loopmap("diff", "--draws", 64)

    assert said.code == 0, said.err
    assert "common to both sides" in said.out
    assert (
        "code-review-days-per-round (about Human code review): days per round 1.5 d (0.75–3) -> "
        "2.5 d (0.75–3) (our assumption). The reasoning beside it stayed as it was"
    ) in " ".join(said.out.split())
    assert "1 change of the map" in said.out
