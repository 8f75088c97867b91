"""What forms ask, read from the shapes of a map: a property that is new there is asked for."""

from __future__ import annotations

from pathlib import Path

import pytest
from team_loop import team_loop

from graph.editing.asked import Asked, asked_of
from graph.editing.proposals import accept, propose
from graph.errors import UsageError
from graph.files import shipped_ontology
from graph.views.build_forms import FORMS, Form
from graph.vocabulary import LOOP

VENDOR = "https://example.org/ours#vendor"

#: A map's own property: what a part is bought from, one of two, and how many people it takes.
SHAPES = """
<https://example.org/ours#VendorShape> a sh:NodeShape ;
    sh:targetClass loop:Component ;
    sh:property [ sh:path <https://example.org/ours#vendor> ; sh:name "vendor"@en ;
        sh:description "Who sells <b>it</b>."@en ; sh:in ( "acme" "globex" ) ;
        sh:minCount 1 ; sh:maxCount 1 ] .
"""

GIVEN = {"name": "load-test", "family": "infra", "days": "4", "after": "coding", "before": "review"}


@pytest.fixture
def mine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A small map with shapes of its own: the shipped ones and a property more."""
    monkeypatch.setenv("LOOPMAP_CACHE", str(tmp_path / "cache"))
    folder = tmp_path / "mine"
    folder.mkdir()
    (folder / "my-loop.ttl").write_bytes(team_loop().read_bytes())
    shapes = (shipped_ontology() / "shapes.ttl").read_text(encoding="utf-8")
    (folder / "shapes.ttl").write_text(shapes + SHAPES, encoding="utf-8")
    return folder


def form_for(folder: Path, name: str) -> Form:
    """A form with the shapes of a map."""
    form = next(one for one in FORMS if one.name == name)
    return form.with_shapes(asked_of((folder,), (form.about,))[form.about])


def asked(form: Form, word: str) -> Asked:
    """What the shapes say of a property."""
    return form.asked[LOOP + word]


def test_a_property_added_to_a_shape_is_asked_for_and_written(mine: Path) -> None:
    """Needed, with its two values and its help; the part that is written has it."""
    form = form_for(mine, "component")
    field = next(one for one in form.fields if one.name == VENDOR)
    assert (field.title, field.needed, field.help) == ("Vendor", True, "Who sells <b>it</b>.")
    assert set(form.asked[VENDOR].options or ()) == {"acme", "globex"}

    given = {**GIVEN, VENDOR: "acme", LOOP + "capacity": "2"}
    found = propose([mine], "new", form.act_of(given))
    accept([mine], found, form.act_of(given))
    text = (mine / "my-loop.ttl").read_text()
    paragraph = text[text.index(":load-test a loop:Infra") :].split(" .\n")[0]
    assert f'<{VENDOR}> "acme"' in paragraph
    assert "loop:capacity 2" in paragraph


def test_fields_know_what_the_shapes_know(mine: Path) -> None:
    """Kinds are the four of sh:in; capacity is whole and at least 1; phases are all six."""
    dependency, component = form_for(mine, "dependency"), form_for(mine, "component")
    assert set(asked(dependency, "kind").options or ()) == {
        "gates", "improves", "verifies", "bypasses",
    }  # fmt: skip
    assert asked(component, "capacity").bounds == "a whole number of at least 1"
    assert asked(component, "floorShare").bounds == "a number of at least 0 and of at most 1"
    assert len(asked(component, "phase").options or ()) == 6
    assert "How many passes can be under way" in asked(component, "capacity").help


@pytest.mark.parametrize(
    ("word", "answer", "says"),
    [
        ("capacity", "0", "a whole number of at least 1"),
        ("capacity", "2.5", "a whole number of at least 1"),
        ("floorShare", "1.2", "of at most 1"),
        ("load", "1", "above 0 and below 1"),
        ("speedup", "fast", "no number"),
        ("phase", "biuld", "build"),
    ],
)
def test_what_the_shapes_do_not_allow_is_told(mine: Path, word: str, answer: str, says: str):
    """Out of bounds, no number, none of the options: in words, before anything is proposed."""
    form = form_for(mine, "component")
    with pytest.raises(UsageError, match=says):
        asked(form, word).term(answer)
