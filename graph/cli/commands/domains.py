"""``loopmap domains``: which domains talk back as code does, and what that would give."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

import click

from graph.cli.against import Beside, show_beside
from graph.cli.commands.question import question_options
from graph.cli.offers import offers
from graph.cli.options import StudyOptions, build_study, gather
from graph.cli.output import show
from graph.errors import UsageError
from graph.files import shipped_ontology_as_seen_from_here
from graph.loop.names import nearest
from graph.model import LoopModel
from graph.ontology.inputs import STDIN
from graph.questions import question_named
from graph.questions.domains.answer import Domains
from graph.reports.domains import domains_report
from graph.reports.one_domain import domain_report, new_domains_report
from graph.reports.report import Report

_QUESTION = question_named("domains")


@click.command(_QUESTION.name, help=_QUESTION.description)
@click.argument("name", metavar="[DOMAIN]", required=False, shell_complete=offers("domains"))
@question_options(_QUESTION)
@click.option(
    "--new",
    default=None,
    metavar="FILE",
    shell_complete=offers("files"),
    help="Rank the domains of a Turtle file of your own among those of the map.",
)
@click.option(
    "--weight",
    "weights",
    multiple=True,
    metavar="PROPERTY=NUMBER",
    help="Fix the weights: this property so much, all not named 1. Without it they are drawn "
    "evenly.",
)
def command(
    name: str | None,
    new: str | None,
    exponent: float,
    weights: tuple[str, ...],
    against: str | None,
    out: Path | None,
    **values: Any,
) -> None:
    """Print where the domains stand, or one of them, or those of a file."""
    options = gather(values)
    study = build_study(_with_file(options, new) if new else options)
    label = (STDIN if new == "-" else new) if new else None
    if label is not None:
        _refuse_without_domain(study.model, label)
    chosen = _find(study.model, name) if name else None
    # NumPy, which it needs, takes longer to load than a shell may wait at the Tab key.
    from graph.questions.domains.compute import domains

    ask = partial(
        domains,
        draws=options.draws,
        seed=options.seed,
        exponent=exponent,
        weights=_weights(weights),
        new_file=label,
    )
    if chosen is not None:
        report: Callable[[Domains], Report] = partial(domain_report, identifier=chosen)
    else:
        report = new_domains_report if new else domains_report
    if against is not None:
        with_file = _with_file(options, new) if new else options
        beside = Beside(_QUESTION, with_file, against, ask, report, _QUESTION.table)
        show_beside(beside, study, out)
        return
    show(ask(study), options.display, report, _QUESTION.table, out)


def _with_file(options: StudyOptions, new: str) -> StudyOptions:
    if os.path.isdir(new):
        raise UsageError(f"{new} is a folder. Name the file with your domain.")
    base = options.ontology or (str(shipped_ontology_as_seen_from_here()),)
    return replace(options, ontology=(*base, new))


def _refuse_without_domain(model: LoopModel, label: str) -> None:
    if any(item.place and item.place.file == label for item in model.domains.values()):
        return
    raise UsageError(
        f"{label} defines no domain. Write one: :my-domain a loop:Domain ; and its scores as "
        "loop:Evidence about it; the files ontology/evidence/domain-scores-*.ttl show how."
    )


def _find(model: LoopModel, name: str) -> str:
    wanted = name.strip()
    if wanted in model.domains:
        return wanted
    by_label = {item.label.casefold(): item.id for item in model.domains.values()}
    if wanted.casefold() in by_label:
        return by_label[wanted.casefold()]
    near = nearest(wanted.casefold(), model.domains, by_label)
    raise UsageError(f"There is no domain '{name}' on the map.{near}")


def _weights(texts: tuple[str, ...]) -> dict[str, float] | None:
    found = {}
    for text in texts:
        name, equals, number = text.partition("=")
        try:
            found[name.strip()] = float(number)
        except ValueError:
            equals = ""
        if not equals:
            raise UsageError(
                f"'{text}' is not of the form PROPERTY=NUMBER, for example verifiable=2."
            )
    return found or None
