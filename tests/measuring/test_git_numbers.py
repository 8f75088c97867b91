"""Numbers that only a git history tells: what was undone, marked, noted; and what is refused."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest
from git_histories import DAY, HOUR, PEOPLE, GitHistory, git, two_quarters

from graph.measuring.clock import Counting
from graph.measuring.git.notes import lines_of_ai
from graph.measuring.git.numbers import ratio_of_sums
from graph.measuring.landing import Edge, Landing, Part
from graph.measuring.measure import measure
from graph.measuring.period import Step
from graph.measuring.sources.git import GitOptions, GitSource
from graph.vocabulary import Bound, Kind

pytestmark = pytest.mark.usefixtures("nothing_kept")


def told(folder, metric, **options):
    """What a history tells of a metric, by period."""
    records = GitSource(folder, GitOptions(**options)).read()
    return {one.period.word: one for one in records.measurements if one.metric == metric}


def line(made, subjects, at=0):
    """Add commits to the mainline, a day apart, by five people in turn."""
    for n, subject in enumerate(subjects):
        message = subject.replace("HERE", str(n))
        at = made.commit(message, n * DAY, by=PEOPLE[n % 5], parents=[at] if at else [])
    made.ref("refs/heads/main", at)
    return made


def test_what_undoes_an_earlier_change_is_counted(tmp_path):
    """By its subject without the numbers, by the commit it names, by the number it names."""
    made = line(
        GitHistory(),
        [
            "Add search (#1)", "Add sort (#2)", "Add sum (#3)", "Other", "Other still",
            'Revert "Add search (#1)" (#4)',  # the new number stands behind the old subject
            'Revert "Add sorting"\n\nReverts team/tool#2',  # its subject was edited, not its number
            'Revert "Never seen here"',
            "Revert to the old colours",  # no revert: a change like any other
            "Last",
        ],
    )  # fmt: skip

    undone = told(made.write(tmp_path / "r"), "undone-share")["2026-q1"]

    assert (undone.value, undone.count, undone.bound) == (0.2, 10, Bound.LOWER)  # 2 of 10


def test_a_revert_by_name_is_found(tmp_path):
    """``This reverts commit NAME`` counts, whatever the subject says."""
    made = line(GitHistory(), [f"Change {n}" for n in range(9)])
    folder = made.write(tmp_path / "r")
    name = git(folder, "rev-parse", "main~4")
    made.commit(f"Undo it\n\nThis reverts commit {name}.", 20 * DAY, by="adaquill", parents=[9])
    made.ref("refs/heads/main", 10)

    assert told(made.write(folder), "undone-share")["2026-q1"].count == 10
    # "Undo it" does not begin as git's own message does, so that nobody's word is guessed at
    assert told(made.write(folder), "undone-share")["2026-q1"].value == 0.0
    made.commit(f'Revert "x"\n\nThis reverts commit {name}.', 21 * DAY, parents=[10])
    made.ref("refs/heads/main", 11)
    assert told(made.write(folder), "undone-share")["2026-q1"].value == pytest.approx(1 / 11)


def test_marked_is_a_lower_bound_with_its_tools_named(tmp_path):
    """Eight of 24 changes are marked; a tool is named from five changes on."""
    folder = two_quarters(GitHistory()).write(tmp_path / "r")

    marked = told(folder, "ai-marked-share")

    assert [(one.value, one.count) for one in marked.values() if one.count > 1] == [
        (4 / 12, 12), (4 / 12, 12),
    ]  # fmt: skip
    assert all(one.bound is Bound.LOWER for one in marked.values())
    assert "By tool" not in str(marked["2026-q1"].caveats)  # four changes of the quarter only
    by_year = told(folder, "ai-marked-share", step=Step.YEAR)
    assert "By tool: Claude Code 8." in by_year["2026"].caveats


def test_times_are_refused_below_half(tmp_path):
    """Four of nine changes have their commits: no time of the quarter is told."""
    made, at = GitHistory(), 0
    for n in range(9):
        begun, who = n * DAY, PEOPLE[n % 5]
        parents = [at] if at else []
        if n < 4 and at:
            own = made.commit(f"Own {n}", begun, by=who, parents=parents)
            made.ref(f"refs/pull/{n + 1}/head", own)
        at = made.commit(f"Change (#{n + 1})", begun + HOUR, by=who, parents=parents)
    made.ref("refs/heads/main", at)

    records = GitSource(made.write(tmp_path / "r")).read()

    assert list(records.events) == []
    codes = {(one.subject, one.metric): one.code for one in records.refused if one.period}
    assert codes["review", "queue-time"] == codes["coding", "pass-time"] == "below-half-linked"
    assert codes["review", "waiting-share"] == "below-half-linked"
    assert {one.metric for one in records.measurements} >= {"ai-marked-share", "undone-share"}


def test_without_own_commits_the_wait_for_a_release_is_still_told(tmp_path):
    """Twenty squashes, one a day, a release at the end of each tenth day; no head was fetched.

    The first of ten waits nine days, the last none: 0 to 9 twice, of which the middle is 4.5. Work
    and review are not told, nor how many changes are under way, since no beginning is known.
    """
    made = line(GitHistory(), [f"Change {n} (#{n})" for n in range(1, 21)])
    for day in (9, 19):
        made.tag(f"v1.{day}", day + 1, day * DAY)
    source = GitSource(made.write(tmp_path / "r"))
    ends = Edge("release-gates-coding", "release", "coding", Kind.GATES, closes=True)
    parts = {name: Part(name, name) for name in ("coding", "review", "release")}

    measured = measure(source, Landing(parts, (ends,)), Counting()).measured

    times = {(one.subject, one.metric): one.value for one in measured.measurements}
    assert times["release", "queue-time"] == 4.5
    assert not {("coding", "pass-time"), ("review", "queue-time")} & times.keys()
    assert not [metric for _, metric in times if metric == "lag"]
    refused = {(one.subject, one.metric): one.code for one in measured.refusals}
    assert refused["whole-loop", "lag"] == "below-half-linked"


def test_of_four_people_nothing_is_told(tmp_path):
    """A share of four people's changes is a share of persons."""
    made, at = GitHistory(), 0
    for n in range(20):
        at = made.commit(f"Change {n}", n * DAY, by=PEOPLE[n % 4], parents=[at] if at else [])
    made.ref("refs/heads/main", at)

    records = GitSource(made.write(tmp_path / "r")).read()

    assert records.measurements == ()
    assert {one.code for one in records.refused if one.period} == {"too-few-people"}


