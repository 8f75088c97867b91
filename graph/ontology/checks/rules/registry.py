"""All rules in one table, looked up by code."""

from __future__ import annotations

from graph.errors import UsageError
from graph.ontology.checks.rules.dates import DATE_RULES
from graph.ontology.checks.rules.files import FILE_RULES
from graph.ontology.checks.rules.literals import LITERAL_RULES
from graph.ontology.checks.rules.meaning import (
    EVIDENCE_RULES,
    LIST_RULES,
    VALUE_RULES,
)
from graph.ontology.checks.rules.relations import RELATION_RULES
from graph.ontology.checks.rules.rule import Rule
from graph.ontology.checks.rules.structure import STRUCTURE_RULES
from graph.ontology.checks.rules.syntax import SYNTAX_RULES
from graph.ontology.checks.rules.tables import TABLE_RULES
from graph.ontology.checks.rules.words import WORD_RULES
from graph.ontology.names import did_you_mean, nearest

#: Every rule, by what it is about.
RULES: dict[str, tuple[Rule, ...]] = {
    "Files": FILE_RULES,
    "Syntax": (*SYNTAX_RULES, *LITERAL_RULES),
    "Words and names": WORD_RULES,
    "Values": VALUE_RULES,
    "Dates and intervals": DATE_RULES,
    "Evidence and sources": EVIDENCE_RULES,
    "Components, dependencies, loops": STRUCTURE_RULES,
    "Lists, scenarios, definitions": LIST_RULES,
    "Names and relations": RELATION_RULES,
    "TOML files": TABLE_RULES,
}
BY_CODE = {rule.code: rule for rules in RULES.values() for rule in rules}


def rule_of(code: str) -> Rule:
    """Return the rule that a code stands for.

    Raises:
        UsageError: there is none of that code; the nearest are named.

    >>> rule_of("lag-0-cycle").level.value
    'error'
    """
    if code not in BY_CODE:
        near = did_you_mean(nearest(code, BY_CODE))
        raise UsageError(
            f"there is no rule {code}. {near}ontology/README.md lists every rule of check."
        )
    return BY_CODE[code]


def explained(rule: Rule) -> str:
    """Return a rule with its examples as text.

    >>> print(explained(rule_of("syntax-missing-dot")))
    syntax-missing-dot (error): A statement has no full stop at its end.
    <BLANKLINE>
    Wrong:
        :review a loop:Review
    <BLANKLINE>
    Right:
        :review a loop:Review .
    """
    parts = [f"{rule.code} ({rule.level.value}): {rule.what}"]
    for head, example in (("Wrong", rule.wrong), ("Right", rule.right)):
        lines = [f"    {line}".rstrip() for line in example.rstrip().split("\n")]
        parts += ["", f"{head}:", *lines]
    return "\n".join(parts)
