"""Published models, reproduced from their preset files by our own kernel."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from pathlib import Path

import numpy as np
import pytest
from click.testing import CliRunner

from graph.cli.commands.takeoff import command
from graph.errors import OntologyError, UsageError
from graph.questions.growth.kernel.equations import loop_of
from graph.questions.growth.kernel.power_mean import Floats
from graph.questions.growth.published import presets
from graph.questions.growth.published.preset_build import growth_input, inputs_of
from graph.questions.growth.published.preset_files import read_preset, read_preset_text
from graph.questions.growth.published.preset_measures import (
    first_crossing,
    run_doublings,
    series_names,
)
from graph.questions.growth.published.presets import (
    PresetResult,
    preset_folder,
    preset_names,
    run,
    run_case,
    run_preset,
)

NAMES = preset_names()

#: What a preset gives; several tests look at the same run.
reproduced = cache(run_preset)


def rows(result: PresetResult) -> dict[str, float]:
    """Return our numbers by what they are."""
    return {row.what: row.ours for row in result.rows}


def test_the_presets_asked_for_are_there() -> None:
    """Ten published models and three more; series of the back-test are not among them."""
    wanted = {"amdahl", "ces", "jones", "kwa", "davidson-houlden", "govai", "cunningham", "ord"}
    wanted |= {"innovation-network", "ai-2027-takeoff"}

    assert wanted <= set(NAMES)
    assert len(NAMES) == 13
    assert not any(name.startswith("backtest") for name in NAMES)


@pytest.mark.parametrize("name", NAMES)
def test_a_preset_reproduces_what_was_published(name: str) -> None:
    """Every number of every preset is within its stated tolerance, and has its source."""
    result = reproduced(name)

    assert [row.what for row in result.rows if not row.ok] == []
    assert len(result.rows) >= 2
    assert all(row.source.title and row.source.address for row in result.rows)


@pytest.mark.parametrize("name", NAMES)
def test_every_preset_prints_published_against_ours(
    name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The command has words for every shipped preset, and says that its numbers come out."""
    monkeypatch.setattr(presets, "run_preset", reproduced)
    found = CliRunner().invoke(command, ["--preset", name])

    assert found.exit_code == 0, found.output
    assert "within their tolerance" in " ".join(found.output.split())
    assert "Published against ours" in found.output


def test_the_500_published_draws_come_out_one_by_one() -> None:
    """The first draw's inputs and the first three dates are the published ones."""
    preset = read_preset(preset_folder() / "kwa.toml")
    names = inputs_of(preset)
    first = [names[key][0] for key in ("gain", "share_now", "labour", "compute_exponent")]
    case = run_case(preset)
    series = series_names(preset, case)
    share = np.asarray(series["share.research"])
    gap = np.log(share / (1.0 - share)) - np.log(99.0)
    dates = 2026.0 + first_crossing(np.asarray(series["time"])[:, 0] - 2026.0, gap)

    assert first == pytest.approx([0.31764598, 0.34456138, 0.17875567, 0.72651469], abs=1e-8)
    assert names["difficulty"][0] == pytest.approx(0.73783573, abs=1e-8)
    assert dates[:3] == pytest.approx([2035.1465, 2031.6849, 2032.0903], abs=3e-4)
    assert np.isfinite(dates).all()


def test_halving_the_step_and_doubling_the_draws_moves_the_median_little() -> None:
    """The median date moves by less than 0.02 years with h halved; by sampling alone with 2 N."""
    text = (preset_folder() / "kwa.toml").read_text("utf-8")
    median = rows(reproduced("kwa"))["median"]
    finer = text.replace("step = 0.1", "step = 0.05")
    sobol = text.replace("mt19937", "sobol").replace("step = 0.1", "step = 0.4")
    small, large = (sobol.replace("count = 500", f"count = {n}") for n in (2048, 4096))

    def again(changed: str) -> float:
        return rows(run(read_preset_text(changed, "kwa.toml", "kwa")))["median"]

    assert again(finer) == pytest.approx(median, abs=0.02)
    assert again(small) == pytest.approx(again(large), abs=0.02)


