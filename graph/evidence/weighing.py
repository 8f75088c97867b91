"""One number's evidence weighed: values first, then limits, then what another setting lends."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from graph.evidence.belief import Belief, belief_of
from graph.evidence.groups import Kinship, merge
from graph.evidence.scaled import ScaledObservation
from graph.model import Setting
from graph.statistics.bounds import Limit, apply_limits
from graph.statistics.random_effects import Effect, pool_effects
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
        self._levels = [[s for s in admitted if nearest(s, chain) == x.id] for x in chain]
        self.reasons: dict[str, str] = {}
        self._set_aside_foreign([s for s in admitted if nearest(s, chain) is None])
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
            centre = self._lent(depth)
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

    def _lent(self, depth: int) -> Belief | None:
        if depth + 1 == len(self._chain):
            return None
        lent = self.belief(depth + 1)
        setting = self._chain[depth]
        return lent and lent.lent(self._chain[depth + 1].id, setting.transfer_deviation)

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
        pooled = pool_effects([group.effect for group in groups])
        shares = {
            identifier: weight * part
            for weight, group in zip(pooled.weights, groups, strict=True)
            for identifier, part in group.shares.items()
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
        shares = centre.scaled_down(after.kept_share)
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


def nearest(scaled: ScaledObservation, chain: Sequence[Setting]) -> str | None:
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
