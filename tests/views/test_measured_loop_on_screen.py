"""A measured loop in the explorer: it says what the measurement said, and of its own work."""

from __future__ import annotations

import json
import re

import pytest
from click.testing import CliRunner
from git_histories import GitHistory, two_quarters

from graph.cli.application import application
from graph.reports.own_loop import NOT_CAUSAL

#: Words that a map of one's own has no use for.
FOREIGN = re.compile(r"generation|frontier|\blabs?\b", re.IGNORECASE)


@pytest.fixture(scope="module")
def mine(tmp_path_factory):
    """A measured map: a day of coding, four of waiting for merge, up to six weeks for release."""
    folder = tmp_path_factory.mktemp("own")
    repository = two_quarters(GitHistory()).write(folder / "r")
    arguments = ["measure", str(repository), "--to", str(folder / "mine"), "--draws", "0"]
    said = CliRunner().invoke(application, arguments)
    assert said.exit_code == 0
    return folder / "mine", said.stdout


@pytest.fixture
def opened(mine, open_page, monkeypatch):
    """Opens a page of it."""
    monkeypatch.setenv("LOOPMAP_ONTOLOGY", str(mine[0]))
    return open_page


def seen(app) -> str:
    """All that stands on a page, without the signs that keep Markdown from taking hold."""
    parts = [*app.markdown, *app.subheader, *app.caption, *app.info, *app.get("html")]
    texts = [str(getattr(one, "value", "") or one.proto.body) for one in parts]
    cards = app.get_by_key("cards") if any(one.key == "cards" for one in app.main) else None
    return " ".join(texts + ([cards.proto.json] if cards else [])).replace("\\", "")


def test_the_first_screen_names_what_the_measurement_named(opened, mine):
    """The terminal says waiting for Release; so do headline and card, and quarters stand below."""
    app = opened("loop")
    text = seen(app)
    card = json.loads(app.get_by_key("cards").proto.json)["cards"][2]

    assert not app.exception
    assert "What blocks the loop 'r': waiting for Release" in mine[1]
    assert card["value"] == "Waiting for Release holds the loop up most"
    assert "of them waiting for Release" in text
    assert not FOREIGN.search(text)
    for words in ("2026-Q1", "2026-Q2", "Largest gap", NOT_CAUSAL.split(".")[0]):
        assert words in text


def test_the_first_question_is_the_one_it_was_measured_for(opened):
    """Among the answers, quarter by quarter stands open."""
    app = opened("answers")

    assert not app.exception
    first = next(item.value.replace("\\", "") for item in app.subheader)
    assert first.startswith("What blocks the loop 'r': waiting for")


def test_of_years_that_nobody_dated_nothing_is_said(opened):
    """No speed-up is known on two dates: no 2032, and words of the team's own."""
    text = seen(opened("next"))

    assert "nothing is said of the years to come" in text
    assert "2032" not in text
    assert not FOREIGN.search(text)