def test_the_chances_equal_the_recipe_worked_by_hand() -> None:
    """The same draws through the published recursion give the same chances to the last draw."""
    preset = read_preset(preset_folder() / "davidson-houlden.toml")
    names = inputs_of(preset)
    distance = 8.0 * names["years_to_ceiling"]
    lengths = [3.0 / names["boost"]]
    for index in range(1, 128):
        returns = names["returns"] * (1.0 - index / distance)
        with np.errstate(divide="ignore", over="ignore"):
            ratio = 2.0 ** (names["parallel"] * (1.0 / returns - 1.0))
            lengths.append(np.where(returns > 0.0, lengths[-1] * ratio, np.inf))
    ends = np.concatenate([np.zeros((1, len(distance))), np.cumsum(lengths, axis=0)])

    def chance(window: int, months: float) -> float:
        with np.errstate(invalid="ignore"):
            spans = np.nan_to_num(ends[window:] - ends[:-window], nan=np.inf)
        return float((spans.min(axis=0) <= months).mean())

    worked = [chance(24, 12.0), chance(26, 4.0), chance(80, 12.0), chance(80, 4.0)]
    ours = [row.ours for row in run(preset).rows]

    assert ours == pytest.approx(worked, abs=1e-4)
    # The recipe's own figures over 200,000 draws.
    assert ours == pytest.approx([0.565, 0.409, 0.165, 0.123], abs=0.005)


def test_govai_to_the_last_digit() -> None:
    """Ratio 0.5^0.39, growth 1.310393, 8.517764 doublings, 17.330 months, 5.22 weeks."""
    found = list(rows(reproduced("govai")).values())

    assert found == pytest.approx([1.386139, 0.763130, 1.310393, 8.517764, 17.330, 5.218], abs=1e-3)


def test_same_seed_same_numbers() -> None:
    """Running a preset twice gives equal results."""
    assert run_preset("davidson-houlden") == reproduced("davidson-houlden")


SMALL = """
title = "A small model"

[source]
title = "None"
address = "https://example.org/model"

[run]
length = 4
step = 0.05

[draws]
count = 200
generator = "sobol"
seed = 3

[inputs]
returns = { distribution = "uniform", low = 0.8, high = 1.6 }
other = { distribution = "lognormal", low = 0.5, high = 2.0 }

[[correlations]]
between = ["returns", "other"]
rank = 0.8

[components.research]
[[components.research.curve]]
stock = "software"
levels = [1, "exp(1)"]
accelerations = [1, "exp(returns)"]

[stocks.software]
growth = 1
difficulty = 1

[events.tenfold]
value = "stock.software"
reaches = 10
missed = 99

[[published]]
what = "chance of a tenfold stock"
published = 1
tolerance = 1
event = "tenfold"
probability = true
before = 4
"""


def small(changes: dict[str, str] | None = None) -> str:
    """Return the small model with some text replaced, each exactly once."""
    text = SMALL
    for old, new in (changes or {}).items():
        assert text.count(old) == 1
        text = text.replace(old, new)
    return text


def test_correlated_inputs_have_the_rank_correlation_asked_for() -> None:
    """Spearman's rank correlation of the draws is 0.8, and the margins keep their percentiles."""
    names = inputs_of(read_preset_text(SMALL, "small.toml", "small"))
    ranks = [np.argsort(np.argsort(names[key])) for key in ("returns", "other")]

    assert np.corrcoef(ranks)[0, 1] == pytest.approx(0.8, abs=0.05)
    assert np.quantile(names["other"], [0.05, 0.95]) == pytest.approx([0.5, 2.0], rel=0.1)


def test_a_curve_feeds_back_as_far_as_it_goes() -> None:
    """R is the slope of the curve at the start, and 0 past its end."""
    preset = read_preset_text(SMALL, "small.toml", "small")
    names = inputs_of(preset)
    growth = growth_input(preset, names)
    assert growth is not None
    case = run_case(preset)
    assert case.run is not None

    assert case.run.loop_ratios[0] == pytest.approx(names["returns"])
    assert (case.run.loop_ratios[-1] == 0.0).all()


