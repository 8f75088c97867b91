"""How long the growth kernel takes, beside what published models' code took per 1,000 runs.

Run with ``python tests/benchmarks/bench_growth.py``. The graph is the feedback network of twelve
components over ten years whose answer other implementations can check: p10, p50 and p90 of ln S.
"""

from __future__ import annotations

import time

import numpy as np
from scipy.stats import norm, qmc

from graph.questions.growth.kernel.inputs import (
    AutomationShares,
    Components,
    GrowthInput,
    Resources,
    Stocks,
)
from graph.questions.growth.kernel.run import Grid, simulate

COMPONENTS = 12

#: CPU seconds per 1,000 runs of other models' own code on a shared two-core machine, and the
#: models: recorded once, not measured here; each ran its own model, not this graph.
RECORDED = (
    ("AI Futures calculator (December 2025)", 1620.0),
    ("ai-futures-sim", 1600.0),
    ("Full Takeoff Model, Python", 310.0),
    ("Kwa 2026", 52.0),
    ("AI 2027 time horizon", 20.6),
    ("AI 2027 takeoff", 13.8),
    ("AI 2027 benchmarks and gaps", 2.6),
    ("Forethought simulator", 0.084),
)


def feedback_graph(draws: int, components: int = COMPONENTS, seed: int = 0) -> GrowthInput:
    """Return the twelve-component feedback network, its inputs from scrambled Sobol points."""
    sampler = qmc.Sobol(3 * components + 6, scramble=True, seed=seed)
    z = norm.ppf(np.clip(sampler.random(draws), 1e-12, 1.0 - 1e-12))
    zeros = np.zeros((1, components))
    gains = 0.4 * np.exp(0.3 * z[:, 6 + components : 6 + 2 * components])[..., None]
    shares = AutomationShares(
        log_odds=-1.0 + 1.2 * z[:, 6 : 6 + components],
        stock_gains=gains,
        resource_gains=gains,
        speeds=10.0 * np.exp(0.5 * z[:, 6 + 2 * components :]),
    )
    parts = Components(
        tuple(f"component_{index}" for index in range(components)),
        zeros,
        np.zeros((1, components, 1)),
        shares=shares,
    )
    stocks = Stocks(
        ("software",),
        np.log(2.0) / 0.75 * np.exp(0.2 * z[:, 3:4]),
        0.6 * np.exp(0.25 * z[:, 1:2]),
        0.4 * np.exp(0.35 * z[:, 2:3]),
        np.full((1, 1, components), 1.0 / components),
        resource_exponents=np.full((1, 1, 1), 0.3),
    )
    compute = Resources(
        ("compute",),
        np.zeros(1),
        np.zeros((1, 1, 1)),
        np.log(2.5) * np.exp(0.2 * z[:, 4:5]),
    )
    exponents = -1.2 / (1.0 + np.exp(0.5 * z[:, 0]))
    return GrowthInput(draws, stocks, parts, exponents, resources=compute)


def main() -> None:
    """Print the times, the quantiles and the ratio to each recorded time."""
    for draws, step in ((1024, 0.05), (4096, 0.05), (4096, 0.02)):
        growth = feedback_graph(draws)
        started, used = time.perf_counter(), time.process_time()
        run = simulate(growth, Grid(10.0, step, every=round(0.5 / step)))
        wall, used = time.perf_counter() - started, time.process_time() - used
        thousand = used * 1000.0 / draws
        low, middle, high = np.quantile(run.log_stocks[-1, :, 0], [0.1, 0.5, 0.9])
        counts = {regime.value: count for regime, count in run.regime_counts().items() if count}
        print(f"{draws} draws, step {step}: {thousand:.3f} CPU s per 1,000 ({wall:.2f} s wall)")
        print(f"  ln S at 10 years: p10 {low:.3f}, p50 {middle:.3f}, p90 {high:.3f}; {counts}")
        if (draws, step) == (1024, 0.05):
            for name, recorded in RECORDED:
                print(f"  {name}: {recorded} recorded; {recorded / thousand:,.1f} times ours")
    print("Target: 12 components, 10 years, 1,000 draws under 0.5 s.")


if __name__ == "__main__":
    main()
