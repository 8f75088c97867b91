"""What the map is called, what it calls a round, and the columns that it has of its own.

What a map of one's own says, whether a person writes it or a program that measured it::

    :our-loop a loop:Map ;
        dcterms:title "Payments team"@en ;        # heads every report in place of the setting
        loop:roundWord "change" ;                 # with loop:roundWords where the plural has no s
        loop:setting loop:Industry .              # asked about unless --setting names another

    :checking a loop:Column ; rdfs:label "Checking"@en ; loop:rank 3 .

    :review a loop:Component ;                    # a column stands in for the family
        rdfs:label "Review"@en ; loop:column :checking .

    :review-waits a loop:Dependency ; loop:from :coding ; loop:to :review ; loop:kind loop:Gates .
    :review-returns a loop:Dependency ;           # the part that works again is the target
        loop:from :review ; loop:to :coding ; loop:kind loop:Verifies .

    :our-tracker a loop:Source ; dcterms:title "Our tracker"@en ;
        loop:sourceKind "tracker" ;               # or export, repository, meeting, interview
        dcterms:issued "2026-11-29"^^xsd:date .   # neither publisher nor address is needed

Measured numbers are observations of these metrics, in days of the calendar for one round unless it
says otherwise; medians with ``loop:low``, ``loop:high`` and ``loop:intervalLevel``, dated, without
a setting, graded ``loop:Telemetry``, and each named with its period, so that a later quarter adds a
block and changes none:

===========================  =====================================================================
``loop:PassTime``            from being taken up to being done, per visit, without the waiting
                             before: the days without AI are these x the speed-up, if one is known.
                             Write no ``loop:BaselineDays`` beside it: that one would be used.
``loop:QueueTime``           from being there to being taken up, per visit.
``loop:Capacity``            people or machines at work side by side; about the part.
``loop:Load``                share of their time in which these are at work: only where no queue
                             time was measured, which says more.
``loop:ItemsInProgress``     waiting and in work, on average: likewise, the last to be asked.
``loop:Variability``         ``(ca^2 + cs^2) / 2``, where arrivals and lengths were measured.
``loop:ReworkShare``         about the dependency from the part that finds the fault to the part
                             that works again: returns / visits, from 0 to below 1.
``loop:Lag``                 about the dependency that closes the loop: rounds under way at once.
``loop:Speedup``             with ``loop:notion loop:SerialSpeed``, where something compares.
===========================  =====================================================================

The waiting holds at the pace of today; under anything supposed it settles anew
(:mod:`graph.loop.queues`). A part whose ``loop:Capacity`` nobody measured keeps its waiting.
"""

from __future__ import annotations

from graph.map_words import MapWords
from graph.model import Column
from graph.ontology.ranges import WHOLE_FROM_1
from graph.ontology.roles import Role
from graph.ontology.terms import Property
from graph.ontology.things import Context, Thing
from graph.vocabulary import DCTERMS


def build_maps(context: Context) -> dict[str, MapWords]:
    """Return what the map says of itself, by its name; nothing where it says nothing."""
    maps = list(context.things(Role.MAP))
    if not maps:
        return {}
    first = maps[0]
    for other in maps[1:]:
        other.complain(
            "map-twice",
            f"the files say what the map is called here and at {first.place}.",
            "Keep one loop:Map.",
        )
    return {first.id: _words(first)}


def _words(thing: Thing) -> MapWords:
    thing.named()
    title = thing.text(DCTERMS + "title")
    one = thing.text(Property.ROUND_WORD)
    if title is None:
        thing.missing(DCTERMS + "title", 'Say what the map is called: dcterms:title "Our loop" ;')
    if one is None:
        thing.missing(
            Property.ROUND_WORD, 'Say what one round is called: loop:roundWord "change" ;'
        )
    usual = MapWords.of_round(one or MapWords().round)
    return MapWords(
        title,
        usual.round,
        thing.text(Property.ROUND_WORDS) or usual.rounds,
        thing.text(Property.ROUND_IN_FULL) or usual.round,
        thing.reference(Property.SETTING, Role.SETTING),
    )


def build_columns(context: Context) -> dict[str, Column]:
    """Return the columns, by id, from left to right; those without a rank come last."""
    built = [_column(thing) for thing in context.things(Role.COLUMN)]
    built.sort(key=lambda item: (item.rank is None, item.rank or 0, item.id))
    return {item.id: item for item in built}


def _column(thing: Thing) -> Column:
    rank = thing.plain_number(Property.RANK, WHOLE_FROM_1)
    return Column(thing.id, thing.label(), None if rank is None else int(rank), thing.place)
