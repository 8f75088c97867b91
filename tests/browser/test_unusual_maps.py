"""Maps that are unusual, as a browser shows them: not closed, or large."""

from __future__ import annotations

import pytest

pytestmark = pytest.mark.browser

DRAWN = "() => globalThis.loopmapViewer?.live?.runs >= 1"

HEAD = """@prefix loop: <https://w3id.org/loopmap#> .
@prefix : <https://w3id.org/loopmap/map/> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
"""
PARTS = """:coding a loop:Coding ; rdfs:label "Coding"@en ; loop:baselineDays 12 .
:review a loop:Review ; rdfs:label "Review"@en ; loop:baselineDays 8 .
:coding-gates-review a loop:Dependency ; loop:from :coding ; loop:to :review ;
    loop:kind loop:Gates .
"""
BACK = """:review-feeds-coding a loop:Dependency ; loop:from :review ; loop:to :coding ;
    loop:kind loop:Gates ; loop:lag 1 .
"""


def test_an_open_loop_closes_on_the_screen(tab_on, serving, tmp_path):
    """No answer, the parts and what is missing; written into the file, the answer is there."""
    path = tmp_path / "loop.ttl"
    path.write_text(HEAD + PARTS, encoding="utf-8")
    with serving(path) as address:
        visit = tab_on(address).open(drawn=False)
        visit.page.get_by_text("its loop is not closed").wait_for()
        visit.page.wait_for_function(DRAWN)
        assert visit.page.evaluate("() => loopmapViewer.live.parts.length") == 2
        path.write_text(HEAD + PARTS + BACK, encoding="utf-8")
        visit.page.get_by_role("heading", level=1).wait_for()
        path.write_text(HEAD + PARTS, encoding="utf-8")
        visit.page.get_by_text("last answer, from before the edit").wait_for()
        assert visit.page.get_by_test_id("stException").count() == 0
        path.unlink()
        visit.page.get_by_text("loop.ttl").first.wait_for()
        visit.page.get_by_text("is gone").first.wait_for()
        assert visit.errors == []


def test_a_large_map_opens_family_by_family(tab_on, serving, tmp_path):
    """Above three hundred, parts are a few groups; a click opens one, its head closes it."""
    path = tmp_path / "ring.ttl"
    path.write_text(_ring(330), encoding="utf-8")
    with serving(path) as address:
        visit = tab_on(address).open()
        groups = "() => loopmapViewer.live.parts.filter((part) => part.group).length"
        parts = "() => loopmapViewer.live.parts.filter((part) => !part.group).length"
        assert visit.page.evaluate(groups) == 6
        assert visit.page.evaluate(parts) <= 24
        visit.settle()
        visit.click("family:coding")
        visit.page.wait_for_url("**opened=coding**")
        visit.page.wait_for_function(f"() => ({groups})() === 5")
        assert visit.page.evaluate(parts) > 50
        visit.page.go_back()
        visit.page.wait_for_function(f"() => ({groups})() === 6")
        assert visit.errors == []


def _ring(count: int) -> str:
    """A ring of parts, a hundredth of them slow, each family in its turn."""
    families = ("Coding", "Evals", "Data", "Infra", "Review", "Direction")
    lines = [HEAD]
    for index in range(count):
        after = (index + 1) % count
        lines.append(
            f':p{index} a loop:{families[index % 6]} ; rdfs:label "Part {index}"@en ; '
            f"loop:baselineDays {50 if index < 6 else 1} .\n"
            f":d{index} a loop:Dependency ; loop:from :p{index} ; loop:to :p{after} ; "
            f"loop:kind loop:Gates ; loop:lag {40 if after == 0 else 0} .\n"
        )
    back = ":back a loop:Dependency ; loop:from :p5 ; loop:to :p0 ; loop:kind loop:Gates ; "
    return "".join([*lines, back, "loop:lag 1 .\n"])
