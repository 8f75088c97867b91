"""``loopmap measure``: a map of one's own loop from a git history, and again a quarter later."""

from __future__ import annotations

import json

import pytest
from click.testing import CliRunner
from git_histories import DAY, HOUR, PEOPLE, START, GitHistory, git

from graph.cli.application import application, run

#: Two quarters of ten changes each: written in two days, merged a day after, released six days on.
_CHANGES = 10


def add_quarter(made, at, begin, waits, first_number):
    """Add ten squashed changes of two commits; return the newest mainline commit.

    Args:
        made: the history.
        at: the mainline's newest commit.
        begin: day of the first one after the start.
        waits: days from the last commit to the merge.
        first_number: of the change requests.
    """
    for n in range(_CHANGES):
        day, number, who = (begin + 5 * n) * DAY, first_number + n, PEOPLE[n % 5]
        one = made.commit("Begin a secretword", day, by=who, parents=[at])
        marked = "\n\nCo-authored-by: Claude <noreply@anthropic.com>" if n < 4 else ""
        two = made.commit(f"Go on{marked}", day + 2 * DAY, by=who, parents=[one])
        merged = day + (2 + waits) * DAY
        at = made.commit(f"Secretword {number} (#{number})", merged, by=who, parents=[at])
        made.ref(f"refs/pull/{number}/head", two)
        made.tag(f"v1.{number}.0", at, merged + 6 * HOUR)
    made.ref("refs/heads/main", at)
    return at


@pytest.fixture(scope="module")
def histories(tmp_path_factory):
    """A repository after one quarter, and the same after two: the wait grew from 1 to 20 days."""
    folder = tmp_path_factory.mktemp("histories")
    made = GitHistory()
    at = made.commit("Start", -10 * DAY, by=PEOPLE[0])
    at = add_quarter(made, at, 1, 1, 1)
    first = made.write(folder / "one")
    add_quarter(made, at, 92, 20, 101)
    second = made.write(folder / "two")
    return first, second


def loopmap(*arguments):
    """Run a command; its result."""
    return CliRunner().invoke(application, [str(one) for one in arguments])


