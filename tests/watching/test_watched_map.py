"""A map that is watched: findings of what was saved, answers against the last map that had any."""

from __future__ import annotations

import pytest
from turtle_maps import HEAD, TWO

from graph.comparing.answer_changes import NoAnswer
from graph.errors import UsageError
from graph.evidence.standpoint import Standpoint
from graph.ontology.checks.check import check
from graph.ontology.watched_files import SavedFiles
from graph.watching import WatchedMap

PARTS, EDGES = TWO.split(":coding-gates-review")
EDGES = HEAD + ":coding-gates-review" + EDGES


@pytest.fixture
def folder(tmp_path):
    """The small loop in two files."""
    (tmp_path / "parts.ttl").write_text(PARTS, "utf-8")
    (tmp_path / "edges.ttl").write_text(EDGES, "utf-8")
    return tmp_path


class Watching:
    """Somebody who edits the files of a watched map."""

    def __init__(self, folder):
        self.folder = folder
        self.map = WatchedMap([str(folder)], Standpoint(), draws=0)
        self.begun = self.map.begin()
        self.first = self.map.answers()

    def save(self, name, text):
        """Save a file; return the findings and what became of the answers."""
        path = self.folder / name
        if text is None:
            path.unlink()
            saved = SavedFiles((), (str(path),))
        else:
            path.write_text(text, "utf-8")
            saved = SavedFiles((str(path),), ())
        return self.map.findings(saved), self.map.answers()


@pytest.fixture
def editor(folder):
    """An editor of the small loop."""
    return Watching(folder)


def test_the_first_look_finds_what_check_finds(editor, folder):
    """All of it, in all files; and the first answer compares the map with itself."""
    assert editor.begun.problems == check([folder]).problems
    assert editor.first.answers.loop.answer("pace").mean_after == 1.25
    assert not editor.first.answers.moved


def test_a_save_tells_what_it_did_to_the_answers(editor):
    """Review at 9 days instead of 8: the period is 9 instead of 8."""
    findings, answers = editor.save("parts.ttl", PARTS.replace("Days 8", "Days 9"))

    assert findings.usable
    period = answers.answers.loop.answer("period_days")
    assert (period.mean_before, period.mean_after) == (8.0, 9.0)
    assert [change.id for change in answers.changes] == ["review"]


def test_each_save_is_compared_with_the_one_before(editor):
    """9, then 10: the second says 9 -> 10."""
    editor.save("parts.ttl", PARTS.replace("Days 8", "Days 9"))
    _, answers = editor.save("parts.ttl", PARTS.replace("Days 8", "Days 10"))
    period = answers.answers.loop.answer("period_days")

    assert (period.mean_before, period.mean_after) == (9.0, 10.0)


def test_a_comment_changes_no_answer(editor):
    """Said as such; nothing is worked out."""
    _, answers = editor.save("parts.ttl", PARTS + "# more to come\n")

    assert (answers.changes, answers.answers, answers.no_answer) == ((), None, None)


@pytest.mark.parametrize(
    "broken",
    ["", PARTS.replace("Days 8", "Days -8"), PARTS.removesuffix(" .\n") + " ;;; [", "\x00\x01",
     PARTS.replace(":coding a", ":codnig a")],
    ids=["empty", "out of range", "syntax", "junk", "name gone"],
)  # fmt: skip
def test_while_the_files_are_broken_the_last_good_map_stays(editor, broken):
    """However they are broken; mended, the change is told against the last good one."""
    good = editor.map.last_good
    findings, answers = editor.save("parts.ttl", broken)

    assert not findings.usable
    assert findings.problems
    assert answers is None
    assert editor.map.last_good is good
    _, answers = editor.save("parts.ttl", PARTS.replace("Days 8", "Days 9"))
    period = answers.answers.loop.answer("period_days")
    assert (period.mean_before, period.mean_after) == (8.0, 9.0)


