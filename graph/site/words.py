"""The page that lists every word of the ontology, made from its files."""

from __future__ import annotations

from pathlib import Path

from rdflib import RDF, RDFS, Graph, Namespace, URIRef
from rdflib.namespace import OWL, SKOS
from rdflib.term import Node

from graph.records import record
from graph.reports.glossary import GLOSSARY

_LOOP = Namespace("https://w3id.org/loopmap#")
#: Files with words; the others hold facts.
_FILES = ("loop.ttl", "terms.ttl", "metrics.ttl")


@record(slots=False)
class _Group:
    title: str
    says: str
    kinds: tuple[URIRef, ...]


_GROUPS = (
    _Group("Classes", "What a thing on the map can be: `:coding a loop:Coding`.", (OWL.Class,)),
    _Group(
        "Properties",
        "What can be said of a thing, in its paragraph.",
        (OWL.ObjectProperty, OWL.DatatypeProperty, OWL.AnnotationProperty),
    ),
    _Group("Metrics", "What is measured; on the command line by its short name.", (_LOOP.Metric,)),
    _Group("Grades of evidence", "How a number came about, the best first.", (_LOOP.Grade,)),
    _Group("Settings", "Whose loop is asked about.", (_LOOP.Setting,)),
    _Group("Kinds of dependency", "What a dependency means.", (_LOOP.Kind,)),
)


def words_page(ontology: Path) -> str:
    """Return the page, in Markdown.

    Args:
        ontology: the folder of the shipped map.
    """
    graph = Graph()
    for name in _FILES:
        graph.parse(ontology / name, format="turtle")
    sections = [
        "# Words\n",
        _of_answers(),
        "Every word that the files of a map may use, with the sentence that the ontology itself "
        "gives of it. They stand in `ontology/loop.ttl`, `terms.ttl` and `metrics.ttl`.\n",
    ]
    for group in _GROUPS:
        sections.append(_section(graph, group))
    return "\n".join(sections)


def _of_answers() -> str:
    """Return the few words that the answers use beside the plain ones."""
    rows = [
        f"| {term.word} | {_plain(term.meaning)} | {_plain(term.more)} |"
        for term in sorted(GLOSSARY, key=lambda term: term.word.casefold())
    ]
    head = "| word | means | more |\n| --- | --- | --- |"
    says = "All that a reader of the answers has to know; `loopmap glossary` prints them."
    return f"## Of the answers\n\n{says}\n\n{head}\n" + "\n".join(rows) + "\n\n## Of the files\n"


def _plain(text: str) -> str:
    return text.replace("|", "\\|").replace("<", "&lt;")


def _section(graph: Graph, group: _Group) -> str:
    found = sorted(
        {
            subject
            for kind in group.kinds
            for subject in graph.subjects(RDF.type, kind)
            if str(subject).startswith(str(_LOOP))
        },
        key=str,
    )
    rows = [
        f"| `{_short(graph, word)}` | {_label(graph, word)} | {_says(graph, word)} |"
        for word in found
    ]
    head = "| word | means | definition |\n| --- | --- | --- |"
    return f"### {group.title}\n\n{group.says}\n\n{head}\n" + "\n".join(rows) + "\n"


def _short(graph: Graph, word: Node) -> str:
    notation = graph.value(word, SKOS.notation)
    name = f"loop:{str(word).removeprefix(str(_LOOP))}"
    return f"{notation}` `{name}" if notation else name


def _label(graph: Graph, word: Node) -> str:
    return _cell(graph.value(word, RDFS.label))


def _says(graph: Graph, word: Node) -> str:
    return _cell(graph.value(word, SKOS.definition) or graph.value(word, RDFS.comment))


def _cell(text: Node | None) -> str:
    said = "" if text is None else " ".join(str(text).split())
    return said.replace("|", "\\|").replace("<", "&lt;")