def files_in(folder):
    """Every file below a folder."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


@pytest.fixture(scope="module")
def measured(histories, tmp_path_factory):
    """The map after the first quarter, and what was printed."""
    folder = tmp_path_factory.mktemp("maps") / "mine"
    result = loopmap("measure", histories[0], "--to", folder, "--title", "Our team", "--draws", 64)
    assert result.exit_code == 0, result.output
    return folder, result


def test_the_first_screen_says_what_blocks(measured):
    """Coding takes two days, the wait for merge one, release a quarter of one: coding blocks."""
    _, result = measured
    lines = result.stdout.splitlines()

    assert lines[0] == "What blocks the loop 'Our team': Coding"
    # 2 + 1 + 0.25 measured, and about 0.02 + 0.02 assumed for reading and releasing
    assert "61 % of them are Coding: 2" in " ".join(result.stdout.split())
    assert "Borrowed     speed-up of Coding" in result.stdout
    assert ">= 40 %" in result.stdout  # four of ten changes are marked


def test_the_first_screen_fits_a_small_terminal(histories, measured, monkeypatch):
    """24 lines of 80 columns, the line about the map included, after the second quarter too."""
    folder, _ = measured
    monkeypatch.setenv("COLUMNS", "80")

    result = loopmap("measure", histories[1], "--to", folder, "--draws", 16, "--dry-run")

    lines = [*result.stdout.splitlines(), *result.stderr.splitlines()]
    assert len(result.stdout.splitlines()) <= 24
    assert max(map(len, lines)) <= 80


def test_a_person_owns_one_file_and_measuring_the_others(measured):
    """The parts are written once, the numbers in files that say what wrote them."""
    folder, _ = measured
    files = files_in(folder)

    assert sorted(files) == [
        "evidence/measured/git-one.ttl", "evidence/measured/stand-ins.ttl", "loop.ttl",
    ]  # fmt: skip
    assert b"This file is yours" in files["loop.ttl"]
    assert files["evidence/measured/git-one.ttl"].startswith(b"# Measured by loopmap import git 1")


def test_the_source_names_the_commit_that_was_measured(histories, measured):
    """So that anybody can look up what a number was counted from."""
    folder, _ = measured
    tip = git(histories[0], "rev-parse", "main").encode()

    assert files_in(folder)["evidence/measured/git-one.ttl"].count(
        b'    dcterms:identifier "git:' + tip + b'" .'
    ) == 1  # fmt: skip


def test_of_a_map_that_was_just_measured_there_is_nothing_to_mend(measured):
    """Nobody can follow advice on a file that is written anew, so that there is none."""
    folder, _ = measured

    result = loopmap("check", "-o", folder)

    assert result.exit_code == 0
    assert "0 errors, 0 warnings, 0 pieces of advice" in result.output


def test_measured_again_no_byte_differs(histories, measured):
    """The same history gives the same files, and the terminal says so."""
    folder, _ = measured
    before = files_in(folder)

    result = loopmap("measure", histories[0], "--to", folder, "--draws", 0)

    assert files_in(folder) == before
    assert "stands as it is" in result.stderr
    assert "Changed      nothing, since it was measured last" in result.stdout


def test_a_quarter_later_only_measured_files_change(histories, measured, tmp_path):
    """The edited parts stay, the older quarter's blocks stay, and what moved is told."""
    folder, _ = measured
    mine = tmp_path / "mine"
    for path, data in files_in(folder).items():
        (mine / path).parent.mkdir(parents=True, exist_ok=True)
        (mine / path).write_bytes(data)
    edited = (mine / "loop.ttl").read_text(encoding="utf-8") + "\n# A note of ours.\n"
    (mine / "loop.ttl").write_text(edited, encoding="utf-8")
    # the same repository, a quarter later, in a checkout of another name: one file all the same
    later = tmp_path / "elsewhere"
    later.symlink_to(histories[1])

    result = loopmap("measure", later, "--to", mine, "--draws", 0)

    assert result.exit_code == 0, result.output
    assert (mine / "loop.ttl").read_text(encoding="utf-8") == edited
    assert files_in(mine).keys() == files_in(folder).keys()
    old = (folder / "evidence/measured/git-one.ttl").read_text(encoding="utf-8")
    new = (mine / "evidence/measured/git-one.ttl").read_text(encoding="utf-8")
    block = old[old.index(":git-one-coding-pass-time-2026-q1 a") :].split(" .\n")[0]
    assert (
        block.replace("so far", "").split(";")[3:6]
        == (
            new[new.index(":git-one-coding-pass-time-2026-q1 a") :].split(" .\n")[0].split(";")[3:6]
        )
    )
    # the wait for merge went from 1 day to 20
    told = " ".join(result.stdout.split())
    assert "Review and merge, queue time: 1 d → 20 d; and 2 more" in told
    assert "What blocks the loop 'Our team': waiting for Review and merge" in result.stdout
    assert "in 2026-Q1 it was Coding" in result.stdout


def test_a_trial_run_writes_nothing(histories, tmp_path):
    """It says the same and leaves no file."""
    result = loopmap("measure", histories[0], "--to", tmp_path / "x", "--dry-run", "--draws", 0)

    assert result.exit_code == 0
    assert "Nothing was written" in result.stderr
    assert not (tmp_path / "x").exists()


def test_the_json_holds_the_same(histories, tmp_path):
    """Numbers with units in their names, quarter by quarter, and which files are written."""
    result = loopmap(
        "measure", histories[1], "--to", tmp_path / "x", "--draws", 0, "--format", "json"
    )
    told = json.loads(result.stdout)

    quarters = told["loop"]["quarters"]
    assert [one["quarter"] for one in quarters] == ["2026-Q1", "2026-Q2"]
    assert [one["binds"]["id"] for one in quarters] == ["coding", "review"]
    assert [one["ai_marked_share"]["median"] for one in quarters] == [0.4, 0.4]
    assert told["git"]["linked"] == 2 * _CHANGES
    assert len(told["files"]) == 3


def test_a_file_that_somebody_edited_is_not_written_over(histories, measured, tmp_path):
    """Exit code 2, a sentence, and the edit is still there."""
    folder, _ = measured
    mine = tmp_path / "mine"
    for path, data in files_in(folder).items():
        (mine / path).parent.mkdir(parents=True, exist_ok=True)
        (mine / path).write_bytes(data)
    edited = mine / "evidence/measured/git-one.ttl"
    edited.write_text(edited.read_text(encoding="utf-8") + "# mine\n", encoding="utf-8")
    before = files_in(mine)

    code = run(["measure", str(histories[0]), "--to", str(mine), "--draws", "0"])

    assert code == 2
    assert files_in(mine) == before


