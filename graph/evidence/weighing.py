"""One number's evidence weighed: values first, then limits, then what another setting lends."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace

from graph.estimates import NORMAL_95, Basis, Estimate
from graph.evidence.scaled import ScaledObservation, Sides, sides_of
from graph.model import Grade, Metric, Observation, Setting
from graph.records import record
from graph.statistics.bounds import Limit, apply_limits
from graph.statistics.random_effects import Effect, pool_effects
from graph.statistics.scales import from_scale
from graph.vocabulary import Bound

#: Orders assumptions: the greatest is the one that counts.
AssumptionOrder = Callable[[ScaledObservation], tuple[object, ...]]


class Weighing:
    """The evidence on one metric of one thing, weighed from one standpoint.

    Args:
        admitted: observations that may weigh, each with a mean on the scale or exact.
        kinship: which of them count as one.
        chain: the setting asked about, then those it borrows from in turn.
        newness: which of several assumptions counts.

    Attributes:
        reasons: why an admitted observation weighs nothing, by id; filled by ``belief``.
        limits_only: whether there were limits and no value to start from in the evidence.
    """

    def __init__(
        self,
        admitted: Sequence[ScaledObservation],
        kinship: Kinship,
        chain: Sequence[Setting],
        newness: AssumptionOrder,
    ) -> None:
        self._kinship = kinship
        self._chain = chain
        self._newness = newness
        self._levels = [[s for s in admitted if nearest_setting(s, chain) == x.id] for x in chain]
        self.reasons: dict[str, str] = {}
        self._set_aside_foreign([s for s in admitted if nearest_setting(s, chain) is None])
        self.limits_only = False

    def belief(self, depth: int = 0) -> Belief | None:
        """Return what is believed in the setting at this depth; ``None`` if nothing is known.

        Evidence with values comes before assumptions, and anything about the setting itself
        before what another lends. Limits then narrow it.
        """
        if depth == len(self._chain):
            return None
        level = self._levels[depth]
        values = [s for s in level if not s.assumed and not s.is_limit]
        limits = [s for s in level if not s.assumed and s.is_limit]
        assumptions = [s for s in level if s.assumed]
        if values:
            self._set_aside(assumptions, "an assumption, and there is better evidence")
            centre: Belief | None = self._pooled(values)
        else:
            self.limits_only |= bool(limits)
            centre = self._assumed(assumptions)
        if centre is None:
            lent = self.belief(depth + 1)
            setting = self._chain[depth]
            # The end of the chain lends nothing.
            centre = lent and lent.lent(self._chain[depth + 1].id, setting.transfer_deviation)
        else:
            self._set_aside_foreign([s for later in self._levels[depth + 1 :] for s in later])
        if centre is None:
            self._set_aside(limits, "a limit alone gives no value")
            return None
        return self._narrowed(centre, limits)

    def judgement(self) -> Belief | None:
        """Return what our own assumption alone says, borrowed if need be; ``None`` without one."""
        widening = 0.0
        for depth, (setting, level) in enumerate(zip(self._chain, self._levels, strict=True)):
            candidates = [s for s in level if s.assumed and not s.is_limit]
            if candidates:
                belief = belief_of(max(candidates, key=self._newness))
                return belief.lent(setting.id, widening**0.5) if depth else belief
            widening += setting.transfer_deviation**2
        return None

    def _set_aside(self, observations: Sequence[ScaledObservation], reason: str) -> None:
        for scaled in observations:
            self.reasons[scaled.observation.id] = reason

    def _set_aside_foreign(self, observations: Sequence[ScaledObservation]) -> None:
        for scaled in observations:
            settings = ", ".join(scaled.observation.settings)
            self._set_aside([scaled], f"about another setting: {settings}")

    def _assumed(self, assumptions: Sequence[ScaledObservation]) -> Belief | None:
        values = [s for s in assumptions if not s.is_limit]
        self._set_aside([s for s in assumptions if s.is_limit], "an assumption without a value")
        if not values:
            return None
        newest = max(values, key=self._newness)
        self._set_aside(
            [s for s in values if s is not newest],
            f"an assumption that {newest.observation.id} takes the place of",
        )
        return belief_of(newest)

    def _pooled(self, values: Sequence[ScaledObservation]) -> Belief:
        exact = [s for s in values if s.exact]
        if len({s.observation.value for s in exact}) == 1:
            self._set_aside([s for s in values if not s.exact], "an exact number is known")
            shares = {s.observation.id: 1 / len(exact) for s in exact}
            return replace(belief_of(exact[0]), shares=shares)
        # Two exact numbers that differ cannot both be so: each then has its grade's spread.
        placed = [s for s in values if s.mean is not None]
        self._set_aside([s for s in values if s.mean is None], "no place on the metric's scale")
        groups = [merge(members) for members in self._kinship.group(placed)]
        pooled = pool_effects([effect for effect, _ in groups])
        shares = {
            identifier: weight * part
            for weight, (_, parts) in zip(pooled.weights, groups, strict=True)
            for identifier, part in parts.items()
        }
        return Belief(
            pooled.mean, pooled.variance, shares, pooled.tau_squared, _common_value(placed)
        )

    def _narrowed(self, centre: Belief, limits: Sequence[ScaledObservation]) -> Belief:
        tightest = self._tightest(limits)
        after = apply_limits(
            Effect(centre.mean, centre.variance),
            [Limit(s.mean or 0.0, s.variance + centre.tau_squared, _is_lower(s)) for s in tightest],
        )
        if after.kept_share == 1.0:
            return centre
        shares = {key: after.kept_share * share for key, share in centre.shares.items()}
        for scaled, share in zip(tightest, after.limit_shares, strict=True):
            shares[scaled.observation.id] = share
        moved = after.effect
        return replace(
            centre, mean=moved.mean, variance=moved.variance, shares=shares, as_written=None
        )

    def _tightest(self, limits: Sequence[ScaledObservation]) -> list[ScaledObservation]:
        """Return one limit per side and group of kin: ten limits of one report count once."""
        kept = []
        for is_lower in (True, False):
            side = [s for s in limits if _is_lower(s) is is_lower]
            for members in self._kinship.group(side):
                best = max(members, key=_tightness)
                kept.append(best)
                others = [s for s in members if s is not best]
                self._set_aside(others, f"a looser limit than {best.observation.id}, same source")
        return sorted(kept, key=lambda s: s.observation.id)


def nearest_setting(scaled: ScaledObservation, chain: Sequence[Setting]) -> str | None:
    """Return the first setting on the chain that an observation is about, if any.

    An observation without a setting holds for all, hence for the setting asked about.
    """
    settings = scaled.observation.settings
    if not settings:
        return chain[0].id
    return next((setting.id for setting in chain if setting.id in settings), None)


def _is_lower(scaled: ScaledObservation) -> bool:
    return scaled.observation.bound is Bound.LOWER


def _tightness(scaled: ScaledObservation) -> float:
    position = scaled.mean or 0.0
    return position if _is_lower(scaled) else -position


def _common_value(values: Sequence[ScaledObservation]) -> float | None:
    distinct = {s.observation.value for s in values}
    return distinct.pop() if len(distinct) == 1 and not any(s.shifted for s in values) else None


_BASIS_ORDER = tuple(Basis)


@record
class Belief:
    """What is believed of one number.

    Attributes:
        mean: on the metric's scale; not a number for an exact value that has no place there.
        variance: on that scale; 0 if the number is exact.
        shares: the part of each observation in it, by id; they sum to 1.
        tau_squared: variance between sources beyond their own errors.
        as_written: the number as the evidence writes it, where pooling did not move it, so that
            it comes back without rounding; always given if the number is exact.
        borrowed_from: id of the setting that stands in, if any.
    """

    mean: float
    variance: float
    shares: Mapping[str, float]
    tau_squared: float = 0.0
    as_written: float | None = None
    borrowed_from: str | None = None

    def lent(self, setting: str, transfer_deviation: float) -> Belief:
        """Return the belief as it stands in for another setting: wider by the transfer."""
        transfer = 0.0 if math.isnan(self.mean) else transfer_deviation**2
        return replace(
            self,
            variance=self.variance + transfer,
            borrowed_from=self.borrowed_from or setting,
        )


def belief_of(scaled: ScaledObservation) -> Belief:
    """Return what a single observation makes one believe: its value with its own spread."""
    observation = scaled.observation
    return Belief(
        mean=math.nan if scaled.mean is None else scaled.mean,
        variance=0.0 if scaled.exact else scaled.variance,
        shares={observation.id: 1.0},
        as_written=observation.value if scaled.exact or not scaled.shifted else None,
    )


def estimate_of(
    belief: Belief,
    metric: Metric,
    scaled_by_id: Mapping[str, ScaledObservation],
    grades: Mapping[str, Grade],
) -> Estimate:
    """Return a belief as an estimate in the metric's unit.

    Args:
        belief: its shares name observations in *scaled_by_id*.
        metric: gives unit and scale.
        scaled_by_id: the observations pooled.
        grades: the grades of those observations.

    Returns:
        Median with 5th and 95th percentile; no percentiles and deviation 0 if exact. What rests on
        one observation alone keeps the shape of its interval.
    """
    heaviest = heaviest_first(belief.shares)
    used = [scaled_by_id[identifier] for identifier in heaviest]
    sides = _sides(belief, used, metric, grades)
    deviation = (sides.below + sides.above) / 2 if sides else math.sqrt(belief.variance)
    below, above = (sides.below, sides.above) if sides else (deviation, deviation)
    written = belief.as_written
    bases = [Basis.ASSUMED if s.assumed else grades[s.observation.grade].basis for s in used]
    return Estimate(
        median=from_scale(metric.scale, belief.mean) if written is None else written,
        low=from_scale(metric.scale, belief.mean - NORMAL_95 * below) if deviation else None,
        high=from_scale(metric.scale, belief.mean + NORMAL_95 * above) if deviation else None,
        unit=metric.unit,
        scale=metric.scale,
        deviation=deviation,
        basis=min(bases, key=_BASIS_ORDER.index, default=Basis.ASSUMED),
        observation_ids=heaviest,
        source_count=len({s.observation.source for s in used if s.observation.source}),
        assumed_share=min(1.0, sum(belief.shares[s.observation.id] for s in used if s.assumed)),
        deviation_below=sides.below if sides else None,
        deviation_above=sides.above if sides else None,
    )


#: Sides that differ by less than this are one: the difference comes from rounding.
_ROUNDING_NOISE = 1e-9


def _sides(
    belief: Belief,
    used: Sequence[ScaledObservation],
    metric: Metric,
    grades: Mapping[str, Grade],
) -> Sides | None:
    """Return the two deviations of what rests on one observation alone; ``None`` if they are one.

    What its age, its grade or its setting adds to its own variance widens both sides alike.
    """
    if len(used) != 1 or belief.variance == 0 or belief.tau_squared:
        return None
    own = sides_of(used[0], metric, grades[used[0].observation.grade].default_deviation)
    if own is None or math.isclose(own.below, own.above, rel_tol=_ROUNDING_NOISE):
        return None
    added = belief.variance - own.counted**2
    if added < -_ROUNDING_NOISE:
        # Limits have narrowed it: its own interval is no longer what is believed.
        return None
    if added <= _ROUNDING_NOISE:
        return own
    counted = math.sqrt(belief.variance)
    return Sides(math.sqrt(own.below**2 + added), math.sqrt(own.above**2 + added), counted)


def heaviest_first(shares: Mapping[str, float]) -> tuple[str, ...]:
    """Return the ids that carry weight, heaviest first, ties by id."""
    carrying = [identifier for identifier, share in shares.items() if share > 0]
    return tuple(sorted(carrying, key=lambda identifier: (-shares[identifier], identifier)))


class Kinship:
    """Tells which observations of one thing and metric count as one.

    Two observations are kin if they have the same source, or if either says that the other tells
    the same fact; kinship passes on.

    Args:
        observations: all of them, also those that weigh nothing: a fact may be linked through one.
    """

    def __init__(self, observations: Iterable[Observation]) -> None:
        self._parents: dict[str, str] = {}
        for observation in observations:
            for same in observation.same_fact_as:
                self._join(observation.id, same)

    def group(
        self, reports: Sequence[ScaledObservation]
    ) -> tuple[tuple[ScaledObservation, ...], ...]:
        """Return the reports in groups of kin, each in the order of ids."""
        for report in reports:
            if report.observation.source:
                # A space cannot stand in an id, so that no source is taken for an observation.
                self._join(report.observation.id, f"source {report.observation.source}")
        groups: dict[str, list[ScaledObservation]] = {}
        for report in sorted(reports, key=lambda item: item.observation.id):
            groups.setdefault(self._root(report.observation.id), []).append(report)
        return tuple(tuple(members) for members in groups.values())

    def _root(self, name: str) -> str:
        while (parent := self._parents.get(name, name)) != name:
            name = parent
        return name

    def _join(self, one: str, other: str) -> None:
        self._parents[self._root(one)] = self._root(other)


def merge(members: Sequence[ScaledObservation]) -> tuple[Effect, dict[str, float]]:
    """Return what reports of one source say together.

    They are taken as fully correlated: with parts p = (1/v) / sum(1/v), the mean is sum p x and
    the variance (sum p sqrt(v))^2 + sum p (x - mean)^2. Ten equal rows weigh like one, the
    variance is never below the smallest member's, and rows that contradict each other widen it.

    Args:
        members: at least one, each with a mean.

    Returns:
        The joint report, and the part of each observation in it by id; the parts sum to 1.
    """
    means = [0.0 if member.mean is None else member.mean for member in members]
    precisions = [1 / member.variance for member in members]
    parts = [precision / sum(precisions) for precision in precisions]
    mean = sum(part * x for part, x in zip(parts, means, strict=True))
    error = sum(
        part * math.sqrt(member.variance) for part, member in zip(parts, members, strict=True)
    )
    scatter = sum(part * (x - mean) ** 2 for part, x in zip(parts, means, strict=True))
    shares = {member.observation.id: part for part, member in zip(parts, members, strict=True)}
    return Effect(mean, error**2 + scatter), shares
