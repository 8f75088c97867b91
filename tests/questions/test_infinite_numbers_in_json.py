"""A number without limit is null in JSON, with a word beside it: never a string in its place."""

from __future__ import annotations

import json

from tests.helpers.turtle_maps import HEAD, answer

#: Without a floor, all that is accelerated may become instant: the ceiling has no limit.
INSTANT = (
    HEAD
    + """
:a a loop:Coding ; rdfs:label "A" ; loop:baselineDays 12 ; loop:speedup 6 .
:a-to-a a loop:Dependency ; loop:from :a ; loop:to :a ; loop:kind loop:Gates ; loop:lag 1 .
"""
)


def test_a_pace_without_limit_is_null_beside_a_word(tmp_path):
    """The ceiling of a loop that is made of one accelerated part without floor."""
    path = tmp_path / "map.ttl"
    path.write_text(INSTANT)
    found = answer(path)
    pace = found["ceiling"]["pace"]
    assert pace["median"] is None
    assert pace["median_word"] == "infinite"
    assert '"infinity"' not in json.dumps(found)
