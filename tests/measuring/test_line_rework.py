"""Lines written anew within 21 days, held against histories whose every line is known."""

from __future__ import annotations

import random
from dataclasses import replace

import pytest
from git_histories import DAY, PEOPLE, GitHistory, git

from graph.errors import UsageError
from graph.measuring.git.line_rework import Hunk, Run, after_hunks
from graph.measuring.period import Step
from graph.measuring.sources.git import GitOptions, GitSource
from graph.vocabulary import Bound

OPTIONS = GitOptions(step=Step.YEAR, rework=True)


def told(folder, options=OPTIONS):
    """The shares of line rework by year, and the codes of what is refused."""
    records = GitSource(folder, options).read()
    found = [one for one in records.measurements if one.metric == "line-rework-share"]
    refused = [one.code for one in records.refused if one.metric == "line-rework-share"]
    return {one.period.word: one for one in found}, refused


def history_of(versions, *, begun=0, ended=300):
    """A history of versions of files, each a day and its lines by path; lines end in a feed."""
    made = GitHistory()
    at = made.commit("Start", begun * DAY, by=PEOPLE[0], files={"start": "start\n"})
    for number, (day, files) in enumerate(versions):
        texts = {path: "".join(f"{line}\n" for line in lines) for path, lines in files.items()}
        who = PEOPLE[number % 5]
        at = made.commit(f"Change {number}", day * DAY, by=who, parents=[at], files=texts)
    # Long after, so that the days of all others are over.
    made.ref("refs/heads/main", made.commit("End", ended * DAY, parents=[at]))
    return made


@pytest.fixture
def six():
    """Six changes of ten lines each to one file, ten days apart."""
    lines = [f"line {number}" for number in range(60)]
    return [(10 * at, {"code.py": lines[: 10 * (at + 1)]}) for at in range(6)]


def test_random_histories_are_counted_line_by_line(tmp_path):
    """Every line says something of its own, so that its birth and its end are known outright."""
    rng = random.Random(7)
    paths = ("a.py", "b/c d.py", 'q"uo\tte.py', "-dash")
    born, texts = {}, {path: [] for path in paths}
    added, reworked, versions = 0, 0, []
    for number in range(60):
        day, path = 4 * number, rng.choice(paths)
        before = texts[path]
        after = [line for line in before if rng.random() > 0.15]
        for _ in range(rng.randrange(1, 4)):
            place = rng.randrange(len(after) + 1)
            after[place:place] = [f"--- a/{rng.random()}" for _ in range(rng.randrange(1, 5))]
        new, gone = set(after) - set(before), set(before) - set(after)
        born |= dict.fromkeys(new, day)
        added += len(new)
        reworked += sum(day - born[line] <= 21 for line in gone)
        texts[path] = after
        versions.append((day, {path: list(after)}))
    found, refused = told(history_of(versions).write(tmp_path / "r"))

    assert reworked > 20
    assert found["2026"].value == pytest.approx(reworked / added)
    assert (found["2026"].count, refused) == (60, [])


def test_a_line_is_young_for_21_days(tmp_path, six):
    """Of 60 lines the last 20 are replaced 21 days after the one ten, 31 after the other."""
    first, kept = six[-1][1]["code.py"][:40], six[-1][1]["code.py"]
    versions = [*six, (71, {"code.py": [*first, *(f"new {n}" for n in range(20))]})]
    found, _ = told(history_of(versions).write(tmp_path / "r"))

    # 80 lines went in; those of day 50 are 21 days old, those of day 40 are 31.
    assert len(kept) == 60
    assert found["2026"].value == 10 / 80
    assert found["2026"].bound is Bound.UPPER


def test_a_file_that_moves_keeps_the_age_of_its_lines(tmp_path, six):
    """Renamed, nothing is written anew; then one line of the renamed file is."""
    made = history_of(six, ended=60)
    lines = six[-1][1]["code.py"]
    for at, text in ((61, lines), (62, [*lines[:-1], "other"])):
        last = made.commit("Move", at * DAY, by=PEOPLE[at % 5], parents=[made.marks],
                           files={"moved.py": "".join(f"{line}\n" for line in text)})  # fmt: skip
        made.lines.append(b"D code.py\n" if at == 61 else b"")
    made.ref("refs/heads/main", made.commit("Late", 300 * DAY, parents=[last]))
    found, _ = told(made.write(tmp_path / "r"))

    # 60 lines, the file of the commit in between, and the line that took another's place.
    assert found["2026"].value == 1 / 62


