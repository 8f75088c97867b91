"""The story in five steps: an address for each, and the first sentence of the command itself."""

from __future__ import annotations

import json

import pytest

from graph.views.story_page import STORY
from graph.views.url_state import LENSES, STEPS


def shown(app) -> str:
    """What stands on the page as text."""
    return "\n".join(str(item.value) for item in (*app.markdown, *app.caption, *app.header))


def test_there_is_a_step_for_each_question():
    """As many addresses as steps, the questions in their order."""
    assert tuple(step.lens for step in STORY) == LENSES
    assert len(STEPS) == len(STORY)


@pytest.mark.usefixtures("small_files")
def test_an_address_leads_to_its_step(open_page):
    """?step=3 is the third question, with the sentence of its command and its parts lit."""
    app = open_page("story", step="3")
    assert not app.exception
    assert "Step 3 of 5" in shown(app)
    assert "A generation of models takes" in shown(app)
    focus = json.loads(app.get_by_key("map-focus").proto.json)
    # Review takes one at a time, 8 days: no part sets the pace but it.
    assert focus["members"] == ["review"]

    other = app.button[1].click().run()
    assert "Step 2 of 5" in shown(other)
    assert other.query_params["step"] in ("2", ["2"])


@pytest.mark.usefixtures("small_files")
@pytest.mark.parametrize("step", ["0", "<b>"])
def test_a_step_that_is_none_is_told(open_page, step):
    """The first step is shown, and what the address asked for is named."""
    app = open_page("story", step=step)
    assert not app.exception
    assert "Step 1 of 5" in shown(app)
    told = "".join(str(item.value) for item in app.info).replace("\\", "")
    assert "that is not here; ignored" in told


@pytest.mark.usefixtures("small_files")
def test_who_is_new_is_led_to_the_story(open_page):
    """The button beside the lenses opens the five steps, with what is chosen kept."""
    app = open_page("loop", component="review")
    button = next(item for item in app.button if item.label == "New here?")
    after = button.click().run()

    assert not after.exception
    assert "Step 1 of 5" in shown(after)
