"""The explorer, one module a page; ``PAGES`` lists them in the order of the navigation."""

from __future__ import annotations

from graph.records import record


@record
class PageEntry:
    """Where a page is defined; its module is imported only when the page is opened.

    Attributes:
        name: the word in its address.
        title: the word in the navigation.
        module: the module in this package that defines ``show``, a function without arguments.
        icon: a ExportSource symbol, as Streamlit names it.
    """

    name: str
    title: str
    module: str
    icon: str


PAGES: tuple[PageEntry, ...] = (
    PageEntry("loop", "The loop", "loop_page", ":material/all_inclusive:"),
    PageEntry("story", "In five steps", "story_page", ":material/route:"),
    PageEntry("component", "Component", "component_page", ":material/center_focus_strong:"),
    PageEntry("scenarios", "Scenarios", "scenarios_page", ":material/call_split:"),
    PageEntry("compare", "Compare", "compare_page", ":material/compare:"),
    PageEntry("next", "What next", "next_page", ":material/timeline:"),
    PageEntry("growth", "Growth", "growth_page", ":material/trending_up:"),
    PageEntry("domains", "Domains", "domains_page", ":material/grid_on:"),
    PageEntry("answers", "Answers", "answers_page", ":material/forum:"),
    PageEntry("evidence", "Evidence", "evidence_page", ":material/fact_check:"),
    PageEntry("ontology", "Ontology", "ontology_page", ":material/account_tree:"),
    PageEntry("build", "Build", "build_page", ":material/construction:"),
    PageEntry("method", "Method", "method_page", ":material/menu_book:"),
)

#: Names that pages had before, and those they have now: links that were sent still lead there.
OLD_NAMES = {"timeline": "next"}
