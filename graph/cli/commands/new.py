"""``loopmap new``: every paragraph that a new thing needs, where its like stands."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any, TypeVar

import click

from graph.cli.editing import ask_for, paths_of, tell, write, writing_options
from graph.editing import new_groups, new_things
from graph.editing.map_text import editing
from graph.editing.new_groups import supposed_from
from graph.editing.set_value import Grounds
from graph.editing.writer import Writer

Decorated = TypeVar("Decorated", bound=Callable[..., Any])

_GROUNDS = (
    click.option("--low", metavar="NUMBER", help="Lower end of the interval."),
    click.option("--high", metavar="NUMBER", help="Upper end of the interval."),
    click.option("--reasoning", metavar="TEXT", help="Why it is so."),
)
_FILE = click.option("--file", metavar="FILE", help="Where to write, instead of where its like is.")
_NAMED = (
    click.option("--label", metavar="TEXT", help="What people call it."),
    click.option("--definition", metavar="TEXT", help="What it is, in one sentence."),
)


def _options(*options: Callable[[Any], Any]) -> Callable[[Decorated], Decorated]:
    def decorate(function: Decorated) -> Decorated:
        for option in reversed((*options, _FILE)):
            function = option(function)
        return writing_options(function)

    return decorate


def write_new(
    title: str, values: dict[str, Any], make: Callable[[Writer], tuple[str, ...] | None]
) -> None:
    """Write what ``make`` notes, and list what is left to reason about."""
    ontology = values["ontology"]
    with editing(paths_of(ontology)) as text:
        writer = Writer(text, date.today().isoformat(), values["file"])
        notes = make(writer) or ()
        outcome = write(text, f"new {title}", dry_run=values["dry_run"], notes=notes)
    tell(outcome, ontology, show_diff=values["show_diff"])
    todo = outcome.edit.left_to_write
    if todo:
        left = "1 text is" if todo == 1 else f"{todo} texts are"
        click.echo(f"{left} left to write; `loopmap check` lists them.", err=True)


@click.group("new")
def command() -> None:
    """Write every paragraph that a new thing needs.

    What is missing is asked at a terminal. What is left to reason about is written as a text that
    begins with "TODO: ", which `loopmap check` lists.
    """


@command.command("component")
@click.argument("name")
@_options(
    click.option("--family", metavar="NAME", help="direction, data, coding, review, infra, evals."),
    click.option("--days", metavar="NUMBER", help="Days per generation, or round, without AI."),
    click.option("--rounds-of", metavar="DRIVER", help="The driver that counts its rounds."),
    click.option("--after", multiple=True, metavar="NAME", help="What it waits for; may repeat."),
    click.option("--before", multiple=True, metavar="NAME", help="What waits for it; may repeat."),
    click.option("--phase", metavar="NAME", help="decide, design, build, run, analyze, ..."),
    *_NAMED,
    *_GROUNDS,
)
def component(name: str, **values: Any) -> None:
    """Write a component, its days, and who waits for whom."""
    needed = (
        ("family", "its family: direction, data, coding, review, infra or evals"),
        ("phase", "its phase: decide, design, build, run, analyze or communicate"),
        ("days", "calendar days per generation (per round with --rounds-of) without AI"),
        ("after", "what it waits for"),
        ("before", "what waits for it"),
    )
    values = ask_for(needed, values)
    names = ("family", "days", "rounds_of", "after", "before", "phase", "label", "definition")
    given = {key: values[key] for key in names}
    item = new_things.NewComponent(name, **given, grounds=Grounds.among(values))
    write_new(f"component {name}", values, lambda writer: new_things.new_component(writer, item))


@command.command("dependency")
@click.argument("source", metavar="FROM")
@click.argument("target", metavar="TO")
@_options(
    click.option("--kind", default="gates", show_default=True, metavar="NAME", help="Its kind."),
    click.option("--lag", metavar="NUMBER", help="How many generations back the input may be."),
    click.option("--reason", metavar="TEXT", help="Why it is there."),
    click.option("--name", metavar="NAME", help="Its name; else FROM-KIND-TO."),
    *_GROUNDS,
)
def dependency(source: str, target: str, **values: Any) -> None:
    """Write a dependency: TO waits for FROM."""
    given = {key: values[key] for key in ("kind", "lag", "reason", "name")}
    item = new_things.NewDependency(source, target, **given, grounds=Grounds.among(values))
    title = f"dependency {source} {target}"
    write_new(title, values, lambda writer: new_things.new_dependency(writer, item))


@command.command("evidence", context_settings={"ignore_unknown_options": True})
@click.argument("target", metavar="THING.metric")
@click.argument("value", metavar="VALUE")
@_options(
    *_GROUNDS,
    click.option("--level", metavar="NUMBER", help="What the interval covers; else 0.9."),
    click.option("--source", metavar="NAME", help="The source; without one it is an assumption."),
    click.option("--grade", metavar="NAME", help="The design of the study, such as survey."),
    click.option("--as-of", metavar="DATE", help="What time it is of; else this month."),
    click.option("--setting", metavar="NAME", help="Whose loop it is about."),
    click.option("--notion", metavar="NAME", help="Which acceleration is meant."),
    click.option("--quote", metavar="TEXT", help="The source's own words, at most 25 of them."),
    click.option("--name", metavar="NAME", help="Its name."),
)
def evidence(target: str, value: str, **values: Any) -> None:
    """Write one number about one thing."""
    item = new_things.NewEvidence(target, value, values["name"], Grounds.among(values))
    write_new(f"evidence {target}", values, lambda writer: new_things.new_evidence(writer, item))


@command.command("source")
@click.argument("name")
@_options(
    click.option("--title", metavar="TEXT", help="The title of the document."),
    click.option("--publisher", metavar="TEXT", help="Who published it."),
    click.option("--issued", metavar="DATE", help="When: 2026, 2026-08 or 2026-08-15."),
    click.option("--address", metavar="URL", help="Where it can be found."),
    click.option("--creator", multiple=True, metavar="TEXT", help="Who wrote it; may repeat."),
)
def source(name: str, **values: Any) -> None:
    """Write a source."""
    needed = tuple((key, f"its {key}") for key in ("title", "publisher", "issued", "address"))
    values = ask_for(needed, values)
    keys = ("title", "publisher", "issued", "address", "creator")
    item = new_things.NewSource(name, **{key: values[key] for key in keys})
    write_new(f"source {name}", values, lambda writer: new_things.new_source(writer, item))


@command.command("domain")
@click.argument("name")
@_options(
    *_NAMED,
    click.option("--exercises", multiple=True, metavar="SKILL", help="May repeat."),
    click.option("--channel", "channels", multiple=True, metavar="NAME", help="May repeat."),
    click.option("--serves", multiple=True, metavar="COMPONENT", help="May repeat."),
    click.option("--score", "scores", multiple=True, metavar="PROPERTY=0..4", help="May repeat."),
    click.option("--rating", metavar="SOURCE", help="The source of the scores."),
)
def domain(name: str, **values: Any) -> None:
    """Write a domain and the scores that are known."""
    needed = (("channel", "how it talks back: a feedback channel of the map"),)
    values = ask_for(needed, {**values, "channel": values["channels"]})
    values["channels"] = values["channel"]
    keys = ("label", "definition", "exercises", "channels", "serves", "scores", "rating")
    item = new_groups.NewDomain(name, **{key: values[key] for key in keys})
    write_new(f"domain {name}", values, lambda writer: new_groups.new_domain(writer, item))


@command.command("loop")
@click.argument("name")
@_options(
    *_NAMED,
    click.option("--through", multiple=True, metavar="COMPONENT", help="In order; repeat it."),
)
def loop(name: str, **values: Any) -> None:
    """Write a feedback loop that people have a name for."""
    values = ask_for((("through", "the components it passes through, in order"),), values)
    keys = ("through", "label", "definition")
    item = new_groups.NewLoop(name, **{key: values[key] for key in keys})
    write_new(f"loop {name}", values, lambda writer: new_groups.new_loop(writer, item))


@command.command("scenario")
@click.argument("name")
@_options(
    *_NAMED,
    click.option("--set", "assignments", multiple=True, metavar="NAME.metric=VALUE"),
)
def scenario(name: str, **values: Any) -> None:
    """Write a scenario in a file of its own."""
    values = ask_for((("set", "a number that it supposes, NAME.metric=VALUE"),), {
        **values, "set": values["assignments"],
    })  # fmt: skip
    supposed = tuple(supposed_from(one) for one in values["set"])
    item = new_groups.NewScenario(name, supposed, values["label"], values["definition"])
    write_new(f"scenario {name}", values, lambda writer: new_groups.new_scenario(writer, item))
