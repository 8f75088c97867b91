"""What an editor offers, says of names, finds, and tells of unsaved changes."""

from __future__ import annotations

import pytest
from language_client import place_of, range_of
from lsprotocol import types

#: Roads by which a broken text is completed: what is typed at the end, and what must come first.
OFFERS = [
    # A part where a part goes, though the statement is not ended and the name is half there.
    ("\n:a-gates-b a loop:Dependency ;\n    loop:from :revi", ":review"),
    # The kinds of dependency, and nothing else.
    ("\n:a-gates-b a loop:Dependency ;\n    loop:kind ", "loop:Gates"),
    # A metric where a metric goes.
    ("\n:e a loop:Evidence ;\n    sosa:observedProperty loop:Base", "loop:BaselineDays"),
    # Grades and settings.
    ("\n:e a loop:Evidence ;\n    loop:grade loop:Vendor", "loop:VendorStatement"),
    ("\n:e a loop:Evidence ;\n    loop:setting loop:Front", "loop:FrontierLab"),
    # Properties of the class of the block.
    ("\n:e a loop:Evidence ;\n    loop:interv", "loop:intervalLevel"),
    ("\n:p a loop:Coding ;\n    loop:base", "loop:baselineDays"),
    # A class, where the kind of a thing goes.
    ("\n:p a loop:Depend", "loop:Dependency"),
    # The class of a nested thing, without a word of its own.
    ("\n:s a loop:Scenario ;\n    loop:supposes [ a loop:Supp", "loop:Supposition"),
    # A unit is used on the shipped words only.
    ("\n:m a loop:Metric ;\n    qudt:hasUnit unit:D", "unit:DAY"),
]


def end_of(text: str) -> types.Position:
    """The place behind a text."""
    lines = text.split("\n")
    return types.Position(len(lines) - 1, len(lines[-1]))


def offered(editor, uri, place):
    """What is offered at a place."""
    params = types.CompletionParams(types.TextDocumentIdentifier(uri), place)
    return editor.wait(editor.client.text_document_completion_async(params)).items


@pytest.mark.parametrize(("typed", "first"), OFFERS)
def test_names_are_offered_by_what_goes_there(editor, parts, typed, first):
    """The name that is meant comes first, and takes the place of what was typed."""
    uri, text = parts
    text += typed
    editor.type(uri, text)

    found = offered(editor, uri, end_of(text))

    best = min(found, key=lambda one: one.sort_text)
    word = typed.split()[-1] if not typed.endswith(" ") else ""
    assert best.label == first
    assert best.text_edit.new_text == first
    end = end_of(text)
    assert best.text_edit.range == types.Range(
        types.Position(end.line, end.character - len(word)), end
    )


def test_only_what_goes_there_is_offered(editor, parts):
    """Where a kind of dependency goes there are the four kinds of the vocabulary, no part."""
    uri, text = parts
    text += "\n:a-gates-b a loop:Dependency ;\n    loop:kind "
    editor.type(uri, text)

    found = offered(editor, uri, end_of(text))

    assert sorted(one.label for one in found) == [
        "loop:Bypasses",
        "loop:Gates",
        "loop:Improves",
        "loop:Verifies",
    ]


@pytest.mark.parametrize(
    ("subject", "first"),
    # By the words of its own name; without such, by the lines: release is the last part above.
    [(":coding-gates-x", ":coding"), (":planning-gates-x", ":planning"), (":x", ":release")],
)
def test_the_nearer_name_comes_first(editor, parts, subject, first):
    """Among the parts: that of whose name the dependency's is made, else the one just above."""
    uri, text = parts
    text += f"\n{subject} a loop:Dependency ;\n    loop:from "
    editor.type(uri, text)

    found = sorted(offered(editor, uri, end_of(text)), key=lambda one: one.sort_text)

    assert found[0].label == first
    assert {one.label for one in found} >= {":planning", ":coding", ":review", ":release"}


def test_a_property_that_may_be_said_once_is_not_offered_again(editor, parts):
    """And what is needed comes before what may be said."""
    uri, text = parts
    text += "\n:x a loop:Dependency ;\n    loop:from :coding ;\n    "
    editor.type(uri, text)

    found = sorted(offered(editor, uri, end_of(text)), key=lambda one: one.sort_text)

    labels = [one.label for one in found]
    assert "loop:from" not in labels
    assert set(labels[:2]) == {"loop:to", "loop:kind"}


def test_what_a_thing_needs_is_offered_first(editor, parts):
    """An observation needs what it is about, what was measured, and the number; by the shapes."""
    uri, text = parts
    text += "\n:x a loop:Evidence ;\n    "
    editor.type(uri, text)

    found = sorted(offered(editor, uri, end_of(text)), key=lambda one: one.sort_text)

    needed = [one.detail is not None and one.detail.endswith("needed") for one in found]
    first = {one.label for one, is_needed in zip(found, needed, strict=True) if is_needed}
    assert needed == sorted(needed, reverse=True)
    assert first >= {
        "sosa:hasFeatureOfInterest",
        "sosa:observedProperty",
        "sosa:hasSimpleResult",
        "loop:grade",
    }
    assert len(first) < len(found)


def test_nothing_is_offered_in_comments_and_texts(editor, parts):
    """There a person writes what they like."""
    uri, text = parts
    text += '\n# loop:\n:x rdfs:label "loop:'
    editor.type(uri, text)

    assert offered(editor, uri, place_of(text, "# loop:", 7)) == ()
    assert offered(editor, uri, end_of(text)) == ()


