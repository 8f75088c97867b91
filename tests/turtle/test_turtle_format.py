"""Turtle laid out in one way: the same graph and comments, and nothing to do a second time."""

from __future__ import annotations

import pyoxigraph
import pytest
from hypothesis import given, settings

from graph.files import shipped_ontology
from graph.turtle import format as formatting
from graph.turtle.format import comments_of, format_turtle
from graph.turtle.reading import read_turtle
from graph.turtle.same import DiffersError
from tests.turtle.test_turtle_oracles import NOT_OXIGRAPH, VALID
from tests.turtle.test_turtle_random import documents

BASE = "https://example.org/base/file.ttl"


def laid_out(text):
    """Lay a text out, and make sure that doing so again changes nothing."""
    out = format_turtle(read_turtle(text, "x.ttl", BASE), BASE)
    assert format_turtle(read_turtle(out, "x.ttl", BASE), BASE) == out
    return out


@pytest.mark.parametrize("name", sorted(VALID.keys() - NOT_OXIGRAPH))
def test_every_form_of_turtle_keeps_its_graph_and_its_comments(oracles, name):
    """A reader that shares nothing with ours finds the same graph in both texts."""
    out = laid_out(VALID[name])

    assert oracles.oxigraph(out) == oracles.oxigraph(VALID[name])
    assert comments_of(out) == comments_of(VALID[name])


@given(documents())
@settings(max_examples=40, deadline=None)
def test_documents_made_at_random_keep_their_graph(oracles, document):
    """Whatever mixture of forms, brackets, comments and line ends: the same graph."""
    text, _ = document
    out = laid_out(text)

    assert oracles.oxigraph(out) == oracles.oxigraph(text)
    assert comments_of(out) == comments_of(text)


def test_the_shipped_map_is_laid_out_so():
    """Every file that we ship stands as ``fmt`` would put it."""
    for path in sorted(shipped_ontology().rglob("*.ttl")):
        text = path.read_text(encoding="utf-8")
        assert format_turtle(read_turtle(text, str(path))) == text, path


LAYOUTS = {
    "spaces and indents are made alike": (
        "@prefix : <urn:x:>.\n\n\n\n:a   :b 1;\n :c 2,3 ;\n\t:d   [ :e 4 ].",
        "@prefix : <urn:x:> .\n\n:a :b 1 ;\n    :c 2 , 3 ;\n    :d [ :e 4 ] .\n",
    ),
    "separators that lead a line go to its end": (
        "@prefix : <urn:x:> .\n:a :b 1\n  ; :c 2\n  , 3\n.\n",
        "@prefix : <urn:x:> .\n\n:a :b 1 ;\n    :c 2 ,\n        3 .\n",
    ),
    "comments keep their place": (
        "# top\n@prefix : <urn:x:> .\n:a # who\n# why\n:b 1 ;   # how\n\n\n# last\n"
        ":c 2 . # end\n#over",
        "# top\n@prefix : <urn:x:> .\n\n:a # who\n    # why\n    :b 1 ;   # how\n\n    # last\n"
        "    :c 2 . # end\n#over\n",
    ),
    "brackets are set in, and what is empty closes at once": (
        "@prefix : <urn:x:> .\n:a :b (\n1\n[ ] ( ) ) ; :c [\n:d 1 ;\n:e 2\n] .\n",
        "@prefix : <urn:x:> .\n\n:a :b (\n    1\n    [] () ) ; :c [\n        :d 1 ;\n"
        "        :e 2\n    ] .\n",
    ),
    "a paragraph of several lines stands apart": (
        "@prefix : <urn:x:> .\n\n:a :b 1 .\n:c :d 1 .\n:e :f 1 ;\n    :g 2 .\n:h :i 1 .\n",
        "@prefix : <urn:x:> .\n\n:a :b 1 .\n:c :d 1 .\n\n:e :f 1 ;\n    :g 2 .\n\n:h :i 1 .\n",
    ),
}


@pytest.mark.parametrize("name", LAYOUTS)
def test_a_text_is_laid_out_as_people_would(name):
    """Worked by hand: what goes in, and what is to come out."""
    text, wanted = LAYOUTS[name]

    assert laid_out(text) == wanted


def test_properties_on_a_line_that_is_too_long_get_a_line_each():
    """150 columns are more than fit; three properties then take three lines."""
    text = f'<urn:a> <urn:b> 1 ; <urn:c> "{"x" * 120}" ; <urn:d> 2 .\n'

    assert laid_out(text).splitlines() == [
        "<urn:a> <urn:b> 1 ;",
        f'    <urn:c> "{"x" * 120}" ;',
        "    <urn:d> 2 .",
    ]


def test_line_ends_stay_what_most_of_them_are():
    """A file from Windows stays one, also where one line was added elsewhere."""
    text = "@prefix : <urn:x:> .\r\n:a   :b 1 ;\r\n :c 2 .\n# end"

    out = laid_out(text)

    assert out == "@prefix : <urn:x:> .\r\n\r\n:a :b 1 ;\r\n    :c 2 .\r\n# end\r\n"


def test_texts_over_several_lines_keep_every_byte():
    """Line ends and spaces within a quoted text belong to the text."""
    text = '<urn:a> <urn:b> """one  \r\n   two\n\n\n  three""" .\n'

    assert laid_out(text) == text


def test_a_text_with_syntax_errors_is_not_touched():
    """What cannot be read cannot be proved to stay the same."""
    with pytest.raises(ValueError, match="syntax errors"):
        format_turtle(read_turtle("<urn:a> <urn:b>", "x.ttl"))


@pytest.mark.parametrize("defect", ["lost", "split", "merged", "comment"])
def test_a_defect_of_the_layout_is_found_before_anything_is_written(monkeypatch, defect):
    """The proof is no formality: a layout that drops or alters something is refused."""
    whole = formatting._Layout.text
    broken = {
        "lost": lambda text: text.replace(" , 2", ""),
        "split": lambda text: text.replace("_:x", "_:y", 1),
        "merged": lambda text: text.replace("_:z", "_:x"),
        "comment": lambda text: text.replace(" # why", ""),
    }[defect]
    monkeypatch.setattr(formatting._Layout, "text", lambda self: broken(whole(self)))
    document = read_turtle("<urn:a> <urn:b> 1 , 2 . # why\n_:x <urn:b> _:x , _:z .\n", "x.ttl")

    with pytest.raises(DiffersError):
        format_turtle(document)


def test_oxigraph_reads_what_was_laid_out():
    """Numbers before a full stop are set off, so that no reader takes them for one word."""
    out = laid_out("@prefix e: <urn:e:> . <urn:a> <urn:b> 1.e:x e:y 2 .")

    assert len(list(pyoxigraph.parse(out.encode(), format=pyoxigraph.RdfFormat.TURTLE))) == 2
