"""The answer to "how true has the map been": its field names are the keys of the JSON."""

from __future__ import annotations

from graph.estimates import Interval
from graph.loop.answer import Answer
from graph.questions.score.back_test import BackTest
from graph.records import record


@record
class Target:
    """One thing that the map is to be able to do, and whether it can.

    Attributes:
        part: releases, outside speed-ups, series or assumptions.
        what: what is measured, in words.
        unit: of the value: share, skill (1 is perfect, 0 as good as the rival) or count.
        value: what was reached, with its 5th and 95th percentile where chance is in it; ``None``
            if it could not be worked out.
        aim: what was to be reached, in words.
        met: whether it was; ``None`` if nobody can say yet.
        why: why it was missed or cannot be said; empty if it was met.
    """

    part: str
    what: str
    unit: str
    value: Interval | None
    aim: str
    met: bool | None
    why: str


@record
class Rival:
    """How one way of forecasting did on the values that the map's own forecaster was tried on.

    Attributes:
        name: how it forecasts.
        score: its mean score; lower is better.
        coverage: share of the values inside its 90 % intervals, with its exact interval.
        skill: of the map's forecaster over it; ``None`` for that forecaster itself, and where the
            scores have no natural zero to divide by.
        gain: by how much lower the map's mean score is, with its interval; ``None`` likewise.
    """

    name: str
    score: float
    coverage: Interval
    skill: Interval | None = None
    gain: Interval | None = None


@record
class ReleaseForecast:
    """The days to a lab's next generation, forecast on the day of a generation.

    Attributes:
        lab: whose.
        origin: the day on which it was forecast.
        came: the day of the next generation.
        days: between the two.
        forecast: median with 5th and 95th percentile, in days.
        covered: whether the interval held what came.
        score: continuous ranked probability score of the logarithm.
        rival_scores: of each rival, in the order of their names.
        gaps_known: how many gaps of all labs had ended by then.
    """

    lab: str
    origin: str
    came: str
    days: float
    forecast: Interval
    covered: bool
    score: float
    rival_scores: tuple[float, ...]
    gaps_known: int


@record
class ReleaseScore:
    """How well the next generations were forecast.

    Attributes:
        obstacle: why there is no score; ``None`` if there is one.
        labs: whose releases the map knows.
        generations: how many were counted.
        waiting: labs whose last generation has no successor yet: nothing to hold a forecast
            against.
        methods: the map's forecaster first, then its rivals.
        forecasts: one by one, by origin.
    """

    obstacle: str | None
    labs: tuple[str, ...] = ()
    generations: int = 0
    waiting: tuple[str, ...] = ()
    methods: tuple[Rival, ...] = ()
    forecasts: tuple[ReleaseForecast, ...] = ()


@record
class SpeedupScore:
    """How well outside speed-ups were foretold by all sources but their own.

    Attributes:
        obstacle: why the map's own model has no score; ``None`` if it has.
        count: speed-ups held out.
        methods: the map's model first if it can be tried, then its rivals.
    """

    obstacle: str | None
    count: int
    methods: tuple[Rival, ...]


@record
class SeriesForecast:
    """The next value of a dated series, forecast from those before it.

    Attributes:
        series: of what.
        origin: the day of the last value seen.
        when: the day of the value.
        actual: what came, in the unit of the series.
        forecast: median with 5th and 95th percentile, likewise.
        covered: whether the interval held the value.
        score: continuous ranked probability score on the scale of the series.
        rival_scores: of each rival, in the order of their names.
    """

    series: str
    origin: str
    when: str
    actual: float
    forecast: Interval
    covered: bool
    score: float
    rival_scores: tuple[float, ...]


@record
class SeriesScore:
    """How well one dated series was forecast.

    Attributes:
        series: of what.
        unit: of its values.
        scale: on which the scores are: log, or logit for shares.
        source: where it was published.
        points: how many dated values, each better than all before where records count.
        origins: from how many the next value was forecast; 0 if there are too few values.
        methods: the map's forecaster first, then its rivals; empty without origins.
        beats_rivals: whether the skill over every rival is above 0; ``None`` without origins.
    """

    series: str
    unit: str
    scale: str
    source: str
    points: int
    origins: int
    methods: tuple[Rival, ...]
    beats_rivals: bool | None


@record
class AssumedPart:
    """A component's part of the days that are expected to be critical.

    Attributes:
        id: the component.
        label: what people call it.
        critical_days: expected days on a critical cycle: mean over the draws of its days where it
            is critical and 0 where it is not.
        assumed: share of the uncertainty of its days that is assumption.
    """

    id: str
    label: str
    critical_days: float
    assumed: float


@record
class Assumptions:
    """How much of the answers rests on assumption.

    Attributes:
        obstacle: why it is not known; ``None`` if it is.
        critical_days_share: of the expected critical days, the share that rests on assumption.
        variance_share: of the variance of ``ln pace``, likewise; ``None`` if it does not vary.
        parts: component by component, the most assumed critical days first.
    """

    obstacle: str | None
    critical_days_share: float | None = None
    variance_share: float | None = None
    parts: tuple[AssumedPart, ...] = ()


@record
class Score(Answer):
    """How true the map has been.

    Attributes:
        targets: what was to be reached, the missed ones first.
        releases: the next generation of each lab.
        speedups: each source's speed-ups from all other sources.
        series: the next value of each dated series.
        series_forecasts: those forecasts one by one.
        assumptions: how much rests on assumption.
        back_tests: our judgements of a year predicted from those of the year before: mostly held
            against our own later judgements, so no score of the map.
        suppositions: what is supposed; it moves only what rests on assumption.
    """

    targets: tuple[Target, ...]
    releases: ReleaseScore
    speedups: SpeedupScore
    series: tuple[SeriesScore, ...]
    series_forecasts: tuple[SeriesForecast, ...]
    assumptions: Assumptions
    back_tests: tuple[BackTest, ...]
    suppositions: tuple[str, ...] = ()