def test_spaces_programs_and_automation_count_for_nothing(tmp_path, six):
    """Lines that only move to the right, a file of two megabytes, and changes of renovate."""
    lines = six[-1][1]["code.py"]
    versions = [*six, (51, {"code.py": [f"    {line}" for line in lines]})]
    made = history_of(versions, ended=60)
    big = made.commit("Big", 61 * DAY, by=PEOPLE[0], parents=[made.marks],
                      files={"big.json": "[1, 2]\n" * 300_000})  # fmt: skip
    bot = made.commit("Update", 62 * DAY, by="renovate[bot]", parents=[big],
                      address="29139614+renovate[bot]@users.noreply.github.com",
                      files={"lock": "a\n" * 500})  # fmt: skip
    made.ref("refs/heads/main", made.commit("Late", 300 * DAY, parents=[bot]))
    found, _ = told(made.write(tmp_path / "r"))

    assert (found["2026"].value, found["2026"].count) == (0.0, 7)  # six changes and "End"


def test_a_period_that_is_over_stays_as_it_was(tmp_path):
    """A change belongs to the year in which its 21 days end, so that nothing comes in later."""
    lines = [f"line {number}" for number in range(120)]
    versions = [(5 * at - 65, {"code.py": lines[: 10 * (at + 1)]}) for at in range(12)]
    versions.append((-5, {"code.py": lines[:80]}))  # takes out what went in on the last 20 days
    ended = (1, 35, 300)
    made = [history_of(versions, begun=-99, ended=day) for day in ended]
    found = [told(one.write(tmp_path / f"{at}"))[0] for at, one in enumerate(made)]

    # Those of days -65 to -25 end within 2025: 90 lines, of which the ten of day -25 went out.
    assert [one["2025"].value for one in found] == [pytest.approx(10 / 90)] * 3
    assert found[0]["2025"] == found[1]["2025"] == found[2]["2025"]


def test_of_few_people_nothing_is_told(tmp_path, six):
    """Nor of few changes; both are refused by name."""
    made = history_of(six)
    alone = [line.replace(b"author bobrune", b"author adaquill").replace(b"<bobrune", b"<adaquill")
             for line in made.lines]  # fmt: skip
    assert told(replace(made, lines=alone).write(tmp_path / "a"))[1] == ["too-few-people"]
    assert told(history_of(six[:4]).write(tmp_path / "b"))[1] == ["too-few-items"]


def test_what_a_clone_lacks_is_left_out_and_counted(tmp_path, six):
    """One lost content leaves out its change and says so; a clone without any is refused."""
    folder = history_of([*six, (55, {"lost": ["a", "b"]})]).write(tmp_path / "r")
    whole = told(folder)[0]["2026"]
    git(folder, "config", "uploadpack.allowFilter", "true")
    filtered = ("clone", "-q", "--bare", "--filter=blob:none", f"file://{folder}", "partial")
    git(tmp_path, *filtered)
    git(folder, "repack", "-adq")
    pack = next((folder / "objects" / "pack").glob("*.pack")).read_bytes()
    for path in (folder / "objects" / "pack").iterdir():
        path.chmod(0o644)
        path.unlink()
    git(folder, "unpack-objects", "-q", given=pack)
    lost = git(folder, "rev-parse", "main~1:lost")
    (folder / "objects" / lost[:2] / lost[2:]).unlink()
    part = told(folder)[0]["2026"]

    assert (whole.count, part.count) == (7, 6)
    assert any("lacks contents of 1 changes" in one for one in part.caveats)
    with pytest.raises(UsageError, match="--rework needs the contents"):
        told(tmp_path / "partial")


def test_only_what_lies_below_a_path_is_compared(tmp_path, six):
    """The other folder's lines are all written anew at once, and count for nothing."""
    other = [(day + 1, {"docs/x": [f"{day} {n}" for n in range(9)]}) for day, _ in six]
    last = (200, {"code.py": ["another", *six[-1][1]["code.py"]]})
    both = sorted([*six, *other, last], key=lambda one: one[0])
    folder = history_of(both).write(tmp_path / "r")

    assert told(folder)[0]["2026"].value > 0.3
    assert told(folder, replace(OPTIONS, paths=("code.py",)))[0]["2026"].value == 0.0


def test_runs_move_with_the_lines_above_them():
    """By hand: three lines put in at the top, the middle of a run taken out, the rest stays."""
    taken = []
    found = list(after_hunks([Run(2, 3, 0), Run(9, 2, 1)], [Hunk(0, 0, 1, 3), Hunk(3, 1, 5, 0)],
                             2, taken))  # fmt: skip

    assert found == [Run(1, 3, 2), Run(5, 1, 0), Run(6, 1, 0), Run(11, 2, 1)]
    assert taken == [Run(3, 1, 0)]
