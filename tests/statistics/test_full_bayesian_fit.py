"""The closed form against a full Bayesian fit of the shipped speed-ups, recorded once."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from graph.statistics.linear_gaussian import (
    Array,
    FreeScale,
    LinearGaussian,
    Loadings,
    Posterior,
)

RECORD = Path(__file__).parents[1] / "data" / "full-bayesian-fit.json"


def table(record: dict[str, Any]) -> Array:
    """Return a table from its entries that are not 0."""
    found = np.zeros(record["shape"])
    for row, column, value in record["entries"]:
        found[row, column] = value
    return found


def problem(record: dict[str, Any]) -> LinearGaussian:
    """Return a recorded problem."""
    known, *free = (Loadings(*map(table, pair)) for pair in record["loadings"])
    return LinearGaussian(
        *(
            np.array(record[name])
            for name in ("target_means", "expected", "values", "error_variances")
        ),
        known,
        tuple(FreeScale(one, scale) for one, scale in zip(free, record["scales"], strict=True)),
    )


@pytest.mark.parametrize("which", ["evidence alone", "with our judgements"])
def test_the_closed_form_agrees_with_a_full_bayesian_fit(which: str) -> None:
    """Means and deviations of every observed part agree within the sampler's own error.

    The record is of a Gibbs sampler of all effects and deviations, 40,000 sweeps with limits as
    they are (tests/tools/full_bayesian_fit.py). Four standard errors of it and a fiftieth of
    the deviation, for the grid and the moments of the limits, are allowed.
    """
    record = json.loads(RECORD.read_text(encoding="utf-8"))[which]
    found = Posterior(problem(record["problem"])).targets
    rows = record["rows"]
    assert len(rows) >= 4
    means, deviations, errors = (np.array(record[key]) for key in ("means", "deviations", "errors"))
    allowed = 4 * errors + deviations / 50
    assert (np.abs(found.means[rows] - means) < allowed).all()
    assert (np.abs(found.deviations[rows] - deviations) < allowed).all()
