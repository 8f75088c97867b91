"""The joint normal model against closed forms, published multilevel meta-analyses and laws."""

from __future__ import annotations

import math

import numpy as np
import pytest

from graph.statistics.linear_gaussian import (
    Array,
    FreeScale,
    LinearGaussian,
    Loadings,
    Posterior,
    condition,
)

#: Wide enough to leave a mean open, and narrow enough not to cancel digits.
OPEN = 30.0


def one_mean(values: Array, variances: Array, *effects: Array) -> LinearGaussian:
    """Return the problem of one mean that is left open, with further effects of the reports."""
    count = len(values)
    columns = [np.full((count, 1), OPEN), *effects]
    observed = np.concatenate(columns, axis=1)
    targets = np.zeros((1, observed.shape[1]))
    targets[0, 0] = OPEN
    return LinearGaussian(
        np.zeros(1), np.zeros(count), values, variances, Loadings(targets, observed)
    )


def test_a_single_trial_is_the_normal_normal_model() -> None:
    """Prior N(0, 0.3^2), a trial of 0.4 with error 0.1: mean 0.36, variance 0.009, by hand.

    Precisions 1/0.09 and 1/0.01: the mean is 0.4 * 100 / (100 + 11.111...) = 0.36, the variance
    1 / 111.111... = 0.009, the weight of the trial 0.9.
    """
    prior = Loadings(np.array([[0.3]]), np.array([[0.3]]))
    problem = LinearGaussian(np.zeros(1), np.zeros(1), np.array([0.4]), np.array([0.01]), prior)
    found = Posterior(problem)
    assert found.targets.means[0] == pytest.approx(0.36)
    assert found.targets.covariance[0, 0] == pytest.approx(0.009)
    assert found.weights[0, 0] == pytest.approx(0.9)


#: The trials of the BCG vaccine (Colditz et al. 1994): cases and others, vaccinated and not.
BCG = """
4 119 11 128;6 300 29 274;3 228 11 209;62 13536 248 12619;33 5036 47 5761;180 1361 372 1079
8 2537 10 619;505 87886 499 87892;29 7470 45 7232;17 1699 65 1600;186 50448 141 27197
5 2493 3 2338;27 16886 29 17825
"""


def test_the_bcg_trials_give_the_published_mean() -> None:
    """With the published variance between trials, the published mean and its error come out.

    Published (metafor's worked example, REML): tau^2 0.3132, log risk ratio -0.7145, error 0.1798.
    """
    rows = [[int(x) for x in row.split()] for row in BCG.replace("\n", ";").split(";") if row]
    table = np.array(rows, dtype=float)
    cases, healthy, control, well = table.T
    values = np.log(cases / (cases + healthy)) - np.log(control / (control + well))
    variances = 1 / cases - 1 / (cases + healthy) + 1 / control - 1 / (control + well)
    between = math.sqrt(0.3132) * np.eye(len(values))
    found = condition(one_mean(values, variances, between))
    assert found.means[0] == pytest.approx(-0.7145, abs=5e-5)
    assert found.deviations[0] == pytest.approx(0.1798, abs=5e-5)


#: District, effect and variance of 56 studies of school calendars (Konstantopoulos 2011).
SCHOOLS = """
11 -.18 .118;11 -.22 .118;11 .23 .144;11 -.30 .144;12 .13 .014;12 -.26 .014;12 .19 .015
12 .32 .024;18 .45 .023;18 .38 .043;18 .29 .012;27 .16 .020;27 .65 .004;27 .36 .004;27 .60 .007
56 .08 .019;56 .04 .007;56 .19 .005;56 -.06 .004;58 -.18 .020;58 .00 .018;58 .00 .019
58 -.28 .022;58 -.04 .020;58 -.30 .021;58 .07 .006;58 .00 .007;58 .05 .007;58 -.08 .007
58 -.09 .007;71 .30 .015;71 .98 .011;71 1.19 .010;86 -.07 .001;86 -.05 .001;86 -.01 .001
86 .02 .001;86 -.03 .001;86 .00 .001;86 .01 .001;86 -.10 .001;91 .50 .010;91 .66 .011
91 .20 .010;91 .00 .009;91 .05 .013;91 .07 .013;108 -.52 .031;108 .70 .031;108 -.03 .030
108 .27 .030;108 -.34 .030;644 .12 .087;644 .61 .082;644 .04 .067;644 -.05 .067
"""


