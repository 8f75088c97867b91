"""Rules of the loop: components and dependencies, each for itself and together."""

from __future__ import annotations

from graph.errors import Severity
from graph.ontology.checks.rules.rule import Rule

_WARNING, _ADVICE = Severity.WARNING, Severity.ADVICE

_PARTS = ":a a loop:Coding ; loop:baselineDays 5 .\n:b a loop:Review ; loop:baselineDays 3 .\n"
_GATE = ":a-to-b a loop:Dependency ; loop:from :a ; loop:to :b ; loop:kind loop:Gates"
_BACK = ":b-to-a a loop:Dependency ; loop:from :b ; loop:to :a ; loop:kind loop:Gates"
_LOOP = f"{_PARTS}{_GATE} .\n{_BACK} ; loop:lag 1 .\n"
_IMPROVES = _GATE.replace("loop:Gates", "loop:Improves")
_ROUNDS = ":rounds a loop:Driver ; loop:count 12 .\n"


def _supposing(names: str) -> str:
    return f':s a loop:Scenario ; rdfs:label "S"@en ; loop:supposes {names} .\n'


def _supposition(name: str, value: int) -> str:
    return (
        f"{name} a loop:Supposition ; sosa:hasFeatureOfInterest :a ;\n"
        f"    sosa:observedProperty loop:Speedup ; sosa:hasSimpleResult {value} .\n"
    )


