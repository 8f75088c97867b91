"""Changes of a mainline and their commits: every way in which a forge or a person merges."""

from __future__ import annotations

import pytest
from git_histories import DAY, HOUR, START, GitHistory, environment, git

from graph.git_process import GitError
from graph.measuring.git.changes import CLOCKS, MISJOINED, Way
from graph.measuring.git.marks import Part
from graph.measuring.sources.git import GitOptions, GitSource


def read(folder, **options):
    """The changes of a repository, automation's too, and what was left out of them."""
    return GitSource(folder, GitOptions(**options))._history().changes


def hours(change):
    """When a change was begun, done and merged, in hours after the start."""
    return tuple(
        None if moment is None else (moment - START) / HOUR
        for moment in (change.first, change.last, change.merged)
    )


@pytest.fixture
def history():
    """A history with one commit on the mainline."""
    made = GitHistory()
    made.commit("Begin", 0)
    return made


def test_a_squashed_change_is_told_by_the_commits_of_its_request(history, tmp_path):
    """Squashing gives the mainline one commit of one moment; the request's head has the rest."""
    first = history.commit("Try", 2 * HOUR, written=1 * HOUR, parents=[1])
    head = history.commit("Mend", 5 * HOUR, parents=[first])
    landed = history.commit("Add search (#7)", 9 * HOUR, parents=[1])
    history.ref("refs/pull/7/head", head)
    history.ref("refs/heads/main", landed)

    _, change = read(history.write(tmp_path / "r")).changes

    assert (change.way, change.number, change.commits) == (Way.SQUASH, 7, 2)
    assert hours(change) == (1, 5, 9)  # written from hour 1 on, last committed at 5, merged at 9


def test_without_the_head_a_squashed_change_has_no_times(history, tmp_path):
    """What was squashed is not guessed: no first commit, no last one."""
    landed = history.commit("Add search (#7)", 9 * HOUR, parents=[1])
    history.ref("refs/heads/main", landed)

    _, change = read(history.write(tmp_path / "r")).changes

    assert (change.way, change.linked, hours(change)) == (Way.SQUASH, False, (None, None, 9))


def test_a_merge_has_the_commits_that_it_brought_in(history, tmp_path):
    """What the branch took over from the mainline meanwhile is none of its own."""
    one = history.commit("One", 1 * HOUR, parents=[1])
    other = history.commit("Other work", 2 * HOUR, by="bob", parents=[1])
    update = history.commit("Merge branch 'main' into topic", 3 * HOUR, parents=[one, other])
    two = history.commit("Two", 4 * HOUR, parents=[update])
    merge = history.commit("Merge pull request #3 from ada/topic", 6 * HOUR, parents=[other, two])
    history.ref("refs/heads/main", merge)

    changes = read(history.write(tmp_path / "r")).changes

    assert [one.way for one in changes] == [Way.DIRECT, Way.DIRECT, Way.MERGE]
    assert (changes[2].number, changes[2].commits, hours(changes[2])) == (3, 2, (1, 4, 6))


def test_a_rebased_change_is_found_by_what_its_commits_say(history, tmp_path):
    """Rebasing keeps author, time of writing and subject; two landed commits are one change."""
    one = history.commit("One", 1 * HOUR, parents=[1])
    two = history.commit("Two", 2 * HOUR, parents=[one])
    history.ref("refs/pull/5/head", two)
    other = history.commit("Other", 3 * HOUR, by="bob", parents=[1])
    first = history.commit("One", 8 * HOUR, written=1 * HOUR, parents=[other])
    second = history.commit("Two", 8 * HOUR, written=2 * HOUR, parents=[first])
    history.ref("refs/heads/main", second)

    changes = read(history.write(tmp_path / "r")).changes

    assert [one.way for one in changes] == [Way.DIRECT, Way.DIRECT, Way.REBASE]
    # Work ended when the last commit was written, not when the forge wrote it anew.
    assert (changes[2].commits, hours(changes[2])) == (2, (1, 2, 8))