def test_what_lies_ahead_is_left_out_and_counted(tmp_path):
    """A clock of the year 2090 does not make the records last so long."""
    made = line(GitHistory(), [f"Change {n}" for n in range(6)])
    made.commit("From the future", 64 * 365 * DAY, parents=[6])
    made.ref("refs/heads/main", 7)

    records = GitSource(made.write(tmp_path / "r")).read()

    assert [(one.reason, one.count) for one in records.left_out] == [("dated later than today", 1)]
    assert {one.period.word for one in records.measurements} == {"2026-q1"}


def test_only_changes_since_a_day_count(tmp_path):
    """The second quarter alone, by the day it begins."""
    from datetime import date

    folder = two_quarters(GitHistory()).write(tmp_path / "r")

    assert list(told(folder, "ai-marked-share", since=date(2026, 4, 1))) == ["2026-q2"]


def test_lines_noted_as_ais_are_counted_over_all_that_were_added(tmp_path):
    """Six commits of ten lines each, four of them noted as AI's; names in a note are not read."""
    made, at = GitHistory(), 0
    text = "".join(f"line {n}\n" for n in range(10))
    for n in range(6):
        at = made.commit(
            f"Change {n}", n * DAY, by=PEOPLE[n % 5], parents=[at] if at else [],
            files={f"f{n}": text},
        )  # fmt: skip
    made.ref("refs/heads/main", at)
    folder = made.write(tmp_path / "r")
    for n, name in enumerate(git(folder, "rev-list", "main").split()):
        note = f'f{n}\n  s_1::t_2 1-3\n  {"a1b2c3d4"} 5\n  h_9 6-8\n---\n{{"human_author": "zed"}}'
        made.note(name, note)

    share = told(made.write(folder), "ai-share-of-lines")["2026-q1"]

    assert (share.value, share.count, share.counted) == (0.4, 6, "commits")
    assert "zed" not in repr(share)


@pytest.mark.parametrize(
    ("note", "lines"),
    [
        (b"", 0),
        (b"f\n  s_1::t_1 1,2,5-6\n", 4),
        (b"f\n  h_1 1-100\n---\n", 0),
        (b"f\n  s_1::t_1 9-2,x,3-,-4,99999999999999999999999\n", 0),  # ranges that are none
        (b"f\n---\n  s_1::t_1 1-9\n", 0),  # behind the end of the list
        (b"\xff\x00\n  s_1::t_1 7\n", 1),
    ],
)
def test_a_note_is_read_as_its_specification_says(note, lines):
    """Sessions of AI count, people's do not, and nonsense is nothing."""
    assert lines_of_ai(note) == lines


def test_the_interval_of_a_ratio_is_that_of_its_items():
    """By hand: parts 1 and 3 of wholes 4 and 4: R = 1/2, errors -1 and 1, n/(n-1) = 2."""
    share = ratio_of_sums([1, 3], [4, 4])

    # sd = sqrt(2 * 2) / 8 = 1/4; 1.96 / 4 = 0.49
    assert (share.value, round(share.low, 2), round(share.high, 2)) == (0.5, 0.01, 0.99)
    assert ratio_of_sums([0, 0], [0, 0]) is None
    assert ratio_of_sums([1], [2]).low is None


def test_the_same_history_gives_the_same_bytes_whatever_the_seed_of_hashes(tmp_path):
    """Hashes of texts serve within a run only; keys of people are new in every run."""
    folder = two_quarters(GitHistory()).write(tmp_path / "r")
    code = (
        "import sys\nfrom pathlib import Path\n"
        "from graph.measuring.sources.git import GitSource\n"
        "from graph.measuring.measure import measure\n"
        "from graph.measuring.clock import Counting\n"
        "from graph.measuring.landing import Landing, Part\n"
        "from graph.measuring.evidence_file import evidence_text\n"
        "parts = {name: Part(name, name) for name in ('coding', 'review', 'release')}\n"
        "found = measure(GitSource(Path(sys.argv[1])), Landing(parts), Counting())\n"
        "print(evidence_text(found.measured))\n"
    )
    texts = {
        subprocess.run(
            [sys.executable, "-c", code, str(folder)],
            capture_output=True, text=True, check=True, env={**os.environ, "PYTHONHASHSEED": seed},
        ).stdout
        for seed in ("1", "2")
    }  # fmt: skip

    assert len(texts) == 1
    assert "git-r-review-queue-time-2026-q1" in texts.pop()