def schools() -> tuple[Array, Array, Array]:
    """Return districts, effects and variances."""
    rows = [row.split() for row in SCHOOLS.replace("\n", ";").split(";") if row]
    districts, values, variances = np.array(rows, dtype=float).T
    return districts, values, variances


def of_districts(districts: Array) -> Array:
    """Return a column per district: 1 where a study is of it."""
    return (districts[:, None] == np.unique(districts)[None, :]).astype(float)


def test_schools_in_districts_give_the_published_mean() -> None:
    """Studies within districts: the published three-level mean and its error come out.

    Published (metafor's worked example): variances 0.0651 between districts and 0.0327 between
    schools of one; mean 0.1847, error 0.0846.
    """
    districts, values, variances = schools()
    between = math.sqrt(0.0651) * of_districts(districts)
    within = math.sqrt(0.0327) * np.eye(len(values))
    found = condition(one_mean(values, variances, between, within))
    assert found.means[0] == pytest.approx(0.1847, abs=5e-5)
    assert found.deviations[0] == pytest.approx(0.0846, abs=5e-5)


def test_unknown_deviations_are_found_near_the_published_ones() -> None:
    """The grid puts both deviations of the schools near the square roots of 0.0651 and 0.0327.

    Under wide half-normal priors the posterior means are close to the published REML values, 0.255
    and 0.181; the posterior of a deviation is skewed, so a tenth of difference is allowed.
    """
    districts, values, variances = schools()
    problem = one_mean(values, variances)
    nothing = np.zeros((1, 11))
    free = (
        FreeScale(Loadings(nothing, of_districts(districts)), 0.5),
        FreeScale(Loadings(np.zeros((1, 56)), np.eye(56)), 0.5),
    )
    found = Posterior(
        LinearGaussian(
            problem.target_means,
            problem.expected,
            problem.values,
            problem.error_variances,
            problem.known,
            free,
        )
    )
    assert found.deviations[0] == pytest.approx(0.255, abs=0.1)
    assert found.deviations[1] == pytest.approx(0.181, abs=0.06)
    assert found.targets.means[0] == pytest.approx(0.1847, abs=0.02)


def random_problem(seed: int, count: int = 12) -> LinearGaussian:
    """Return a problem with two unknown deviations and three targets."""
    generator = np.random.default_rng(seed)

    def loadings(columns: int) -> Loadings:
        shape = (3, columns), (count, columns)
        return Loadings(*(0.5 * generator.normal(size=one) for one in shape))

    return LinearGaussian(
        generator.normal(size=3),
        generator.normal(size=count),
        generator.normal(size=count),
        generator.uniform(0.05, 0.5, count),
        loadings(6),
        (FreeScale(loadings(4), 0.4), FreeScale(loadings(5), 0.7)),
    )


@pytest.mark.parametrize("seed", range(5))
def test_leaving_out_is_the_same_as_never_having_seen(seed: int) -> None:
    """The closed form without some rows equals solving anew without them."""
    problem = random_problem(seed)
    left_out = np.array([1, 4, 5])
    kept = np.setdiff1d(np.arange(12), left_out)
    anew = Posterior(problem.at(kept)).targets
    closed = Posterior(problem).without(left_out)
    assert closed.means == pytest.approx(anew.means)
    assert closed.covariance == pytest.approx(anew.covariance)