def test_an_octopus_merges_as_many_changes_as_branches(history, tmp_path):
    """Each further parent is a change of its own."""
    tips = [history.commit(f"Branch {n}", n * HOUR, by=f"p{n}", parents=[1]) for n in (1, 2, 3)]
    octopus = history.commit("Merge branches 'a', 'b' and 'c'", 6 * HOUR, parents=[1, *tips])
    history.ref("refs/heads/main", octopus)

    changes = read(history.write(tmp_path / "r")).changes[1:]

    assert [(one.way, hours(one)) for one in changes] == [(Way.MERGE, (n, n, 6)) for n in (1, 2, 3)]


def test_a_pull_of_the_same_branch_is_nobodys_change(history, tmp_path):
    """``Merge branch 'main' of ...`` brings in what others pushed one by one."""
    mine = history.commit("Mine", 1 * HOUR, parents=[1])
    theirs = [history.commit("A", 2 * HOUR, by="bob", parents=[1])]
    theirs.append(history.commit("B", 3 * HOUR, by="bob", parents=theirs))
    pull = history.commit(
        "Merge branch 'main' of example.org:x/y", 4 * HOUR, parents=[mine, theirs[-1]]
    )
    history.ref("refs/heads/main", pull)

    changes = read(history.write(tmp_path / "r")).changes

    assert [one.way for one in changes] == [Way.DIRECT] * 4
    assert [hours(one)[2] for one in changes] == [0, 1, 2, 3]


def test_a_cherry_pick_beside_the_mainline_counts_once(history, tmp_path):
    """A release branch repeats what the mainline has; only the mainline is counted."""
    fix = history.commit("Fix (#4)", 2 * HOUR, parents=[1])
    picked = history.commit(
        "Fix (#4)\n\n(cherry picked from commit 0123456789)", 3 * HOUR, parents=[1]
    )
    history.ref("refs/heads/main", fix)
    history.ref("refs/heads/release-1", picked)
    history.tag("v1.0.1", picked, 4 * HOUR)

    assert [hours(one)[2] for one in read(history.write(tmp_path / "r")).changes] == [0, 2]


def test_a_merge_queue_makes_the_merge_before_the_last_commit(history, tmp_path):
    """Up to ten minutes early is the queue; the wait is then none, and never below."""
    head = history.commit("Work", 10 * HOUR, written=8 * HOUR, parents=[1])
    early = history.commit("Work (#2)", 10 * HOUR - 300, parents=[1])
    history.ref("refs/pull/2/head", head)
    history.ref("refs/heads/main", early)

    change = read(history.write(tmp_path / "r")).changes[1]

    assert change.last == change.merged == START + 10 * HOUR - 300


def test_the_number_of_another_repository_is_dropped_and_counted(history, tmp_path):
    """Merged an hour before its last commit: that number belongs to another change."""
    head = history.commit("Other thing", 10 * HOUR, parents=[1])
    landed = history.commit("Moved here (#2)", 9 * HOUR, parents=[1])
    history.ref("refs/pull/2/head", head)
    history.ref("refs/heads/main", landed)

    found = read(history.write(tmp_path / "r"))

    assert not found.changes[1].linked
    assert [(one.reason, one.count) for one in found.left_out] == [(MISJOINED, 1)]


def test_clocks_that_cannot_be_are_dropped_and_counted(history, tmp_path):
    """A commit written after it was merged, or four years before, tells no time."""
    ahead = history.commit("Ahead", 1 * HOUR, written=90 * DAY, parents=[1])
    old = history.commit("Old", 1 * HOUR, written=-1500 * DAY, parents=[1])
    first = history.commit("Ahead (#1)", 2 * HOUR, parents=[1])
    second = history.commit("Old (#2)", 3 * HOUR, parents=[first])
    history.ref("refs/pull/1/head", ahead)
    history.ref("refs/pull/2/head", old)
    history.ref("refs/heads/main", second)

    found = read(history.write(tmp_path / "r"))

    assert [one.linked for one in found.changes] == [False] * 3
    assert [(one.reason, one.count) for one in found.left_out] == [(CLOCKS, 2)]