def test_a_prefix_that_is_missing_is_declared_along(editor, parts):
    """A name whose prefix the file does not declare brings the line that does."""
    uri, text = parts
    text += "\n:m a loop:Metric ;\n    qudt:hasUnit unit:DA"
    editor.type(uri, text)

    (found, *_) = offered(editor, uri, end_of(text))

    assert [one.new_text for one in found.additional_text_edits] == [
        "@prefix unit: <http://qudt.org/vocab/unit/> .\n"
    ]


def hovered(editor, uri, place):
    """What is said of the name at a place."""
    params = types.HoverParams(types.TextDocumentIdentifier(uri), place)
    found = editor.wait(editor.client.text_document_hover_async(params))
    return found and (found.contents.value, found.range)


def test_hover_says_what_a_part_is_and_where_it_stands(editor, parts):
    """Both cycles, that of all four and that of review alone, pass through review.

    So it is critical in every draw, whatever is drawn. Planning is on the greater cycle alone.
    """
    uri, text = parts
    editor.until(
        lambda: "In the answer" in hovered(editor, uri, place_of(text, ":review a", 2))[0],
        "the answers",
    )

    words, where = hovered(editor, uri, place_of(text, ":review a", 2))
    planning, _ = hovered(editor, uri, place_of(text, ":planning a", 2))

    assert where == range_of(text, ":review")
    assert words.startswith("**Review** `:review` — component\n\nWhat is done here.\n")
    assert "- baseline days: **8 d (" in words
    assert "In the answer: on the slowest loop in **all of 1,024 runs**; done in its" in words
    assert "- baseline days: **3 d (" in planning
    assert "** of runs; done in its minimum time" in planning


def test_hover_of_words_of_the_vocabulary_and_of_nothing(editor, parts):
    """A property says of what it is said; a comment is no name."""
    uri, text = parts

    words, _ = hovered(editor, uri, place_of(text, "loop:baselineDays", 7))

    assert "`loop:baselineDays`" in words
    assert "Said of:" in words
    assert hovered(editor, uri, place_of(text, "What is done", 2)) is None
    assert hovered(editor, uri, types.Position(9999, 9999)) is None


def test_definition_and_references_in_files_that_are_not_open(editor, parts, small_map):
    """Review is said once to be something, and named by two dependencies."""
    uri, text = parts
    name = types.TextDocumentIdentifier(uri)
    at = place_of(text, ":review a", 3)

    defined = editor.wait(
        editor.client.text_document_definition_async(types.DefinitionParams(name, at))
    )
    context = types.ReferenceContext(include_declaration=False)
    used = editor.wait(
        editor.client.text_document_references_async(types.ReferenceParams(context, name, at))
    )

    other = small_map / "dependencies.ttl"
    lines = other.read_text(encoding="utf-8").splitlines()
    assert [(one.uri, one.range) for one in defined] == [(uri, range_of(text, ":review"))]
    assert {one.uri for one in used} == {other.as_uri()}
    assert [lines[one.range.start.line].strip() for one in used] == [
        "loop:to :review ;",
        "loop:from :review ;",
    ]


def test_definitions_are_where_they_are_now(editor, parts):
    """Lines typed above move a definition at once, before anything was checked.

    Where more is said of the thing elsewhere, it is not defined.
    """
    uri, text = parts
    text = "# more\n" * 7 + text + "\n:review rdfs:comment 'More is said of it here.'@en .\n"
    editor.type(uri, text)

    params = types.DefinitionParams(types.TextDocumentIdentifier(uri), place_of(text, ":review a"))
    (found,) = editor.wait(editor.client.text_document_definition_async(params))

    assert found.range == range_of(text, ":review")


def test_symbols_of_a_file_and_of_a_map(editor, parts):
    """The outline has the parts in order; a search finds names by some of their letters."""
    uri, _ = parts
    name = types.TextDocumentIdentifier(uri)

    outline = editor.wait(
        editor.client.text_document_document_symbol_async(types.DocumentSymbolParams(name))
    )
    found = editor.wait(editor.client.workspace_symbol_async(types.WorkspaceSymbolParams("rgrel")))

    assert [one.name for one in outline] == ["planning", "coding", "review", "release"]
    assert [one.detail for one in outline] == ["Planning", "Coding", "Review", "Release"]
    assert [one.name for one in found] == ["review-gates-release"]


def test_a_lens_says_what_an_unsaved_change_does(editor, parts, small_map):
    """Review in 4 days instead of 8: the loop is faster, and the lens stands above review.

    By hand, with central numbers: before, review's 8 days bind; after, the cycle of all four with
    3 + 2 + 4 + 2 = 11 days over 2, 5.5 days. Saved, there is nothing more to say.
    """
    uri, text = parts
    changed = text.replace("loop:baselineDays 8", "loop:baselineDays 4")
    name = types.TextDocumentIdentifier(uri)

    def shown():
        params = types.CodeLensParams(name)
        return editor.wait(editor.client.text_document_code_lens_async(params))

    assert shown() == ()
    editor.type(uri, changed)
    (lens,) = editor.until(shown, "the lens")
    (small_map / "components" / "parts.ttl").write_text(changed, encoding="utf-8")
    editor.save(uri)
    editor.until(lambda: shown() == (), "an end of the lens")

    assert lens.range.start == place_of(changed, ":review a")
    assert lens.command.title.startswith("Unsaved change: pace ")
    assert "on average −" in lens.command.title
    assert lens.command.command == ""
