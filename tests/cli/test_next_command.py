"""``loopmap next`` as people and scripts call it, and draws on the command line."""

from __future__ import annotations

import csv
import io
import json
import subprocess
import sys
from pathlib import Path

import pytest

from graph.cli.application import run

WORKED = Path(__file__).parents[1] / "ontologies" / "worked-loop.ttl"
SMALL = ["--ontology", str(WORKED), "--as-of", "2026-06", "--draws", "64"]


def printed(capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    """Run a command that must succeed and return what it prints."""
    code = run(list(arguments))
    output = capsys.readouterr()
    assert code == 0, output.err
    return output.out


def refused(capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    """Run a command that must be refused as unusable and return what it says."""
    code = run(list(arguments))
    output = capsys.readouterr()
    assert code == 2, output.out
    assert output.out == ""
    assert "Traceback" not in output.err
    return output.err


def test_the_text_answers_in_its_first_lines(capsys: pytest.CaptureFixture[str]) -> None:
    """What binds, when it falls and how sure that is stand above the tables."""
    text = printed(capsys, "next", *SMALL, "--details")
    head = text.split("\n\n")[1]
    assert "Most often on the slowest loop now" in head
    assert "64 runs" in " ".join(head.split())
    assert "What this supposes" in text


def test_the_json_has_what_every_answer_has(capsys: pytest.CaptureFixture[str]) -> None:
    """Schema version, setting, date, digest, seed and draws, and a series to plot."""
    answer = json.loads(printed(capsys, "next", *SMALL, "--format", "json", "--seed", "7"))
    assert {"schema_version", "setting", "as_of", "ontology"} <= set(answer)
    assert (answer["seed"], answer["draws"], answer["horizon"]) == (7, 64, "2032-12")
    assert len(answer["series"]) == 79  # June 2026 to December 2032
    assert set(answer["series"][0]["binding"]) <= set("CRIED")
    assert answer["capability_correlation"] == 0.5


def test_the_csv_has_a_line_a_month(capsys: pytest.CaptureFixture[str]) -> None:
    """With the month first, the period and every component that ever binds."""
    rows = list(csv.DictReader(io.StringIO(printed(capsys, "next", *SMALL, "--format", "csv"))))
    assert rows[0]["month"] == "2026-06"
    assert float(rows[0]["period_days.low"]) <= float(rows[0]["period_days.median"])
    assert "binding.R" in rows[0]


def test_the_series_can_be_saved_beside_the_answer(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    """--out writes the same CSV, and the answer is printed all the same."""
    target = tmp_path / "months.csv"
    text = printed(capsys, "next", *SMALL, "--horizon", "2028", "--out", str(target))
    assert text.startswith("Which bottleneck falls next")
    assert len(target.read_text().splitlines()) == 1 + 31


@pytest.mark.usefixtures("nothing_kept")
def test_the_same_seed_prints_the_same_bytes(capsys: pytest.CaptureFixture[str]) -> None:
    """Twice the same text, and another with another seed."""
    first = printed(capsys, "next", *SMALL, "--seed", "1", "--format", "json")
    assert printed(capsys, "next", *SMALL, "--seed", "1", "--format", "json") == first
    assert printed(capsys, "next", *SMALL, "--seed", "2", "--format", "json") != first


def test_a_target_is_answered_with_the_changes(capsys: pytest.CaptureFixture[str]) -> None:
    """1.6 times the pace of 13.5 days is 8.4: I or E at its floor does it."""
    text = printed(capsys, "next", *SMALL, "--target", "1.6")
    assert "The fewest changes to 1.6x" in text
    assert "Evals" in text.split("The fewest changes")[1]


def test_markdown_and_no_draws_work_as_well(capsys: pytest.CaptureFixture[str]) -> None:
    """The central estimate alone has no interval and no probability."""
    text = printed(capsys, "next", *SMALL[:-1], "0", "--format", "markdown")
    assert text.startswith("# Which bottleneck falls next")
    assert "Probability of being" not in text


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["--horizon", "2020"], "does not lie after the evidence"),
        (["--horizon", "later"], "is not a date. Write 2032"),
        (["--horizon", "9999"], "more than 50 years ahead"),
        (["--target", "-2"], "above 0"),
        (["--target", "nan"], "above 0"),
        (["--target", "fast"], "not a valid float"),
        (["--school", "optimism"], "There is no school 'optimism'"),
        (["--school", "automation"], "Choose --school rates"),
        (["--set", "nobody.speedup=2"], "no component 'nobody'"),
        (["--set", "C.speedup=-1"], "above 0"),
        (["--draws", "-1"], "not in the range"),
        (["--out", "/no/such/folder/x.csv"], "There is no folder"),
    ],
)
def test_nonsense_is_refused_with_what_is_possible(
    capsys: pytest.CaptureFixture[str], arguments: list[str], words: str
) -> None:
    """Exit code 2, plain words, no traceback, nothing on standard output."""
    assert words in refused(capsys, "next", *SMALL, *arguments)


def test_a_map_without_dates_asks_for_a_date(capsys: pytest.CaptureFixture[str]) -> None:
    """Nothing on the worked loop is dated; the message says how to give a date."""
    assert "--as-of" in refused(capsys, "next", "--ontology", str(WORKED), "--draws", "8")


def test_a_target_beyond_the_ceiling_says_the_ceiling(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    """Review cannot go under 6 of its 8 days, so that 13.5 / 6 = 2.25 is the most."""
    path = tmp_path / "floored.ttl"
    text = WORKED.read_text().replace(
        "loop:baselineDays 8", "loop:baselineDays 8 ; loop:floorDays 6"
    )
    path.write_text(text)
    options = ["--ontology", str(path), "--as-of", "2026", "--draws", "0"]
    message = refused(capsys, "next", *options, "--target", "3")
    assert "2.25x" in message
    assert "Review" in message


def test_critical_path_fills_intervals_from_draws(capsys: pytest.CaptureFixture[str]) -> None:
    """Period, pace, ceiling, days and criticality have numbers, low <= median <= high."""
    answer = json.loads(
        printed(capsys, "critical-path", "--ontology", str(WORKED), "--format", "json")
    )
    assert (answer["seed"], answer["draws"]) == (0, 1024)
    intervals = [answer["period_days"], answer["pace"], answer["baseline_period_days"]]
    intervals += [item["days"] for item in answer["components"]]
    for interval in intervals:
        assert interval["low"] <= interval["median"] <= interval["high"]
    by_id = {item["id"]: item for item in answer["components"]}
    assert by_id["I"]["criticality"] > by_id["R"]["criticality"] > 0
    # Every number of this map is an assumption written on its component.
    assert answer["assumed_variance_share"] == pytest.approx(1)
    shares = [item["probability"] for item in answer["runner_up_cycles"]]
    assert answer["critical_cycle_probability"] + sum(shares) == pytest.approx(1)


def test_without_draws_numpy_is_never_imported() -> None:
    """The central estimate must stay as quick as it is."""
    code = (
        "import sys; from graph.cli.application import run; "
        f"run(['critical-path', '--draws', '0', '--ontology', {str(WORKED)!r}]); "
        "sys.exit('numpy' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=False)
    assert done.returncode == 0


def test_with_draws_no_statistics_package_is_imported() -> None:
    """Importing it would take longer than the answer."""
    code = (
        "import sys; from graph.cli.application import run; "
        f"run(['critical-path', '--ontology', {str(WORKED)!r}]); "
        "sys.exit('scipy' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=False)
    assert done.returncode == 0