def test_a_window_needs_doublings_and_says_so_at_its_line() -> None:
    """What a run does not have cannot be measured; the message has the line of the number."""
    text = small(
        {'value = "stock.software"\nreaches = 10\n': 'kind = "window"\ndoublings = 2\nwithin = 1\n'}
    )
    with pytest.raises(OntologyError) as caught:
        run(read_preset_text(text, "small.toml", "small"))
    line = text.splitlines().index('what = "chance of a tenfold stock"') + 1

    assert f"small.toml:{line}:1" in str(caught.value)
    assert "doublings in [run]" in str(caught.value)


def test_correlations_that_contradict_each_other_are_told() -> None:
    """What goes with both of two things cannot be had when those two are opposed."""
    third = 'third = { distribution = "uniform", low = 0, high = 1 }\n\n[[correlations]]'
    pair = '\n[[correlations]]\nbetween = ["{}", "third"]\nrank = {}\n'
    opposed = pair.format("returns", 0.9) + pair.format("other", -0.9)
    text = small({"[[correlations]]": third, "rank = 0.8\n": "rank = 0.8\n" + opposed})
    with pytest.raises(OntologyError, match="correlations at once"):
        run(read_preset_text(text, "small.toml", "small"))


def test_doublings_refuse_two_stocks() -> None:
    """A doubling of which stock, one would have to ask."""
    text = small(
        {"[stocks.software]\n": "[stocks.data]\ngrowth = 1\ndifficulty = 1\n[stocks.software]\n"}
    )
    preset = read_preset_text(text, "small.toml", "small")
    growth = growth_input(preset, inputs_of(preset))
    assert growth is not None
    with pytest.raises(ValueError, match="one stock"):
        run_doublings(loop_of(growth), growth.draws, 5)


def test_an_unknown_preset_is_answered_with_the_known_ones() -> None:
    """The message lists what there is."""
    with pytest.raises(UsageError, match="amdahl"):
        run_preset("amdhal")


def test_a_preset_file_of_ones_own_runs_by_its_path(tmp_path: Path) -> None:
    """Any file ending in .toml, shipped or not."""
    file = tmp_path / "mine.toml"
    file.write_text(SMALL, "utf-8")

    assert run_preset(str(file)).draws == 200


def test_the_first_crossing_is_straight_between_times() -> None:
    """At the start, in between, never."""
    gap: Floats = np.array([[0.5, -1.0, -1.0], [1.0, -0.5, -2.0], [1.0, 0.5, -3.0]])

    assert first_crossing(np.array([0.0, 1.0, 2.0]), gap).tolist() == [0.0, 1.5, np.inf]


# ---- Sectors that feed each other ----


def test_the_thresholds_of_the_innovation_network() -> None:
    """1/(1 + 1 + 5 + 0.53) = 13.28 % everywhere, 1/(1 + 5) = 16.67 %, and R = 1 for software."""
    found = rows(reproduced("innovation-network"))
    shares = [value for what, value in found.items() if what.startswith("share")]

    assert shares == pytest.approx([1 / 7.53, 1 / 6, 1 / 5], abs=1e-12)
    assert [f"{share:.2%}" for share in shares] == ["13.28%", "16.67%", "20.00%"]
    ratios = [value for what, value in found.items() if what.startswith("loop ratio")]
    assert ratios == pytest.approx([1.0, 1.0, 1.0], abs=1e-9)


def test_the_ratio_of_the_network_is_the_sum_of_weighted_shares() -> None:
    """Rank one: 0.3 * 1 + 0.2 * 1 + 0.1 * 5 + 0.4 * 0.53 = 1.212, whatever the shares are."""
    text = (preset_folder() / "innovation-network.toml").read_text("utf-8")
    for name, share in (("output", 0.3), ("software", 0.2), ("hardware", 0.1), ("technology", 0.4)):
        text = text.replace(f"\n{name}_share = 0\n", f"\n{name}_share = {share}\n", 1)
    case = run_case(read_preset_text(text, "network.toml", "network"))
    assert case.run is not None

    assert case.run.loop_ratios[0] == pytest.approx([1.212], abs=1e-9)


