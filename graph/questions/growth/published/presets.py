"""Published models run through our own kernel, their numbers beside ours."""

from __future__ import annotations

from pathlib import Path

from graph.errors import OntologyError, Problem, UsageError
from graph.files import shipped_ontology
from graph.questions.growth.kernel.equations import loop_of
from graph.questions.growth.kernel.run import Grid, at_start, simulate
from graph.questions.growth.published.distributions import CorrelationError
from graph.questions.growth.published.formulas import FormulaError
from graph.questions.growth.published.preset_build import growth_input, inputs_of
from graph.questions.growth.published.preset_files import read_preset
from graph.questions.growth.published.preset_measures import CaseRun, measured, run_doublings
from graph.questions.growth.published.preset_model import Preset, PresetSource
from graph.records import record

#: Files in the folder of presets that hold a series for the back-test, not a model.
_SERIES = "backtest-"


@record(slots=False)
class PresetRow:
    """One published number beside ours.

    Attributes:
        what: in words.
        published: the number as published.
        ours: what our kernel gives.
        tolerance: how far ours may be off.
        source: where it was published.
    """

    what: str
    published: float
    ours: float
    tolerance: float
    source: PresetSource

    @property
    def off(self) -> float:
        """How far ours is off; 0 if both are infinite."""
        return 0.0 if self.ours == self.published else abs(self.ours - self.published)

    @property
    def ok(self) -> bool:
        """Whether ours is within the tolerance; no number at all never is."""
        return self.off <= self.tolerance


@record(slots=False)
class PresetResult:
    """A preset, and how well it reproduces what was published.

    Attributes:
        name: of the preset.
        title: of the model.
        source: of the model.
        draws: how many draws were made, none dropped.
        seed: of the generator.
        rows: number by number.
    """

    name: str
    title: str
    source: PresetSource
    draws: int
    seed: int
    rows: tuple[PresetRow, ...]

    @property
    def ok(self) -> bool:
        """Whether every number is within its tolerance."""
        return all(row.ok for row in self.rows)


def preset_folder() -> Path:
    """Return the folder of the presets that loopmap ships."""
    return shipped_ontology() / "presets"


def preset_names() -> tuple[str, ...]:
    """Return the names of the shipped presets, sorted."""
    files = preset_folder().glob("*.toml")
    return tuple(sorted(file.stem for file in files if not file.stem.startswith(_SERIES)))


def run_preset(name: str | Path) -> PresetResult:
    """Return published numbers beside ours for a shipped preset, or for a preset file.

    Args:
        name: the name of a shipped preset (``kwa``), or the path of a file ending in ``.toml``.

    Raises:
        UsageError: no preset has this name.
        UnreadableError: there is no such file.
        OntologyError: the file cannot be used as it stands.
    """
    if isinstance(name, Path) or str(name).endswith(".toml"):
        return run(read_preset(Path(name)))
    if name not in preset_names():
        known = ", ".join(preset_names())
        raise UsageError(f"There is no preset called {name}. Known presets: {known}.")
    return run(read_preset(preset_folder() / f"{name}.toml"))


def run(preset: Preset) -> PresetResult:
    """Return published numbers beside ours for a preset that was read already.

    Raises:
        OntologyError: a formula cannot be computed or a number has no sense; says where.
    """
    cases: dict[str | None, CaseRun] = {}
    rows, problems = [], []
    for measure in preset.published:
        try:
            if measure.case not in cases:
                cases[measure.case] = run_case(preset, measure.case)
            ours = measured(preset, measure, cases[measure.case])
        except (FormulaError, CorrelationError, ValueError) as error:
            message, remedy = str(error).rstrip(".") + ".", "Correct the formula or the run."
            what = measure.what or None
            problems.append(Problem("preset-run", message, remedy, what, measure.place))
            continue
        source = measure.source or preset.source
        rows.append(PresetRow(measure.what, measure.published, ours, measure.tolerance, source))
    if problems:
        raise OntologyError(problems)
    plan = preset.draws
    return PresetResult(
        preset.name, preset.title or preset.name, preset.source, plan.count, plan.seed, tuple(rows)
    )


def run_case(preset: Preset, case: str | None = None) -> CaseRun:
    """Return the path of every draw under a case; at the start only without a length.

    Raises:
        FormulaError: a formula cannot be computed.
        ValueError: the numbers make no loop.
    """
    names = inputs_of(preset, case)
    growth = growth_input(preset, names)
    if growth is None:
        return CaseRun(names, None, None)
    if preset.run.doublings:
        path = run_doublings(loop_of(growth), growth.draws, preset.run.doublings)
        return CaseRun(names, at_start(growth), path)
    if preset.run.length is None:
        return CaseRun(names, at_start(growth), None)
    lengths = preset.run.length.value(names)
    length = float(lengths if isinstance(lengths, float) else lengths.max())
    grid = Grid(length, preset.run.step, preset.run.every)
    return CaseRun(names, simulate(growth, grid), None, growth)