STRUCTURE_RULES = (
    Rule(
        "family-missing",
        "A component is of no family.",
        ":review a loop:Component .",
        ":review a loop:Review .",
    ),
    Rule(
        "map-twice",
        "The files say twice what the map is called.",
        ':us a loop:Map ; dcterms:title "Us"@en ; loop:roundWord "change" .\n'
        ':them a loop:Map ; dcterms:title "Them"@en ; loop:roundWord "change" .',
        ':us a loop:Map ; dcterms:title "Us"@en ; loop:roundWord "change" .',
    ),
    Rule(
        "family-twice",
        "A component is of two families.",
        ":review a loop:Review , loop:Coding .",
        ":review a loop:Review .",
    ),
    Rule(
        "kind-unknown",
        "A dependency is of a kind that there is not.",
        _PARTS + _GATE.replace("loop:Gates", "loop:Lag") + " .",
        _PARTS + _GATE + " .",
    ),
    Rule(
        "gate-from-resource",
        "A dependency gates from a resource, which takes no days.",
        ":a a loop:Resource .\n:b a loop:Review .\n" + _GATE + " .",
        _PARTS + _GATE + " .",
    ),
    Rule(
        "dependency-reason",
        "A dependency does not say why it is there.",
        _PARTS + _GATE + " .",
        _PARTS + _GATE + ' ;\n    rdfs:comment "A change is read before it is merged."@en .',
        _ADVICE,
    ),
    Rule(
        "dependency-twice",
        "Two dependencies say the same.",
        _LOOP + _GATE.replace(":a-to-b", ":again") + " .",
        _LOOP,
        _WARNING,
    ),
    Rule(
        "supposed-twice",
        "A scenario supposes a number twice.",
        _PARTS + _supposing(":one , :two") + _supposition(":one", 3) + _supposition(":two", 4),
        _PARTS + _supposing(":one") + _supposition(":one", 3),
        _WARNING,
    ),
    Rule(
        "elasticity-misplaced",
        "An elasticity is written on a dependency that does not improve.",
        _PARTS + _GATE + " ; loop:elasticity 0.5 .",
        _PARTS + _IMPROVES + " ; loop:elasticity 0.5 .",
        _WARNING,
    ),
    Rule(
        "property-of-other-kind",
        "A property is written on a dependency of another kind than it is for.",
        _PARTS + _GATE + " ; loop:soundness 0.9 .",
        _PARTS + _GATE.replace("Gates", "Verifies") + " ; loop:soundness 0.9 .",
        _WARNING,
    ),
    Rule(
        "name-disagrees",
        "A dependency has a name that tells other ends, or another kind, than it has.",
        _PARTS + _GATE.replace(":a-to-b", ":b-gates-a") + " .",
        _PARTS + _GATE.replace(":a-to-b", ":a-gates-b") + " .",
        _WARNING,
    ),
    Rule(
        "names-itself",
        "A thing names itself by a property that joins it to another.",
        "loop:Attic a loop:Setting ; loop:borrowsFrom loop:Attic .",
        "loop:Attic a loop:Setting ; loop:borrowsFrom loop:Industry .",
    ),
    Rule(
        "dependency-on-itself",
        "A dependency begins and ends at the same component.",
        _LOOP + ":a-helps-a a loop:Dependency ; loop:from :a ; loop:to :a ; "
        "loop:kind loop:Improves .",
        _LOOP + ":a-helps-b a loop:Dependency ; loop:from :a ; loop:to :b ; "
        "loop:kind loop:Improves .",
        _WARNING,
    ),
    Rule(
        "lead-time-not-gate",
        "A lead time is written on a dependency that does not gate.",
        _PARTS + _IMPROVES + " ; loop:leadTimeOf :a .",
        _PARTS + _GATE + " .",
    ),
    Rule(
        "rounds-unused",
        "A component names its rounds, and has no days per round.",
        _ROUNDS + ":review a loop:Review ; loop:baselineDays 8 ; loop:roundsOf :rounds .",
        _ROUNDS + ":review a loop:Review ; loop:daysPerRound 0.5 ; loop:roundsOf :rounds .",
        _WARNING,
    ),
    Rule(
        "number-overruled",
        "A number is told that follows from others, and so changes no answer.",
        _ROUNDS + ":review a loop:Review ; loop:daysPerRound 0.5 ; loop:roundsOf :rounds ;\n"
        "    loop:baselineDays 8 .",
        _ROUNDS + ":review a loop:Review ; loop:daysPerRound 0.5 ; loop:roundsOf :rounds .",
        _WARNING,
    ),
    Rule(
        "baseline-disagrees",
        "Days told without AI contradict those told now times the speed-up.",
        ":review a loop:Review ; loop:passTime 0.5 ; loop:speedup 2 ; loop:baselineDays 12 .",
        ":review a loop:Review ; loop:passTime 0.5 ; loop:speedup 2 .",
        _WARNING,
    ),
    Rule(
        "pass-time-unused",
        "Days now are told beside days without AI, and change no answer.",
        ":review a loop:Review ; loop:passTime 2 ; loop:baselineDays 8 .",
        ":review a loop:Review ; loop:passTime 2 ; loop:speedup 4 .",
        _WARNING,
    ),
    Rule(
        "load-without-capacity",
        "A load, or items in progress, are told of a component of which no capacity is.",
        ":review a loop:Review ; loop:passTime 2 ; loop:load 0.8 .",
        ":review a loop:Review ; loop:passTime 2 ; loop:load 0.8 ; loop:capacity 2 .",
        _WARNING,
    ),
    Rule(
        "interval-of-several",
        "An interval is written on a thing with several numbers, and may belong to either.",
        ":review a loop:Review ; loop:passTime 2 ; loop:baselineDays 8 ; loop:low 1 .",
        ":review a loop:Review ; loop:passTime 2 ; loop:low 1 ; loop:high 4 .",
    ),
    Rule(
        "interval-of-nothing",
        "An interval is written on a thing that has no number.",
        ":review a loop:Review ; loop:low 1 ; loop:high 4 .",
        ":review a loop:Review ; loop:baselineDays 2 ; loop:low 1 ; loop:high 4 .",
    ),
    Rule(
        "lag-exact",
        "A lag above 1 counts as exact in a map that says of others how sure they are.",
        "loop:lag 3 on a dependency whose evidence of the lag has no loop:low and loop:high.",
        "Evidence of loop:Lag about it that says 3, with loop:low 2 and loop:high 4.",
        _ADVICE,
        whole=False,
    ),
    Rule(
        "number-disagrees",
        "A lag or delay written on a dependency is not what its evidence says.",
        "loop:lag 3 on a dependency whose evidence of the lag says 1 and 2.",
        "loop:lag 2 on the same dependency.",
        whole=False,
    ),
    Rule(
        "floor-above-baseline",
        "A component has more days as its floor than as its baseline.",
        ":review a loop:Review ; loop:baselineDays 8 ; loop:floorDays 9 .",
        ":review a loop:Review ; loop:baselineDays 8 ; loop:floorDays 1 .",
    ),
    Rule(
        "alternative-too-small",
        "A group of alternatives has fewer than two members.",
        _LOOP + ":either a loop:Alternative ; loop:member :a-to-b .",
        _LOOP + f"{_GATE.replace(':a-to-b', ':a-to-b-2')} ; loop:delayDays 1 .\n"
        ":either a loop:Alternative ; loop:member :a-to-b , :a-to-b-2 .",
    ),
    Rule(
        "alternative-targets-differ",
        "The members of a group lead to different components.",
        _LOOP + ":either a loop:Alternative ; loop:member :a-to-b , :b-to-a .",
        _LOOP + f"{_GATE.replace(':a-to-b', ':a-to-b-2')} ; loop:delayDays 1 .\n"
        ":either a loop:Alternative ; loop:member :a-to-b , :a-to-b-2 .",
    ),
    Rule(
        "alternative-not-gate",
        "A member of a group of alternatives does not gate.",
        _LOOP + f"{_IMPROVES.replace(':a-to-b', ':a-to-b-2')} .\n"
        ":either a loop:Alternative ; loop:member :a-to-b , :a-to-b-2 .",
        _LOOP + f"{_GATE.replace(':a-to-b', ':a-to-b-2')} ; loop:delayDays 1 .\n"
        ":either a loop:Alternative ; loop:member :a-to-b , :a-to-b-2 .",
    ),
    Rule(
        "alternative-overlap",
        "A dependency belongs to two groups of alternatives.",
        _LOOP + f"{_GATE.replace(':a-to-b', ':a-to-b-2')} ; loop:delayDays 1 .\n"
        ":either a loop:Alternative ; loop:member :a-to-b , :a-to-b-2 .\n"
        ":or a loop:Alternative ; loop:member :a-to-b , :a-to-b-2 .",
        _LOOP + f"{_GATE.replace(':a-to-b', ':a-to-b-2')} ; loop:delayDays 1 .\n"
        ":either a loop:Alternative ; loop:member :a-to-b , :a-to-b-2 .",
    ),
    Rule(
        "lag-0-cycle",
        "Within one round each component waits for the one before, so none can start.",
        f"{_PARTS}{_GATE} .\n{_BACK} .",
        _LOOP,
    ),
    Rule(
        "rework-endless",
        "Work comes back as fast as it gets done.",
        f"{_PARTS}{_GATE} ; loop:reworkShare 0.6 .\n"
        f"{_GATE.replace(':a-to-b', ':a-to-b-2')} ; loop:delayDays 1 ; loop:reworkShare 0.6 .\n"
        f"{_BACK} ; loop:lag 1 ; loop:reworkShare 0.9 .",
        f"{_PARTS}{_GATE} ; loop:reworkShare 0.2 .\n{_BACK} ; loop:lag 1 .",
    ),
    Rule(
        "component-isolated",
        "No dependency begins or ends at a component.",
        _LOOP + ":c a loop:Evals ; loop:baselineDays 1 .",
        _LOOP,
        _WARNING,
    ),
    Rule(
        "component-one-way",
        "A component waits and is never waited for, or the other way round.",
        _LOOP
        + _GATE.replace(":a-to-b", ":a-to-c").replace("to :b", "to :c")
        + " .\n:c a loop:Evals ; loop:baselineDays 1 .",
        _LOOP
        + _GATE.replace(":a-to-b", ":a-to-c").replace("to :b", "to :c")
        + " .\n:c a loop:Evals ; loop:baselineDays 1 .\n:c-to-a a loop:Dependency ;\n"
        "    loop:from :c ; loop:to :a ; loop:kind loop:Gates ; loop:lag 1 .",
        _ADVICE,
    ),
    Rule(
        "loop-takes-no-time",
        "Nothing in any loop takes time, so there is no pace to speak of.",
        _LOOP.replace(" 5 .", " 0 .").replace(" 3 .", " 0 ."),
        _LOOP,
        _WARNING,
    ),
    Rule(
        "loop-open",
        "No chain of dependencies comes back to where it began.",
        f"{_PARTS}{_GATE} .",
        _LOOP,
        _WARNING,
    ),
    Rule(
        "no-cycle",
        "No dependency closes the loop, so that it has no period to compute.",
        "A chain of dependencies from the first component to the last.",
        "The same chain, and a dependency with a lag of 1 from the last back to the first.",
        whole=False,
    ),
    Rule(
        "no-component",
        "There is no component in the map.",
        ':power a loop:Resource ; rdfs:label "Power"@en .',
        _LOOP,
    ),
    Rule(
        "feedback-loop-through",
        "A named loop names no component that it passes through.",
        _LOOP + ":inner a loop:FeedbackLoop .",
        _LOOP + ":inner a loop:FeedbackLoop ; loop:through :a , :b .",
    ),
    Rule(
        "loop-step-missing",
        "A named loop passes through a component that no dependency joins to the others.",
        _LOOP + ":c a loop:Evals .\n:inner a loop:FeedbackLoop ; loop:through :a , :b , :c .",
        _LOOP + ":inner a loop:FeedbackLoop ; loop:through :a , :b .",
        _WARNING,
    ),
    Rule(
        "domain-without-channel",
        "A domain has no feedback channel, so nothing says how it talks back.",
        ":law a loop:Domain .",
        ":court a loop:FeedbackChannel .\n:law a loop:Domain ; loop:channel :court .",
        _WARNING,
    ),
)
