"""Another name, another layout, a remedy: what an editor is told to change in its texts."""

from __future__ import annotations

import json
import shutil

import pytest
from language_client import place_of, with_edits
from lsprotocol import types
from pygls.exceptions import JsonRpcException

from graph.cli.application import run
from graph.turtle.format import format_turtle
from graph.turtle.reading import read_turtle


def renamed(editor, uri, place, new):
    """What gives the name at a place another."""
    params = types.RenameParams(types.TextDocumentIdentifier(uri), place, new)
    return editor.wait(editor.client.text_document_rename_async(params))


def test_renaming_changes_what_the_command_changes(editor, parts, small_map, tmp_path):
    """In every file byte for byte; and nothing is written by the server."""
    uri, text = parts
    copy = tmp_path / "copy"
    shutil.copytree(small_map, copy)
    before = {path: path.read_bytes() for path in sorted(small_map.rglob("*.ttl"))}

    found = renamed(editor, uri, place_of(text, ":review a", 2), "code-review")
    assert run(["rename", "review", "code-review", "--ontology", str(copy)]) == 0

    assert {path: path.read_bytes() for path in before} == before
    assert len(found.document_changes) == 2
    for change in found.document_changes:
        path = next(one for one in before if one.as_uri() == change.text_document.uri)
        expected = (copy / path.relative_to(small_map)).read_text(encoding="utf-8")
        assert with_edits(path.read_text(encoding="utf-8"), change.edits) == expected
        assert change.text_document.version == (1 if change.text_document.uri == uri else None)


def test_renaming_counts_in_what_is_not_saved(editor, parts):
    """Lines typed above, with letters of two units of UTF-16 before the name."""
    uri, text = parts
    text = text.replace(
        ":release a loop:Infra", ':also a loop:Infra ; rdfs:label "😀"@en . :release a loop:Infra'
    )
    editor.type(uri, text)

    found = renamed(editor, uri, place_of(text, ":release a", 2), ":shipping")

    (here,) = [one for one in found.document_changes if one.text_document.uri == uri]
    assert with_edits(text, here.edits) == text.replace(":release a", ":shipping a")


@pytest.mark.parametrize(
    ("new", "said"),
    [
        ("coding", "taken already"),
        ("Code review", "small letters"),
        ("", "small letters"),
        ("../x", "small letters"),
    ],
)
def test_names_that_will_not_do_are_refused_with_the_reason(editor, parts, new, said):
    """The message is the command's."""
    uri, text = parts

    with pytest.raises(JsonRpcException, match=said):
        renamed(editor, uri, place_of(text, ":review a", 2), new)


def test_a_map_with_a_broken_file_is_not_renamed_in(editor, parts):
    """A name could be missed in it."""
    uri, text = parts
    broken = text.replace("loop:baselineDays 3 .", "loop:baselineDays 3")
    editor.type(uri, broken)

    with pytest.raises(JsonRpcException, match="Mend this first"):
        renamed(editor, uri, place_of(broken, ":review a", 2), "code-review")


def test_a_name_in_a_file_of_another_format_is_not_left_behind(editor, parts, small_map):
    """A JSON-LD file of the map names review: what has no places cannot be changed in them."""
    uri, text = parts
    said = {
        "@id": "https://w3id.org/loopmap/map/review-gates-coding",
        "@type": "https://w3id.org/loopmap#Dependency",
        "https://w3id.org/loopmap#from": {"@id": "https://w3id.org/loopmap/map/review"},
        "https://w3id.org/loopmap#to": {"@id": "https://w3id.org/loopmap/map/coding"},
        "https://w3id.org/loopmap#kind": {"@id": "https://w3id.org/loopmap#Gates"},
        "https://w3id.org/loopmap#lag": 1,
    }
    (small_map / "more.jsonld").write_text(json.dumps(said), encoding="utf-8")

    with pytest.raises(JsonRpcException, match=r"more\.jsonld names it too"):
        renamed(editor, uri, place_of(text, ":review a", 2), "code-review")
    found = renamed(editor, uri, place_of(text, ":release a", 2), "shipping")

    assert len(found.document_changes) == 2


