"""How true the map has been: four kinds of forecast and claim, each held against a target."""

from __future__ import annotations

from graph.loop.answer import heading
from graph.loop.study import Study
from graph.questions.score.answer import Score
from graph.questions.score.assumptions import assumptions
from graph.questions.score.back_test import back_tests
from graph.questions.score.held_out import speedup_score
from graph.questions.score.releases import release_score
from graph.questions.score.series import series_scores
from graph.questions.score.targets import all_targets


def score(study: Study, *, draws: int = 0, seed: int = 0) -> Score:
    """Return how true the map has been, on data that stand in it.

    What the map has no data for has no score, and its targets say why; that is an answer too.

    Args:
        study: the map, the standpoint and what is supposed. What is supposed moves only how much
            rests on assumption: the past is not supposed.
        draws: for what rests on assumption; with 0 that is left open.
        seed: of the draws.
    """
    releases = release_score(study)
    speedups = speedup_score(study)
    series = series_scores(study)
    resting = assumptions(study, draws, seed)
    return Score(
        *heading(study, draws=draws, seed=seed),
        targets=all_targets(releases, speedups, series.series, series.obstacle, resting),
        releases=releases,
        speedups=speedups,
        series=series.series,
        series_forecasts=series.forecasts,
        assumptions=resting,
        back_tests=back_tests(study.without_suppositions()),
        suppositions=tuple(map(str, study.suppositions)),
    )
