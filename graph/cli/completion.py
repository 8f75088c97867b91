"""What a shell offers at the Tab key: names of the map, beside click's own commands and options.

Nothing is ever printed or raised here: where a map cannot be read, nothing is offered.
"""

from __future__ import annotations

import contextlib
import io
from collections.abc import Callable, Iterable, Iterator
from typing import TYPE_CHECKING, Any

import click
from click.shell_completion import (
    BashComplete,
    CompletionItem,
    ZshComplete,
    add_completion_class,
)

if TYPE_CHECKING:
    from graph.model import LoopModel

#: The answers that ``explain`` knows beside the things of a map.
_ANSWERS = ("period", "pace", "ceiling", "r-loop")

#: A name, and what it is.
Named = tuple[str, str]


class _Bash(BashComplete):
    """The script of click, which adds no space after a name that goes on."""

    source_template = BashComplete.source_template.replace(
        "    return 0\n",
        '    if [[ ${#COMPREPLY[@]} -eq 1 && "${COMPREPLY[0]}" == *[=.] ]]; then\n'
        "        compopt -o nospace 2>/dev/null\n"
        "    fi\n\n"
        "    return 0\n",
    )


class _Zsh(ZshComplete):
    """Likewise."""

    source_template = ZshComplete.source_template.replace(
        "compadd -U -V unsorted -a completions",
        "compadd -U -V unsorted -S '' -a completions",
    ).replace(
        "_describe -V unsorted completions_with_descriptions -U",
        "_describe -V unsorted completions_with_descriptions -U -S ''",
    )


def register_shells() -> None:
    """Let click use the scripts of this module for bash and zsh; that for fish is its own."""
    add_completion_class(_Bash, "bash")
    add_completion_class(_Zsh, "zsh")


def offered(what: str, context: click.Context, incomplete: str) -> list[CompletionItem]:
    """Return what is offered for a word that was begun.

    Args:
        what: a key of ``OF_MAPS`` or ``OF_ALL_MAPS``; "files" leaves it to the shell, which
            knows them.
        context: of the line, with what was typed before.
        incomplete: the word as far as it is typed.
    """
    of_map, of_all = OF_MAPS.get(what), OF_ALL_MAPS.get(what)
    model = _model(context) if of_map else None
    names = of_map(model, incomplete) if of_map and model else of_all() if of_all else ()
    found = [
        CompletionItem(name, help=said or None)
        for name, said in names
        if name.startswith(incomplete)
    ]
    return found or [CompletionItem(incomplete, type="file")] * (what in WITH_FILES)


def settings(model: LoopModel, _typed: str = "") -> Iterator[Named]:
    """Yield whose loops there are."""
    return ((item.id, item.label) for item in model.settings.values())


def scenarios(model: LoopModel, _typed: str = "") -> Iterator[Named]:
    """Yield the sets of suppositions that have a name."""
    return ((item.id, item.label) for item in model.scenarios.values())


def beside(model: LoopModel, _typed: str = "") -> Iterator[Named]:
    """Yield what one answer can be held against."""
    yield from settings(model)
    yield from scenarios(model)


def domains(model: LoopModel, _typed: str = "") -> Iterator[Named]:
    """Yield the domains."""
    return ((item.id, item.label) for item in model.domains.values())


def presets() -> Iterator[Named]:
    """Yield the published models."""
    from graph.files import shipped_ontology

    folder = shipped_ontology() / "presets"
    return ((path.stem, "published model") for path in sorted(folder.glob("*.toml")))


def schools() -> Iterator[Named]:
    """Yield the ways of looking ahead."""
    yield "both", "side by side"
    yield "rates", "rates go on"
    yield "automation", "automation spreads"


def ready() -> Iterator[Named]:
    """Yield the queries that are ready."""
    from graph.rdf.ready import ready_queries

    return ((item.name, item.summary) for item in ready_queries())


def words() -> Iterator[Named]:
    """Yield the words of the glossary."""
    from graph.reports.glossary import GLOSSARY

    return ((item.word, item.meaning) for item in GLOSSARY)


def schemas() -> Iterator[Named]:
    """Yield the names of the schemas."""
    from graph.cli.schemas import schema_names

    return ((name, "") for name in schema_names())


def conditions() -> Iterator[Named]:
    """Yield on what a comparison may fail."""
    from graph.comparing.conditions import CONDITIONS

    return ((item.name + "=" * item.takes_limit, item.summary) for item in CONDITIONS)


def numbers(model: LoopModel, typed: str) -> Iterator[Named]:
    """Yield what can be set: first the names of things, then, after a full stop, their numbers."""
    from graph.loop.suppositions import settable_of

    name, stop, _ = typed.rpartition(".")
    if stop:
        yield from ((f"{name}.{metric}", "") for metric in settable_of(model, name))
        return
    for group in (model.components, model.drivers, model.dependencies):
        for key, item in group.items():
            yield f"{key}.", getattr(item, "label", "") or ""


def suppositions(model: LoopModel, typed: str) -> Iterator[Named]:
    """Yield likewise for an option that holds the value too."""
    for name, said in numbers(model, typed):
        yield (name if name.endswith(".") else f"{name}="), said


def things(model: LoopModel, typed: str) -> Iterator[Named]:
    """Yield what can be explained: the answers, things of the map, and their numbers."""
    if "." in typed:
        yield from numbers(model, typed)
        return
    yield from ((word, "an answer") for word in _ANSWERS)
    groups = (model.components, model.domains, model.drivers, model.stocks, model.skills)
    for group in groups:
        for key, item in group.items():
            yield key, getattr(item, "label", "") or ""
    for known in (model.dependencies, model.metrics, model.sources):
        yield from ((key, "") for key in known)


#: What comes from the map that the line names, given what was typed.
OF_MAPS: dict[str, Callable[[LoopModel, str], Iterable[Named]]] = {
    "settings": settings,
    "scenarios": scenarios,
    "beside": beside,
    "domains": domains,
    "numbers": numbers,
    "suppositions": suppositions,
    "things": things,
}

#: What is the same on every map.
OF_ALL_MAPS: dict[str, Callable[[], Iterable[Named]]] = {
    "presets": presets,
    "schools": schools,
    "ready": ready,
    "words": words,
    "schemas": schemas,
    "conditions": conditions,
}

#: Where a file may be meant as well, or nothing else.
WITH_FILES = frozenset({"files", "scenarios", "beside", "presets", "ready"})


def _model(context: click.Context) -> LoopModel | None:
    """Return the map that the line names, or the shipped one."""
    given: Any = context.params.get("ontology") or ()
    paths = (given,) if isinstance(given, str) else tuple(given)
    if "-" in paths:
        return None
    from graph.files import shipped_ontology_as_seen_from_here
    from graph.ontology.read_cache import read_cached

    # A map with faults is told by the command itself; at the Tab key there is nobody to tell.
    with contextlib.suppress(Exception), contextlib.redirect_stderr(io.StringIO()):
        return read_cached(paths or (shipped_ontology_as_seen_from_here(),))
    return None
