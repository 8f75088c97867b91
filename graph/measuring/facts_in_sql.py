"""The engine of SQL: the same facts as in memory, asked where the events are."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import ibis

from graph.measuring.clock import MONDAY, WEEK, Counting, start_of
from graph.measuring.database import ROWS_AT_ONCE, Database
from graph.measuring.facts import (
    MINUTE,
    Facts,
    FlightFacts,
    ItemFacts,
    Ordered,
    PartFacts,
    PeakFacts,
    PeopleFacts,
    ReturnFacts,
    SkippedFacts,
    flight_facts,
    no_facts,
    ordered_by,
    peak_facts,
    people_facts,
    return_facts,
)
from graph.measuring.measurement import LeftOut
from graph.measuring.passes import TWICE
from graph.measuring.passes_in_sql import (
    Plan,
    counted_in,
    faults_of,
    passes_in,
    used_rows,
    with_waits,
)
from graph.measuring.stages import Stage, parts_at_work
from graph.statistics.order_statistics import median_ranks

if TYPE_CHECKING:
    from ibis.expr.types import IntegerValue, Table


def facts_by_query(
    database: Database, table: Table, stages: Mapping[str, Stage], counting: Counting
) -> Facts:
    """Return what a table of events says of the parts of the map.

    Args:
        database: that has the table.
        table: with the columns ``COLUMNS``.
        stages: what each stage is on the map, by the source's word.
        counting: how time is counted.
    """
    parts = tuple(sorted({stage.part for stage in stages.values() if stage.part is not None}))
    plan = Plan(database, parts, stages, counting)
    faults = faults_of(table, plan)
    rows = sum(faults.values())
    faults.pop(None, None)
    with database.keeping():
        told = database.keep_by_item(table, lambda share: with_waits(used_rows(share, plan)), rows)
        twice = database.record(told.agg(many=told.twice.sum()))["many"]
        faults[TWICE] = int(twice or 0)
        left_out = tuple(LeftOut(key or "", many) for key, many in sorted(faults.items()) if many)
        return _facts(rows, told, plan, left_out)


def _facts(rows: int, told: Table, plan: Plan, left_out: tuple[LeftOut, ...]) -> Facts:
    passes = plan.database.keep_by_item(told, lambda share: passes_in(share, plan), rows)
    ends = {"first": passes.start.min(), "last": passes.end.max(), "late": passes.start.max()}
    span = plan.database.record(passes.agg(**ends))
    if span["first"] is None:
        return no_facts(rows, left_out)
    first, last = int(span["first"]), max(int(span["last"] or 0), int(span["late"]))
    plan = replace(plan, periods=plan.counting.periods(first, last), first=first, last=last)
    items = plan.database.keep_by_item(told, lambda share: _items_of(share, plan), rows)
    return Facts(
        rows,
        first,
        last,
        tuple(_parts(passes, plan)),
        tuple(_returns(passes, plan)),
        tuple(_peaks(told, plan, one_by_one=rows > ROWS_AT_ONCE)),
        tuple(_items(items, plan)),
        tuple(_flights(items, plan)),
        tuple(_skipped(items, plan)),
        tuple(_people(told, plan)),
        left_out,
    )


def _parts(passes: Table, plan: Plan) -> Iterator[PartFacts]:
    ended = passes.filter(passes.end.notnull())
    ended = ended.mutate(period=plan.period(ended.end), stay=ended.end - ended.start)
    minutes = (ended.stay // MINUTE).cast("int64")
    sums = {
        (row["part"], row["period"]): row
        for row in plan.database.records(
            ended.group_by("part", "period").agg(
                many=ended.count(), stayed=ended.stay.sum(), squared=(minutes * minutes).sum()
            )
        )
    }
    worked = parts_at_work(plan.stages)
    alone = [at for at, part in enumerate(plan.parts) if part not in worked]
    taken = ended.filter((ended.taken == 1) | ended.part.isin(alone))
    waits = _ordered(plan, taken, ("part", "period"), "wait")
    works = _ordered(plan, taken, ("part", "period"), "work")
    presence = _presence(passes, plan)
    for part in sorted({row for row, _ in presence}, key=lambda at: plan.parts[at]):
        for at, period in enumerate(plan.periods):
            row = sums.get((part, at), {"many": 0, "stayed": 0, "squared": 0})
            there = presence[part, at]
            yield PartFacts(
                plan.parts[part],
                period,
                int(row["many"]),
                waits.get((part, at)),
                works.get((part, at)),
                int(row["stayed"]),
                int(row["squared"]),
                there.present,
                there.at_start,
                there.at_end,
                max(0, _end(plan, at) - _start(plan, at)),
            )


def _start(plan: Plan, at: int) -> int:
    return max(start_of(plan.periods[at].start), plan.first)


def _end(plan: Plan, at: int) -> int:
    return min(start_of(plan.periods[at].end), plan.last)


@dataclass
class _Presence:
    """How much of its time a part had items within one period."""

    present: int = 0
    at_start: int = 0
    at_end: int = 0


def _presence(passes: Table, plan: Plan) -> dict[tuple[int, int], _Presence]:
    """What the passes add to each period, from sums by the periods of their two ends.

    A pass that began in period i and ended in period j fills every period between the two, and of
    each of the two the time after its start or before its end, which are sums.
    """
    newest = len(plan.periods) - 1
    end = passes.end.fill_null(plan.last)
    sums = (
        passes.mutate(
            begun=plan.period(passes.start),
            ended=plan.period(end),
            until=end,
            lasting=ibis.ifelse(passes.end.isnull(), 1, 0),
        )
        .group_by("part", "begun", "ended", "lasting")
        .agg(many=ibis._.count(), starts=ibis._.start.sum(), ends=ibis._.until.sum())
    )
    found: dict[tuple[int, int], _Presence] = defaultdict(_Presence)
    for row in plan.database.records(sums):
        many, starts, ends = int(row["many"]), int(row["starts"]), int(row["ends"])
        for at in range(newest + 1):
            there = found[row["part"], at]
            if not row["begun"] <= at <= row["ended"]:
                continue
            upper = ends if at == row["ended"] else many * _end(plan, at)
            lower = starts if at == row["begun"] else many * _start(plan, at)
            there.present += upper - lower
            there.at_start += many if row["begun"] < at else 0
            goes_on = row["lasting"] if at == newest else row["ended"] > at
            there.at_end += many if goes_on else 0
    return found


def _ordered(
    plan: Plan, table: Table, keys: tuple[str, ...], value: str
) -> dict[tuple[int, ...], Ordered]:
    """The order statistics of a column within each group."""
    sums = plan.database.records(
        table.group_by(list(keys)).agg(many=table.count(), total=table[value].sum())
    )
    if not sums:
        return {}
    wanted = [
        {**{f"{key}_": row[key] for key in keys}, "place": rank}
        for row in sums
        for rank in median_ranks(int(row["many"])).wanted
    ]
    types = {**{f"{key}_": "int32" for key in keys}, "place": "int64"}
    places = ibis.memtable(wanted, schema=ibis.schema(types))
    order = ibis.window(group_by=list(keys), order_by=value)
    ranked = table.select(*keys, value).mutate(rank=ibis.row_number().over(order) + 1)
    same = [ranked[key] == places[f"{key}_"] for key in keys]
    found = ranked.join(places, [*same, ranked["rank"] == places.place])
    values: dict[tuple[int, ...], dict[int, int]] = defaultdict(dict)
    for row in plan.database.records(found.select(*keys, "place", value)):
        values[tuple(row[key] for key in keys)][int(row["place"])] = int(row[value])
    return {
        key: ordered_by(values[key].__getitem__, int(row["many"]), int(row["total"]))
        for row in sums
        for key in [tuple(row[name] for name in keys)]
    }


def _returns(passes: Table, plan: Plan) -> Iterator[ReturnFacts]:
    ended = passes.filter(passes.end.notnull())
    ended = ended.mutate(period=plan.period(ended.end))
    many = {
        (plan.parts[row["part"]], plan.period_at(row["period"])): int(row["many"])
        for row in plan.database.records(ended.group_by("part", "period").agg(many=ended.count()))
    }
    came = passes.filter(passes.back >= 0)
    came = came.mutate(period=plan.period(came.start))
    counts = came.group_by("back", "part", "period").agg(many=came.count())
    back = {
        (plan.parts[row["back"]], plan.parts[row["part"]], plan.period_at(row["period"])): int(
            row["many"]
        )
        for row in plan.database.records(counts)
    }
    return return_facts(back, many, plan.periods)


# ---- Side by side ----


def _peaks(rows: Table, plan: Plan, *, one_by_one: bool) -> Iterator[PeakFacts]:
    """The peaks of all parts at once, which asks least, or of each by itself, which holds least."""
    rows = rows.filter((rows.part >= 0) & ~rows.waits & ~rows.twice)
    rows = rows.select("part", "actor", "start", end=rows.end.fill_null(plan.last))
    unnamed = rows.group_by("part").agg(many=rows.actor.isnull().sum())
    found = plan.database.records(unnamed)
    named = sorted(row["part"] for row in found if row["many"] == 0)
    parts = sorted(row["part"] for row in found)
    by_part: dict[int, dict[int, int]] = defaultdict(dict)
    for some in [[part] for part in parts] if one_by_one else [parts]:
        by_part |= _week_peaks(_heads(rows.filter(rows.part.isin(some)), named), plan)
    for part in parts:
        yield from peak_facts(plan.parts[part], by_part[part], part in named, plan.periods)


def _heads(rows: Table, named: list[int]) -> Table:
    """Pieces of time at work in which, of the parts that name who, a person counts once."""
    if named:
        earlier = ibis.window(
            group_by=["part", "actor"], order_by=["start", "end"], preceding=(None, 1)
        )
        rows = rows.mutate(covered=rows.end.max().over(earlier).fill_null(0))
        begun = ibis.greatest(rows.start, rows.covered)
        rows = rows.mutate(start=ibis.ifelse(rows.part.isin(named), begun, rows.start))
    return rows.filter(rows.end > rows.start)


def _week_peaks(pieces: Table, plan: Plan) -> dict[int, dict[int, int]]:
    """The greatest number of pieces at once in each week, told by minutes, by part."""
    begun = (pieces.start // MINUTE).cast("int64")
    ended = (pieces.end // MINUTE).cast("int64")
    changes = ibis.union(
        pieces.select("part", minute=begun, change=ibis.literal(1)),
        pieces.select("part", minute=ended, change=ibis.literal(-1)),
    )
    changes = changes.group_by("part", "minute").agg(change=changes.change.sum())
    running = ibis.cumulative_window(group_by="part", order_by="minute")
    levels = changes.select(
        "part",
        week=_week_of(changes.minute * MINUTE),
        level=changes.change.sum().over(running),
    )
    found: dict[int, dict[int, int]] = defaultdict(dict)
    peaks = levels.group_by("part", "week").agg(level=levels.level.max())
    for row in plan.database.records(peaks):
        found[row["part"]][int(row["week"])] = int(row["level"])
    return found


def _week_of(moment: IntegerValue) -> IntegerValue:
    return ((moment - MONDAY) // WEEK).cast("int64")


# ---- Items ----


def _items_of(rows: Table, plan: Plan) -> Table:
    """One row an item: from when to when, what became of it, and which parts it was in."""
    rows = rows.filter(~rows.aside)
    inside = rows.part >= 0
    through = {
        f"in_{at}": ibis.ifelse(rows.part == at, 1, 0).max() for at in range(len(plan.parts))
    }
    items = rows.group_by("item").agg(
        start=rows.since.fill_null(rows.start).min(where=inside),
        end=rows.end.max(where=inside),
        lasting=ibis.ifelse(inside & rows.end.isnull(), 1, 0).max(),
        merged=rows.merged.max(),
        reviewed=rows.reviewed.max(),
        mark=rows["mark"].max(),
        **through,
    )
    items = items.filter(items.start.notnull())
    items = items.mutate(end=ibis.ifelse(items.lasting == 1, ibis.null("int64"), items.end))
    return items.mutate(period=plan.period(items.end)).drop("lasting", "item")


def _items(items: Table, plan: Plan) -> Iterator[ItemFacts]:
    days = plan.counting.days
    done = items.filter(items.end.notnull() & (items.period >= 0))
    done = done.mutate(lead=counted_in(done.end, days) - counted_in(done.start, days))
    leads = _ordered(plan, done, ("period",), "lead")
    went_in = done.merged == 1
    known = went_in & done.reviewed.notnull()
    sums = done.group_by("period").agg(
        finished=done.count(),
        merged=went_in.fill_null(False).sum(),
        review_known=known.fill_null(False).sum(),
        unreviewed=(known & (done.reviewed == 0)).fill_null(False).sum(),
        mark_known=done["mark"].notnull().sum(),
        marked=(done["mark"] >= 3).fill_null(False).sum(),
    )
    for row in sorted(plan.database.records(sums), key=lambda one: one["period"]):
        at = row["period"]
        yield ItemFacts(
            plan.periods[at],
            int(row["finished"]),
            leads[at,],
            int(row["merged"]),
            int(row["review_known"]),
            int(row["unreviewed"]),
            int(row["mark_known"]),
            int(row["marked"]),
        )


def _people(rows: Table, plan: Plan) -> Iterator[PeopleFacts]:
    named = rows.filter((rows.part >= 0) & rows.actor.notnull())
    named = named.select("actor", period=plan.period(named.end.fill_null(plan.last)))
    counts = named.group_by("period").agg(people=named.actor.nunique())
    rows_of_counts = plan.database.records(counts)
    found = {plan.period_at(row["period"]): int(row["people"]) for row in rows_of_counts}
    return people_facts(found, plan.periods)


def _flights(items: Table, plan: Plan) -> Iterator[FlightFacts]:
    changes: Counter[int] = Counter()
    for name, change in (("start", 1), ("end", -1)):
        dated = items.filter(items[name].notnull())
        weeks = dated.group_by(week=_week_of(dated[name])).agg(many=dated.count())
        for row in plan.database.records(weeks):
            changes[int(row["week"])] += change * int(row["many"])
    return flight_facts(changes, plan.first, plan.last, plan.periods)


def _skipped(items: Table, plan: Plan) -> Iterator[SkippedFacts]:
    done = items.filter(items.end.notnull() & (items.period >= 0))
    through = {f"in_{at}": done[f"in_{at}"].sum() for at in range(len(plan.parts))}
    sums = done.group_by("period").agg(finished=done.count(), **through)
    found = sorted(plan.database.records(sums), key=lambda one: one["period"])
    for at, part in enumerate(plan.parts):
        if not any(row[f"in_{at}"] for row in found):
            continue
        for row in found:
            many = int(row["finished"])
            yield SkippedFacts(part, plan.periods[row["period"]], many - int(row[f"in_{at}"]), many)