def test_words_of_the_vocabulary_keep_their_names(editor, parts):
    """The editor does not even ask for a new one."""
    uri, text = parts
    name = types.TextDocumentIdentifier(uri)

    def asked(words):
        params = types.PrepareRenameParams(name, place_of(text, words, 2))
        return editor.wait(editor.client.text_document_prepare_rename_async(params))

    assert asked("loop:baselineDays") is None
    assert asked(":review a").placeholder == "review"
    with pytest.raises(JsonRpcException, match="word of the vocabulary"):
        renamed(editor, uri, place_of(text, "loop:baselineDays", 2), "days")


def laid_out(editor, uri):
    """What lays out a text."""
    options = types.FormattingOptions(4, insert_spaces=True)
    params = types.DocumentFormattingParams(types.TextDocumentIdentifier(uri), options)
    return editor.wait(editor.client.text_document_formatting_async(params))


def test_layout_is_that_of_fmt_and_touches_only_what_differs(editor, parts):
    """Then there is nothing left to lay out."""
    uri, text = parts
    crooked = text.replace("    loop:baselineDays 12 ;", " loop:baselineDays   12;")
    editor.type(uri, crooked)

    edits = laid_out(editor, uri)
    after = with_edits(crooked, edits)
    editor.type(uri, after)

    assert after == format_turtle(read_turtle(crooked, "f"))
    assert after != crooked
    assert len(edits) == 1
    assert not laid_out(editor, uri)


def test_broken_turtle_is_not_laid_out_and_the_reason_is_told(editor, parts):
    """The text stays as it is."""
    uri, text = parts
    editor.type(uri, text.replace("loop:baselineDays 3 .", "loop:baselineDays 3"))

    with pytest.raises(JsonRpcException, match=r"full stop|semicolon"):
        laid_out(editor, uri)


@pytest.mark.parametrize("before", ["", "# 😀\n"])
@pytest.mark.parametrize(
    ("right", "slip"),
    [("loop:capacity", "loop:capcity"), ("loop:Review", "loop:Reviw")],
)
def test_a_quick_fix_puts_in_what_was_meant(editor, parts, right, slip, before):
    """And the finding is gone; the same remedy for a place that has changed is not offered."""
    uri, text = parts
    text = before + text
    broken = text.replace(right, slip, 1)
    editor.type(uri, broken)
    given = [one for one in editor.findings(uri) if one.data]

    def fixes(diagnostics):
        context = types.CodeActionContext(diagnostics)
        name, where = types.TextDocumentIdentifier(uri), diagnostics[0].range
        params = types.CodeActionParams(name, where, context)
        return editor.wait(editor.client.text_document_code_action_async(params))

    (action,) = fixes(given)
    assert action.kind == types.CodeActionKind.QuickFix
    assert action.title == f"Write {right} instead of {slip}"
    assert with_edits(broken, action.edit.changes[uri]) == text
    editor.type(uri, text)
    assert fixes(given) == ()
    assert editor.findings(uri) == []


def test_remedies_that_are_not_ours_are_let_pass(editor, parts):
    """An editor hands over the findings of other tools, with what those put beside them."""
    uri, _ = parts
    where = types.Range(types.Position(0, 0), types.Position(0, 3))
    given = [
        types.Diagnostic(where, "of another tool", source="other", data={"found": "a"}),
        types.Diagnostic(where, "ours, mangled", source="loopmap", data={"found": 3}),
        types.Diagnostic(where, "ours, without", source="loopmap"),
    ]
    context = types.CodeActionContext(given)
    params = types.CodeActionParams(types.TextDocumentIdentifier(uri), where, context)

    assert editor.wait(editor.client.text_document_code_action_async(params)) == ()