def test_a_deleted_file_is_told_by_what_it_leaves_behind(editor):
    """The dependencies name parts that nothing defines any more; with the file back all is well."""
    findings, _ = editor.save("parts.ttl", None)
    assert not findings.usable
    assert findings.removed
    assert {one.place.file.rsplit("/")[-1] for one in findings.problems} == {"edges.ttl"}

    findings, answers = editor.save("parts.ttl", PARTS)
    assert findings.usable
    assert answers.changes == ()


def test_a_new_file_counts(editor):
    """A part more, told as new."""
    text = HEAD + ':test a loop:Evals ; rdfs:label "Testing"@en ; loop:baselineDays 3 .\n'
    _, answers = editor.save("more.ttl", text)

    assert [(change.id, str(change.act)) for change in answers.changes] == [("test", "added")]


def test_of_files_that_were_not_saved_only_errors_are_told(editor):
    """A part without any dependency is a warning; it was said when its own file was saved."""
    lonely = ':alone a loop:Data ; rdfs:label "Alone"@en ; loop:baselineDays 1 .\n'
    own, _ = editor.save("parts.ttl", PARTS + lonely)
    other, _ = editor.save("edges.ttl", EDGES + "# more\n")

    assert "component-isolated" in {one.code for one in own.problems}
    assert "component-isolated" not in {one.code for one in other.problems}


def test_a_loop_that_is_opened_keeps_the_last_answers(editor):
    """Why there is none is told, and the next save is compared with the last map that had one."""
    opened = EDGES.split(":review-feeds")[0]
    no_capacity = PARTS.replace(" ; loop:capacity 1", "")
    editor.save("parts.ttl", no_capacity)
    _, answers = editor.save("edges.ttl", opened)
    assert isinstance(answers.no_answer, NoAnswer)
    assert "no cycle" in answers.no_answer.after

    _, answers = editor.save("edges.ttl", EDGES.replace("lag 2", "lag 1"))
    period = answers.answers.loop.answer("period_days")
    # (12/6 + 8) days at lag 2, then at lag 1.
    assert (period.mean_before, period.mean_after) == (5.0, 10.0)


def test_an_unknown_setting_is_refused_at_the_start(folder):
    """It is the person's slip, so nothing is watched."""
    rich = 'loop:there a loop:Setting ; rdfs:label "there"@en .\n'
    (folder / "settings.ttl").write_text(HEAD + rich, "utf-8")
    watched = WatchedMap([str(folder)], Standpoint("nowhere"), draws=0)
    watched.begin()
    with pytest.raises(UsageError, match="nowhere"):
        watched.answers()


def test_tables_are_checked_at_their_save_and_keep_nobody_from_asking(folder):
    """A broken preset is told with its line, and the map answers as before."""
    from graph.editing.check_toml import check_tables_in

    (folder / "presets").mkdir()
    preset = folder / "presets" / "p.toml"
    preset.write_text("title = x\n", "utf-8")
    watched = WatchedMap([str(folder)], Standpoint(), draws=0, check_tables=check_tables_in)
    begun = watched.begin()
    assert "toml-syntax" in [one.code for one in begun.problems]
    assert begun.usable
    watched.answers()

    preset.write_text('title = "x"\nabuot = "y"\n', "utf-8")
    found = watched.findings(SavedFiles((str(preset),), ()))

    assert "toml-unknown-key" in [one.code for one in found.problems]
    assert watched.answers().changes == ()


def test_a_renamed_part_is_told_as_renamed(editor):
    """With the dependency that has a new name too; nothing is new or gone, and no answer moves."""
    editor.save("edges.ttl", EDGES.replace(":review", ":reading"))
    _, answers = editor.save("parts.ttl", PARTS.replace(":review", ":reading"))

    assert [(one.id, one.act.value) for one in answers.changes] == [
        ("reading", "renamed"),
        ("reading-feeds-coding", "renamed"),
    ]
    assert not answers.answers.moved
