"""How bad each rule is taken in a project: ``[tool.loopmap]`` of pyproject.toml, or loopmap.toml.

    fail-on = "error"            # or "warning", "advice", "none"
    most-per-rule = 50           # findings of one rule that are listed; the rest is counted

    [rules]                      # in pyproject.toml: [tool.loopmap.rules]
    component-definition = "off" # or "advice", "warning", "error"

The nearest file upwards from what is checked counts; ``loopmap.toml`` before pyproject.toml.
"""

from __future__ import annotations

import tomllib
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import field, replace
from pathlib import Path

from graph.errors import Problem, Severity, UsageError
from graph.ontology.checks.rules.rule import keeps_from_reading
from graph.ontology.map_of_file import CONFIGURATION
from graph.ontology.names import did_you_mean, nearest
from graph.records import record

OFF = "off"
FAIL_ON = ("error", "warning", "advice", "none")
#: So many findings of one rule are listed where the project says nothing else.
MOST_PER_RULE = 50
#: What a project can say.
KEYS = ("map", "rules", "fail-on", "most-per-rule")


@record(slots=False)
class Levels:
    """What a project says of the rules.

    Attributes:
        rules: rule to its level; ``off`` for one that is not told.
        fail_on: the least severe finding that makes the exit code 1; ``None`` if not said.
        most_per_rule: findings of one rule that are listed.
        file: where that stands; ``None`` if nowhere.
    """

    rules: Mapping[str, str] = field(default_factory=dict)
    fail_on: str | None = None
    most_per_rule: int = MOST_PER_RULE
    file: Path | None = None

    def apply(self, problems: Iterable[Problem]) -> tuple[Problem, ...]:
        """Return findings with the severity that the project gives them; what is off is left out.

        What keeps a file from being read stays an error: nobody can decide that it can be read.

        >>> one = Problem("label-missing", "It has no label.", "Add one.")
        >>> Levels({"label-missing": "off"}).apply([one]), Levels().apply([one]) == (one,)
        ((), True)
        """
        found = []
        for problem in problems:
            level = self.rules.get(problem.code)
            if level is None or keeps_from_reading(problem.code):
                found.append(problem)
            elif level != OFF:
                found.append(replace(problem, severity=Severity(level)))
        return tuple(found)


class SettingsError(UsageError):
    """What a project says of the rules makes no sense.

    Attributes:
        file: where that stands.
    """

    def __init__(self, file: Path, message: str) -> None:
        super().__init__(message)
        self.file = str(file)


def levels_for(path: str | Path) -> Levels:
    """Return what the project of a file or folder says of the rules.

    Args:
        path: what is checked; ``-`` is looked up from the present folder.

    Raises:
        SettingsError: the configuration is no TOML, or holds what makes no sense.
    """
    start = Path.cwd() if str(path) == "-" else Path(path).absolute()
    for folder in (start, *start.parents):
        own, project = folder / CONFIGURATION, folder / "pyproject.toml"
        if own.is_file():
            return _read(own, _toml(own))
        if project.is_file():
            tools = _toml(project).get("tool")
            table = tools.get("loopmap") if isinstance(tools, dict) else None
            if isinstance(table, dict):
                return _read(project, table)
        if (folder / ".git").exists():
            break
    return Levels()


def _toml(file: Path) -> dict[str, object]:
    try:
        return tomllib.loads(file.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise SettingsError(file, f"{file} cannot be read as TOML: {error}") from error


def _read(file: Path, table: Mapping[str, object]) -> Levels:
    for key in table:
        if key not in KEYS:
            hint = did_you_mean(nearest(key, KEYS, 1))
            raise SettingsError(
                file, f"{file}: there is no key {key}. {hint}Keys are {', '.join(KEYS)}."
            )
    rules = table.get("rules", {})
    allowed = (*(level.value for level in Severity), OFF)
    if not isinstance(rules, dict) or any(level not in allowed for level in rules.values()):
        raise SettingsError(
            file, f"{file}: under rules, each code has one of {', '.join(allowed)}."
        )
    fail_on = table.get("fail-on")
    if fail_on is not None and fail_on not in FAIL_ON:
        raise SettingsError(file, f"{file}: fail-on is one of {', '.join(FAIL_ON)}.")
    most = table.get("most-per-rule", MOST_PER_RULE)
    if not isinstance(most, int) or isinstance(most, bool) or most < 1:
        raise SettingsError(file, f"{file}: most-per-rule is a whole number, 1 or more.")
    return Levels(rules, None if fail_on is None else str(fail_on), most, file)


@record(slots=False)
class Listed:
    """The findings that are listed, and how many of each rule are not.

    Attributes:
        problems: at most so many of a rule.
        left_out: rule to the number of its findings beyond.
    """

    problems: tuple[Problem, ...]
    left_out: Mapping[str, int]


def first_of_each(problems: Iterable[Problem], most: int) -> Listed:
    """Return the first findings of each rule, and the rest counted.

    Args:
        problems: in order.
        most: of one rule, 1 or more.

    >>> two = [Problem("a", "x", "y"), Problem("a", "x", "y")]
    >>> listed = first_of_each(two, 1)
    >>> len(listed.problems), dict(listed.left_out)
    (1, {'a': 1})
    """
    counted: Counter[str] = Counter()
    kept = []
    for problem in problems:
        counted[problem.code] += 1
        if counted[problem.code] <= most:
            kept.append(problem)
    return Listed(tuple(kept), {code: n - most for code, n in counted.items() if n > most})