def test_a_mark_that_squashing_lost_is_found_at_the_head(history, tmp_path):
    """The mainline's commit bears none; the request's own commits do."""
    trailer = "Work\n\nCo-authored-by: Claude <noreply@anthropic.com>"
    head = history.commit(trailer, 2 * HOUR, parents=[1])
    landed = history.commit("Work (#2)", 3 * HOUR, parents=[1])
    history.ref("refs/pull/2/head", head)
    history.ref("refs/heads/main", landed)

    found = read(history.write(tmp_path / "r"))

    assert found.changes[1].mark.part is Part.COAUTHOR
    assert found.lost_marks == 1


def test_what_automation_proposed_stays_automations(history, tmp_path):
    """A person's mend on a bot's request changes nothing; what AI wrote is no automation."""
    bot = {"by": "renovate[bot]", "address": "29139614+renovate[bot]@users.noreply.github.com"}
    one = history.commit("Bump", 1 * HOUR, parents=[1], **bot)
    head = history.commit("Mend", 2 * HOUR, by="bob", parents=[one])
    landed = history.commit("Bump (#2)", 3 * HOUR, parents=[1], **bot)
    carried = history.commit(
        "Fix (#3)\n\nCo-authored-by: Claude <noreply@anthropic.com>", 4 * HOUR,
        parents=[landed], **bot,
    )  # fmt: skip
    history.ref("refs/pull/2/head", head)
    history.ref("refs/heads/main", carried)

    changes = read(history.write(tmp_path / "r")).changes

    assert [one.automation for one in changes] == [False, True, False]


def test_patches_by_mail_end_when_they_were_written(tmp_path):
    """Where another person commits most patches, the time between is the wait for review."""
    made = GitHistory()
    at = 0
    for n in range(6):
        at = made.commit(
            f"Patch {n}", (n + 1) * DAY, written=n * DAY, by=f"p{n}",
            committer="keeper@example.org", parents=[at] if at else [],
        )  # fmt: skip
    made.ref("refs/heads/main", at)

    found = read(made.write(tmp_path / "r"))

    assert found.by_mail
    assert {(one.way, one.merged - (one.last or 0)) for one in found.changes} == {(Way.MAIL, DAY)}


def test_only_changes_below_a_path_count(history, tmp_path):
    """Of a repository with many projects one is measured: by its path, literally."""
    inside = history.commit("In", 1 * HOUR, files={"search/a.py": "1"}, parents=[1])
    merge = history.commit("Merge branch 'in'", 2 * HOUR, parents=[1, inside], files={})
    outside = history.commit("Out", 3 * HOUR, files={"billing/a.py": "1"}, parents=[merge])
    odd = history.commit("Odd", 4 * HOUR, files={"se*": "1"}, parents=[outside])
    history.ref("refs/heads/main", odd)
    folder = history.write(tmp_path / "r")

    assert [hours(one)[2] for one in read(folder, paths=("search",)).changes] == [2]
    assert [hours(one)[2] for one in read(folder, paths=("se*",)).changes] == [4]


def test_without_tags_nothing_is_released(history, tmp_path):
    """Missing is said, and never a wait of nothing."""
    history.ref("refs/heads/main", 1)
    source = GitSource(history.write(tmp_path / "r"))

    assert any("No tag is a release" in note for note in source.read().notes)


def test_a_change_is_released_by_the_first_tag_that_holds_it(history, tmp_path):
    """A trial is no release; a tag without a time of its own has its commit's."""
    one = history.commit("One", 1 * HOUR, parents=[1])
    two = history.commit("Two", 2 * HOUR, parents=[one])
    three = history.commit("Three", 3 * HOUR, parents=[two])
    history.ref("refs/heads/main", three)
    history.tag("v1.0.0-rc1", one, 5 * HOUR)
    history.tag("v1.0.0", two, 6 * HOUR)
    history.ref("refs/tags/v0.9", 1)

    read = GitSource(history.write(tmp_path / "r"))._history()
    out = [read.releases.of(change.commit) for change in read.changes.changes]

    assert out == [START, START + 6 * HOUR, START + 6 * HOUR, None]


def test_an_empty_repository_is_said_to_be_empty(tmp_path):
    """No commit, nothing to measure: a sentence, exit code 2."""
    folder = tmp_path / "r"
    folder.mkdir()
    git(folder, "init", "--quiet")

    with pytest.raises(GitError, match="has no commit yet") as caught:
        GitSource(folder)
    assert caught.value.exit_code == 2