# ---- Phases of a takeoff, and dates that do not hang on the step ----

_TAKEOFF = preset_folder() / "ai-2027-takeoff.toml"


def phases(names: dict[str, Floats]) -> tuple[Floats, Floats]:
    """Return the closed form: gap (1/from - 1/to) / ln(to/from) years in each phase."""
    first = names["first_gap"] * (1 / 5 - 1 / 25) / np.log(5.0)
    return first, first + names["second_gap"] * (1 / 25 - 1 / 250) / np.log(10.0)


@cache
def takeoff_dates(step: float | None, draws: int = 4096) -> list[float]:
    """Return median and p90 of the first phase, then p10, p50 and p90 of both."""
    text = _TAKEOFF.read_text("utf-8").replace("count = 4096\n", f"count = {draws}\n")
    if step is not None:
        text = text.replace("length = 8\n", f"length = 8\nstep = {step}\n")
    found = list(rows(run(read_preset_text(text, "takeoff.toml", "takeoff"))).values())
    return [found[0], found[2], found[4], found[3], found[5]]


def test_the_phases_of_a_takeoff_are_those_of_the_closed_form() -> None:
    """The same draws by the integral of 1 over the pace, with no step at all."""
    first, both = phases(inputs_of(read_preset(_TAKEOFF)))
    worked = [*np.quantile(first, [0.5, 0.9]), *np.quantile(both, [0.1, 0.5, 0.9])]

    assert takeoff_dates(None) == pytest.approx(worked, rel=1e-3)
    # 0.326 (p90 0.926) and 0.667 (0.154 to 6.89) years, up to the sampling of 4,096 draws.
    assert worked == pytest.approx([0.326, 0.926, 0.154, 0.667, 6.89], rel=0.01)


@pytest.mark.parametrize("step", [0.5, 0.1, 0.02])
def test_no_percentile_is_lost_to_the_step(step: float) -> None:
    """A tenth of a year used to give 0.122 for the 10th percentile instead of 0.154."""
    assert takeoff_dates(step, 256) == pytest.approx(takeoff_dates(None, 256), rel=0.01)


@pytest.mark.parametrize("name", NAMES)
def test_no_shipped_number_hangs_on_its_step(name: str) -> None:
    """Steps four times as long give the same numbers to a tenth of what they may be off."""
    preset = read_preset(preset_folder() / f"{name}.toml")
    longer = replace(preset, run=replace(preset.run, step=4.0 * preset.run.step))
    for own, wide in zip(reproduced(name).rows, run(longer).rows, strict=True):
        assert wide.ours == pytest.approx(own.ours, abs=0.1 * own.tolerance + 1e-12), own.what


STEADY = """
title = "A stock that grows by one a year"

[source]
title = "None"
address = "https://example.org/model"

[run]
length = 2
step = 0.5

[stocks.software]
growth = 1
difficulty = 1

[events.there]
value = "stock.software"
reaches = 1.9

[[published]]
what = "when"
published = 0.9
tolerance = 1e-4
event = "there"

[[published]]
what = "how much"
published = 1.7
tolerance = 1e-4
value = "stock.software"
at_time = 0.7
"""


@pytest.mark.parametrize(
    "generation", ["", '[generation]\nkind = "fixed"\nlength = 0.3\n\n[events.there]']
)
def test_dates_and_values_between_two_steps_are_exact(generation: str) -> None:
    """S = 1 + t, at once or by generations: 1.9 at 0.9 and 1.7 at 0.7, both between steps."""
    text = STEADY.replace("[events.there]", generation) if generation else STEADY

    assert run(read_preset_text(text, "steady.toml", "steady")).ok