def test_a_folder_with_other_turtle_is_refused(histories, tmp_path, capsys):
    """A map that no measurement made is left alone."""
    (tmp_path / "other.ttl").write_text("# other\n", encoding="utf-8")

    assert run(["measure", str(histories[0]), "--to", str(tmp_path)]) == 2
    assert "holds Turtle files and no loop.ttl" in capsys.readouterr().err


def test_no_name_address_or_message_reaches_any_output(histories, measured):
    """The inputs' own words are sought in every file and in all that was printed."""
    folder, result = measured
    shown = result.output + b"".join(files_in(folder).values()).decode()
    for format_ in ("text", "json", "csv", "markdown"):
        more = ("--format", format_, "--details", "--all", "--dry-run")
        told = [
            loopmap("measure", histories[0], "--to", folder, "--draws", 0, *more),
            loopmap("import", "git", histories[0], "--rework", "--name", "g", "-o", folder, *more),
        ]
        assert [one.exit_code for one in told] == [0, 0]
        shown += "".join(one.output for one in told)

    for word in (*PEOPLE, "example.org", "Secretword", "secretword", "noreply@anthropic.com"):
        assert word not in shown
    assert git(histories[0], "log", "-1", "--format=%s").startswith("Secretword")  # it is there


def test_a_source_that_was_measured_is_not_imported_beside_itself(histories, measured, capsys):
    """Each of its numbers would be there twice, under one name."""
    folder, _ = measured
    before = files_in(folder)

    assert run(["import", "git", str(histories[0]), "-o", str(folder)]) == 2
    assert files_in(folder) == before
    told = capsys.readouterr().err
    assert "The map has the source 'git-one' already" in told
    assert "evidence/measured/git-one.ttl" in told


def test_a_history_of_direct_pushes_tells_no_times(tmp_path):
    """Nobody knows when they were begun: assumptions stand in, and the way out is told."""
    made, at = GitHistory(), 0
    for n in range(20):
        at = made.commit(f"Push {n}", n * DAY, by=PEOPLE[n % 5], parents=[at] if at else [])
    made.ref("refs/heads/main", at)

    result = loopmap(
        "measure", made.write(tmp_path / "r"), "--to", tmp_path / "m", "--draws", 0, "--details"
    )

    assert result.exit_code == 0, result.output
    assert "Measured" not in result.stdout.split("Largest gap")[0].split("Assumed")[1]
    assert "git fetch origin '+refs/pull/*/head:refs/pull/*/head'" in " ".join(
        result.stdout.split()
    )


def test_of_a_small_team_nothing_is_told(tmp_path):
    """Four people: no share, no time; the map stands on what is assumed, and says so."""
    made, at = GitHistory(), 0
    for n in range(20):
        at = made.commit(
            f"Push {n}\n\nCo-authored-by: Claude <noreply@anthropic.com>", n * DAY,
            by=PEOPLE[n % 4], parents=[at] if at else [],
        )  # fmt: skip
    made.ref("refs/heads/main", at)
    folder = tmp_path / "m"

    result = loopmap("measure", made.write(tmp_path / "r"), "--to", folder, "--draws", 0)

    assert result.exit_code == 0, result.output
    assert sorted(files_in(folder)) == ["evidence/measured/stand-ins.ttl", "loop.ttl"]


def test_a_title_cannot_break_the_file(histories, tmp_path):
    """Quotes, backslashes and line ends of a title stay within it."""
    title = 'A "team" \\ of\n:x a :y .'
    result = loopmap(
        "measure", histories[0], "--to", tmp_path / "m", "--title", title, "--draws", 0
    )

    assert result.exit_code == 0, result.output
    assert loopmap("check", tmp_path / "m").exit_code == 0


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--since", "yesterday"], "is no day"),
        (["--tags", "("], "is no regular expression"),
        (["--path", "../x"], "is no path inside the repository"),
        (["--mainline", "nowhere"], "no branch, tag or commit"),
    ],
)
def test_options_that_make_no_sense_are_refused(arguments, said, histories, tmp_path, capsys):
    """A sentence and exit code 2; nothing is written."""
    code = run(["measure", str(histories[0]), "--to", str(tmp_path / "m"), *arguments])

    assert code == 2
    assert said in capsys.readouterr().err
    assert not (tmp_path / "m").exists()


def test_the_histories_begin_on_a_known_day():
    """1 January 2026 is the first day of a quarter, so that quarters hold ten changes each."""
    assert START % DAY == 0
