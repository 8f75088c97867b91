"""Where terms stand, and how relative addresses are completed."""

import pytest

from graph.turtle import terms
from graph.turtle.reading import read_turtle

TEXT = """\
@prefix : <urn:x:> .
:a :b 1 ;
   :c "x"@en, [ :d ( :e 2 ) ] .
"""


def test_every_triple_knows_line_and_column_of_its_terms():
    """Subject, property and value are found again, also within brackets and lists."""
    document = read_turtle(TEXT, "map.ttl")

    def at(offset):
        place = document.place(offset)
        return place.line, place.column

    places = [(at(t.subject_at), at(t.predicate_at), at(t.object_at)) for t in document.triples]
    assert places == [
        ((2, 1), (2, 4), (2, 7)),  # :a :b 1
        ((2, 1), (3, 4), (3, 7)),  # :a :c "x"@en
        ((2, 1), (3, 4), (3, 15)),  # :a :c [
        ((3, 15), (3, 17), (3, 20)),  # [ :d (
        ((3, 20), (3, 22), (3, 22)),  # the list begins with :e
        ((3, 20), (3, 25), (3, 25)),  # and goes on
        ((3, 25), (3, 25), (3, 25)),  # with 2
        ((3, 25), (3, 27), (3, 27)),  # and ends
    ]


def test_the_prefixes_of_the_file_are_kept():
    """The last declaration of a prefix counts, as it does for what follows."""
    text = "@prefix a: <urn:1> . @prefix b: <urn:2> . PREFIX a: <urn:3>"
    assert read_turtle(text, "x.ttl").prefixes == {"a": "urn:3", "b": "urn:2"}


# RFC 3986, section 5.4, with the base http://a/b/c/d;p?q.
PUBLISHED = {
    "g:h": "g:h",
    "g": "http://a/b/c/g",
    "./g": "http://a/b/c/g",
    "g/": "http://a/b/c/g/",
    "/g": "http://a/g",
    "//g": "http://g",
    "?y": "http://a/b/c/d;p?y",
    "g?y": "http://a/b/c/g?y",
    "#s": "http://a/b/c/d;p?q#s",
    "g#s": "http://a/b/c/g#s",
    "g?y#s": "http://a/b/c/g?y#s",
    ";x": "http://a/b/c/;x",
    "g;x": "http://a/b/c/g;x",
    "g;x?y#s": "http://a/b/c/g;x?y#s",
    "": "http://a/b/c/d;p?q",
    ".": "http://a/b/c/",
    "./": "http://a/b/c/",
    "..": "http://a/b/",
    "../": "http://a/b/",
    "../g": "http://a/b/g",
    "../..": "http://a/",
    "../../": "http://a/",
    "../../g": "http://a/g",
    "../../../g": "http://a/g",
    "../../../../g": "http://a/g",
    "/./g": "http://a/g",
    "/../g": "http://a/g",
    "g.": "http://a/b/c/g.",
    ".g": "http://a/b/c/.g",
    "g..": "http://a/b/c/g..",
    "..g": "http://a/b/c/..g",
    "./../g": "http://a/b/g",
    "./g/.": "http://a/b/c/g/",
    "g/./h": "http://a/b/c/g/h",
    "g/../h": "http://a/b/c/h",
    "g;x=1/./y": "http://a/b/c/g;x=1/y",
    "g;x=1/../y": "http://a/b/c/y",
    "g?y/./x": "http://a/b/c/g?y/./x",
    "g?y/../x": "http://a/b/c/g?y/../x",
    "g#s/./x": "http://a/b/c/g#s/./x",
    "g#s/../x": "http://a/b/c/g#s/../x",
    "http:g": "http:g",
}


@pytest.mark.parametrize(("reference", "target"), PUBLISHED.items())
def test_completes_addresses_as_the_standard_shows(reference, target):
    """The examples of the standard come out as printed there."""
    assert terms.resolve(reference, "http://a/b/c/d;p?q") == target
    text = f"@base <http://a/b/c/d;p?q> . <urn:s> <urn:p> <{reference}> ."
    assert read_turtle(text, "x.ttl").triples[0].object == target


def test_an_address_without_a_path_as_base():
    """The path of a base that has none is the root."""
    assert terms.resolve("g", "http://a") == "http://a/g"
    assert terms.resolve("?x", "http://a") == "http://a?x"


def test_a_given_base_counts_until_the_text_declares_another():
    """The caller's base completes the first address, the file's own the second."""
    text = "<a> <urn:p> 1 . @base <http://y/> . <a> <urn:p> 1 ."
    document = read_turtle(text, "x.ttl", base="http://x/")
    assert [t.subject for t in document.triples] == ["http://x/a", "http://y/a"]


def test_without_a_base_a_relative_address_is_a_problem():
    """Nothing is made up from the name of the file."""
    (problem,) = read_turtle("<urn:a> <urn:b> <code-review> .", "x.ttl").problems
    assert problem.code == "syntax-relative-iri"
    assert "`<code-review>`" in problem.message
