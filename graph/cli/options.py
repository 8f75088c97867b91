"""The options that every question takes, and the study they describe."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterable
from dataclasses import fields
from typing import Any, TypeVar

import click

from graph.cli.colour import echo_finding
from graph.cli.offers import offers
from graph.cli.output import Display, display_options, gather_display
from graph.cli.workers import sent_to_workers
from graph.errors import Problem, Severity
from graph.files import shipped_ontology_as_seen_from_here
from graph.loop.study import Study, study_of
from graph.model import LoopModel
from graph.ontology.neighbours import TOLD_EVERYWHERE
from graph.ontology.read_cache import read_cached
from graph.questions.question import DEFAULT_DRAWS
from graph.records import record

Decorated = TypeVar("Decorated", bound=Callable[..., Any])


@record
class StudyOptions:
    """The options as typed.

    Attributes:
        ontology: files and folders; empty means the shipped map.
        setting: whose loop.
        as_of: a date, or ``None`` for the newest evidence.
        scenarios: names or files of scenarios.
        assignments: texts of the form ``NAME.metric=VALUE``.
        evidence_only: whether our own judgements of speed-ups are left out.
        prior: whether draws are not weighed by the gaps between releases.
        seed: of the random draws.
        draws: how many; 0 for the central estimate alone.
        display: how the answer is printed.
    """

    ontology: tuple[str, ...]
    setting: str
    as_of: str | None
    scenarios: tuple[str, ...]
    assignments: tuple[str, ...]
    evidence_only: bool
    prior: bool
    seed: int
    draws: int
    display: Display


_STUDY_OPTIONS = (
    click.option(
        "--ontology",
        "-o",
        multiple=True,
        metavar="PATH",
        shell_complete=offers("files"),
        help="A Turtle file or a folder of them; - for standard input. May be given several times. "
        "Without it the shipped map is used.",
    ),
    click.option(
        "--setting",
        default="",
        metavar="NAME",
        shell_complete=offers("settings"),
        help="Whose loop: frontier-lab, industry or open-source; without it the map's own, else "
        "frontier-lab.",
    ),
    click.option(
        "--as-of",
        default=None,
        metavar="DATE",
        help="Use only what was known then: 2024, 2024-06 or 2024-06-30. Days without AI that "
        "nobody had written down yet are taken as known today.",
    ),
    click.option(
        "--scenario",
        "scenarios",
        multiple=True,
        metavar="NAME|FILE",
        shell_complete=offers("scenarios"),
        help="Suppose what a scenario says: its name on the map, or a Turtle file (*.ttl) of your "
        "own. May be given several times.",
    ),
    click.option(
        "--set",
        "assignments",
        multiple=True,
        metavar="NAME.metric=VALUE",
        shell_complete=offers("suppositions"),
        help="Suppose one number, for example code-review.speedup=3. May be given several times.",
    ),
    click.option(
        "--evidence-only",
        is_flag=True,
        help="Leave out our own judgements of what AI speeds up; take what others observed alone.",
    ),
    click.option(
        "--prior",
        is_flag=True,
        help="Take the runs as they are, before they are weighed by the gaps between releases "
        "that were seen.",
    ),
    click.option(
        "--seed",
        default=0,
        show_default=True,
        help="Of the random numbers; another gives other runs.",
        type=click.IntRange(min=0),
    ),
)


def study_options(
    draws: int = DEFAULT_DRAWS, *, with_format: bool = True
) -> Callable[[Decorated], Decorated]:
    """Give a command the options of a study.

    Args:
        draws: how many are drawn unless somebody asks otherwise.
        with_format: whether it also takes how the answer is printed.
    """
    of_draws = click.option(
        "--draws",
        default=draws,
        show_default=True,
        type=click.IntRange(0, 1_000_000),
        help="How many runs, with the numbers varied; 0 for one at central numbers.",
    )

    def decorate(function: Decorated) -> Decorated:
        function = sent_to_workers(function)
        if with_format:
            function = display_options(function)
        for option in (of_draws, *reversed(_STUDY_OPTIONS)):
            function = option(function)
        return function

    return decorate


def gather(values: dict[str, Any]) -> StudyOptions:
    """Return the study options from what click parsed, leaving the command's own in ``values``."""
    display = gather_display(values) if "format_" in values else Display()
    names = [item.name for item in fields(StudyOptions) if item.name != "display"]
    return StudyOptions(**{name: values.pop(name) for name in names}, display=display)


def read_model(paths: tuple[str, ...]) -> LoopModel:
    """Read the files named, or the shipped map, and show what is odd on standard error."""
    model = read_cached(paths or (shipped_ontology_as_seen_from_here(),), stdin=sys.stdin)
    show_notices(model.notices)
    return model


def show_notices(notices: Iterable[Problem]) -> None:
    """Show what is odd about a map on standard error."""
    for notice in notices:
        if notice.severity is not Severity.ADVICE or notice.code in TOLD_EVERYWHERE:
            echo_finding(str(notice), err=True)


def build_study(options: StudyOptions) -> Study:
    """Return the study that the options describe.

    Raises:
        UsageError: a setting, date, scenario or assignment makes no sense.
    """
    files = tuple(name for name in options.scenarios if is_file(name))
    names = dict.fromkeys(options.scenarios)
    if files:
        from graph.ontology.reading import read_with_scenarios

        paths = options.ontology or (shipped_ontology_as_seen_from_here(),)
        found = read_with_scenarios(paths, files, stdin=sys.stdin)
        model = found.model
        show_notices(model.notices)
        of_file = dict(zip(files, found.scenario_ids, strict=True))
        names = dict.fromkeys(of_file.get(name, name) for name in options.scenarios)
    else:
        model = read_model(options.ontology)
    return study_on(model, options, names)


def study_on(model: LoopModel, options: StudyOptions, scenarios: Iterable[str]) -> Study:
    """Return the study that the options describe of a map that was read.

    Args:
        model: the map.
        options: what else is said of the study.
        scenarios: by their names on the map.

    Raises:
        UsageError: a setting, date, scenario or assignment makes no sense.
    """
    return study_of(
        model,
        setting=options.setting,
        as_of=options.as_of,
        scenario=scenarios,
        suppose=options.assignments,
        evidence_only=options.evidence_only,
        prior=options.prior,
    )


def is_file(name: str) -> bool:
    """Return whether a file is meant by what was typed for a scenario, and no name on the map."""
    # A name on the map holds neither of these, so a file that is called like one is not meant.
    return name.lower().endswith(".ttl") or os.sep in name