def test_a_prediction_is_what_the_others_say_of_it() -> None:
    """A report predicted from the others is a target with the report's own effects and error.

    The oracle makes the held-out report a fourth target of a problem that never saw it.
    """
    problem = random_problem(7)
    kept = np.arange(1, 12)

    def with_target(given: Loadings) -> Loadings:
        return Loadings(
            np.vstack([given.targets, given.observations[:1]]), given.observations[kept]
        )

    oracle = Posterior(
        LinearGaussian(
            np.append(problem.target_means, problem.expected[0]),
            problem.expected[kept],
            problem.values[kept],
            problem.error_variances[kept],
            with_target(problem.known),
            tuple(FreeScale(with_target(f.loadings), f.scale) for f in problem.free),
        )
    ).targets
    found = Posterior(problem).predicted(np.array([0]))
    assert found.means[0] == pytest.approx(oracle.means[3])
    assert found.covariance[0, 0] == pytest.approx(
        oracle.covariance[3, 3] + problem.error_variances[0]
    )


def test_weights_say_what_moving_a_report_does() -> None:
    """With known deviations, moving a report by 0.1 moves each target by 0.1 times its weight."""
    problem = random_problem(3)
    known = LinearGaussian(
        problem.target_means,
        problem.expected,
        problem.values,
        problem.error_variances,
        problem.known,
    )
    moved = LinearGaussian(
        problem.target_means,
        problem.expected,
        problem.values + 0.1 * (np.arange(12) == 5),
        problem.error_variances,
        problem.known,
    )
    step = Posterior(moved).targets.means - Posterior(known).targets.means
    assert step == pytest.approx(0.1 * Posterior(known).weights[:, 5])


def test_the_grid_agrees_with_a_fine_one() -> None:
    """A closed-form problem with one unknown deviation agrees with integrating over 4,000 steps.

    The oracle sums the half-normal prior times the likelihood over a fine even grid.
    """
    values, variances = np.array([0.2, 0.9, -0.3, 0.5]), np.full(4, 0.04)
    scale, prior = 0.4, 0.5
    steps = (np.arange(4000) + 0.5) / 4000 * 6 * scale
    logs, means, squares = [], [], []
    for deviation in steps:
        covariance = np.diag(variances + deviation**2) + prior**2
        inverse = np.linalg.inv(covariance)
        logs.append(
            -0.5 * (np.linalg.slogdet(covariance)[1] + values @ inverse @ values)
            - 0.5 * (deviation / scale) ** 2
        )
        means.append(float(prior**2 * np.ones(4) @ inverse @ values))
        left = prior**2 - prior**4 * float(np.ones(4) @ inverse @ np.ones(4))
        squares.append(left + means[-1] ** 2)
    density = np.exp(np.array(logs) - max(logs))
    expected = float(density @ np.array(means) / density.sum())
    one = Loadings(np.array([[prior]]), np.full((4, 1), prior))
    free = FreeScale(Loadings(np.zeros((1, 4)), np.eye(4)), scale)
    found = Posterior(LinearGaussian(np.zeros(1), np.zeros(4), values, variances, one, (free,)))
    assert found.targets.means[0] == pytest.approx(expected, abs=1e-3)
    variance = float(density @ np.array(squares) / density.sum()) - expected**2
    assert found.targets.covariance[0, 0] == pytest.approx(variance, rel=1e-2)
    deviation = float(density @ steps / density.sum())
    assert found.deviations[0] == pytest.approx(deviation, abs=5e-3)


def test_no_reports_leave_the_prior() -> None:
    """Without any report the targets stay as they were before."""
    nothing = np.zeros(0)
    prior = Loadings(np.array([[0.3]]), np.zeros((0, 1)))
    found = condition(LinearGaussian(np.array([0.1]), nothing, nothing, nothing, prior))
    assert found.means.tolist() == [0.1]
    assert found.covariance[0, 0] == pytest.approx(0.09)


def test_leaving_out_nothing_changes_nothing() -> None:
    """Without rows to leave out the targets are those of all reports."""
    found = Posterior(random_problem(1))
    assert found.without(np.array([], dtype=np.intp)) is found.targets
