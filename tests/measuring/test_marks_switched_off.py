"""A setting of the repository that leaves marks of AI off is found at its newest commit."""

from __future__ import annotations

from pathlib import Path

import pytest
from git_histories import DAY, GitHistory, two_quarters

from graph.cli.application import run
from graph.measuring.git.repository import marks_switched_off, open_repository

SETTINGS = ".claude/settings.json"


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ('{"includeCoAuthoredBy": false}', True),
        ('{"attribution": {"commit": ""}}', True),
        ('{"includeCoAuthoredBy": true, "attribution": {"commit": "Made with AI"}}', False),
        ('{"attribution": null}', False),
        # what is no settings at all: a slip, a list, deeper than any reader goes
        ('{"includeCoAuthoredBy": false', False),
        ('["includeCoAuthoredBy"]', False),
        ("[" * 100_000, False),
    ],
)
def test_only_a_setting_that_switches_them_off_is_told(
    text: str, told: bool, tmp_path: Path
) -> None:
    """Both ways of writing it count; what cannot be read says nothing."""
    made = GitHistory()
    made.ref("refs/heads/main", made.commit("Settle", 0, files={SETTINGS: text}))
    found = marks_switched_off(open_repository(made.write(tmp_path / "r")))
    assert list(found) == ([SETTINGS] if told else [])


def test_a_setting_taken_back_is_not_told_and_one_that_stands_is(tmp_path: Path, capsys) -> None:
    """``measure`` says it among what it says of the history."""
    made = GitHistory()
    off = made.commit("Off", -30 * DAY, files={SETTINGS: '{"includeCoAuthoredBy": false}'})
    made.ref("refs/heads/main", made.commit("On", -29 * DAY, parents=[off], files={SETTINGS: "{}"}))
    assert list(marks_switched_off(open_repository(made.write(tmp_path / "back")))) == []

    made = two_quarters(GitHistory())
    last = made.commit("Off", 300 * DAY, files={SETTINGS: '{"includeCoAuthoredBy": false}'})
    made.ref("refs/heads/main", last)
    repository = made.write(tmp_path / "off")
    assert run(["measure", str(repository), "--to", str(tmp_path / "m"), "--details"]) == 0
    said = " ".join(capsys.readouterr().out.split())
    assert f"Marks are switched off in {SETTINGS}, so that fewer are seen" in said
