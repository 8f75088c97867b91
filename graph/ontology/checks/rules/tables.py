"""Rules of TOML files: published models, series by month, column maps, settings of a project."""

from __future__ import annotations

from graph.ontology.checks.rules.rule import Rule


def _table(code: str, what: str, wrong: str, right: str) -> Rule:
    return Rule(code, what, wrong, right, whole=False)


TABLE_RULES = (
    _table("toml-syntax", "The file is no TOML.", 'title = "Kwa', 'title = "Kwa"'),
    _table(
        "toml-merge-marker",
        "A line is left from a merge.",
        "<<<<<<< HEAD\nreturns = 1.4\n=======\nreturns = 1.5\n>>>>>>> other",
        "returns = 1.4",
    ),
    _table(
        "toml-kind-unknown",
        "A TOML file is none of those that loopmap reads.",
        "numbers.toml with tables that nothing reads",
        "presets/kwa.toml, loopmap.toml, or a column map with [columns]",
    ),
    _table(
        "toml-unknown-key",
        "A key stands where nothing of that name is read.",
        'tilte = "Kwa"',
        'title = "Kwa"',
    ),
    _table(
        "toml-missing-key",
        "A key that has to be there is missing.",
        "[stocks.software]",
        '[stocks.software]\ngrowth = "effort"',
    ),
    _table(
        "toml-wrong-type",
        "A value is of another type than its key takes.",
        'step = "a month"',
        "step = 0.1",
    ),
    _table(
        "toml-word-unknown",
        "A key takes one of a few words, and this is none of them.",
        'fail-on = "errors"',
        'fail-on = "error"',
    ),
    _table(
        "preset-name",
        "A name is used twice, or cannot stand in a formula.",
        "[parameters]\nbeta-1 = 2",
        "[parameters]\nbeta_1 = 2",
    ),
    _table(
        "preset-unknown-name",
        "A formula names what the preset does not define.",
        'growth = "efort"',
        'growth = "effort"',
    ),
    _table(
        "preset-formula",
        "A formula cannot be read or computed.",
        'growth = "2 *"',
        'growth = "2 * effort"',
    ),
    _table(
        "preset-range",
        "A number of a preset lies outside what makes sense.",
        "step = 0",
        "step = 0.1",
    ),
    _table(
        "preset-correlation",
        "A correlation joins what is not drawn, or is no correlation.",
        "rank = 1.5",
        "rank = 0.5",
    ),
    _table(
        "preset-measure",
        "A published number says two things at once, or none.",
        "Two moments for one number.",
        "One moment for one number.",
    ),
    _table(
        "preset-address",
        "The address of a source is no web address.",
        'address = "example.org"',
        'address = "https://example.org/paper"',
    ),
    _table(
        "preset-quote",
        "A quote is longer than a pointer to a passage.",
        "A quote of a whole paragraph.",
        "A quote of at most 25 words.",
    ),
    _table(
        "preset-run",
        "The numbers of a preset make no run.",
        "A formula that divides by zero during the run.",
        "The same formula over numbers that are above zero.",
    ),
    _table(
        "series-month",
        "A month of a series is not written as year and month.",
        'month = "March 2026"',
        'month = "2026-03"',
    ),
    _table(
        "series-order",
        "The months of a series are not in order, each once.",
        'months = [{month = "2026-03", value = 1}, {month = "2026-02", value = 1}]',
        'months = [{month = "2026-02", value = 1}, {month = "2026-03", value = 1}]',
    ),
    _table(
        "series-interval",
        "A value of a series lies outside its own interval.",
        "value = 3\nlow = 4\nhigh = 5",
        "value = 4.5\nlow = 4\nhigh = 5",
    ),
    _table(
        "series-share",
        "A value of a series is more than the whole.",
        "per = 100\nvalue = 236.2",
        "per = 100\nvalue = 23.62",
    ),
    _table(
        "attribution-word",
        "A rule on who had a part in a change uses a word that there is not.",
        'role = "writer"',
        'role = "author"',
    ),
    _table(
        "attribution-empty",
        "A rule on who had a part in a change says nothing, or fits every change.",
        'match = [""]',
        'match = ["Co-authored-by: Some Model"]',
    ),
)