def test_a_detached_head_is_a_mainline(history, tmp_path):
    """What is checked out counts where there is no branch."""
    landed = history.commit("On", 2 * HOUR, parents=[1])
    history.ref("refs/heads/side", landed)
    folder = history.write(tmp_path / "r")
    git(folder, "update-ref", "--no-deref", "HEAD", git(folder, "rev-parse", "side"))

    assert [hours(one)[2] for one in read(folder).changes] == [0, 2]


def test_a_shallow_clone_says_what_is_missing(history, tmp_path):
    """Its oldest period is only partly there, and a reader is told."""
    at = 1
    for n in range(5):
        at = history.commit(f"C{n}", n * HOUR, parents=[at])
    history.ref("refs/heads/main", at)
    folder = history.write(tmp_path / "r")
    clone = tmp_path / "shallow"
    git(tmp_path, "clone", "--quiet", "--depth=2", f"file://{folder}", str(clone))

    source = GitSource(clone)

    assert len(source._history().changes.changes) == 2
    assert any("--unshallow" in note for note in source.read().notes)


def test_a_partial_clone_is_read_without_fetching_what_it_lacks(history, tmp_path):
    """The log needs no contents; a path needs folders, and says so instead of fetching them."""
    landed = history.commit("On (#2)", 2 * HOUR, files={"a/b": "x"}, parents=[1])
    history.ref("refs/heads/main", landed)
    folder = history.write(tmp_path / "r")
    git(folder, "config", "uploadpack.allowFilter", "true")
    clone = tmp_path / "partial"
    git(
        tmp_path, "clone", "--quiet", "--bare", "--filter=tree:0", f"file://{folder}", str(clone)
    )  # fmt: skip

    assert [hours(one)[2] for one in read(clone).changes] == [0, 2]
    with pytest.raises(GitError, match="partial clone may lack"):
        read(clone, paths=("a",))


def test_a_folder_without_a_configuration_is_read(history, tmp_path):
    """A copy of git's own folder may lack that file, and is a history all the same."""
    history.ref("refs/heads/main", 1)
    folder = history.write(tmp_path / "r")
    (folder / "config").unlink()

    assert len(read(folder).changes) == 1


@pytest.mark.parametrize(
    ("place", "said"),
    [("nowhere", "There is no folder"), ("file", "is a file"), (".", "is in no git repository")],
)
def test_what_is_no_repository_is_said_with_what_to_name(place, said, tmp_path, monkeypatch):
    """Bad input is told in a sentence."""
    (tmp_path / "file").write_text("x", encoding="utf-8")
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path.parent))

    with pytest.raises(GitError, match=said):
        GitSource(tmp_path / place)


@pytest.mark.parametrize("name", ["--upload-pack=touch x", "-x", "no-such", "", "main\nHEAD"])
def test_a_mainline_that_is_no_name_is_refused(name, history, tmp_path):
    """An option in the place of a name stays a name."""
    history.ref("refs/heads/main", 1)

    with pytest.raises(GitError, match=r"no name of a branch|no branch, tag or commit"):
        GitSource(history.write(tmp_path / "r"), GitOptions(mainline=name))


def test_history_that_lacks_commits_is_an_error_and_no_shorter_history(history, tmp_path):
    """Git ends with an error midway; what it had written until then is not taken for the whole."""
    at = 1
    for n in range(4):
        at = history.commit(f"C{n}", n * HOUR, parents=[at])
    history.ref("refs/heads/main", at)
    folder = history.write(tmp_path / "r")
    name = git(folder, "rev-parse", "main~3")
    for pack in list((folder / "objects" / "pack").glob("*.pack")):
        data = pack.read_bytes()
        for one in pack.parent.iterdir():
            one.unlink()
        git(folder, "unpack-objects", "-q", given=data)
    lost = folder / "objects" / name[:2] / name[2:]
    lost.chmod(0o644)
    lost.unlink()

    with pytest.raises(GitError, match="git says"):
        read(folder)


def test_environment_of_tests_has_no_configuration():
    """The histories above depend on nobody's settings."""
    assert environment()["GIT_CONFIG_GLOBAL"] == "/dev/null"
