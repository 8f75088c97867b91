"""How the answers come about, and what they cannot say."""

from __future__ import annotations

import streamlit as st

from graph.map_words import MapWords
from graph.views import session
from graph.views.answers import DRAWS


def method_text(words: MapWords) -> str:
    """Return how the answers come about, in the words of a map."""
    return f"""
#### What is drawn

Each shape is a piece of work that every {_in_full(words)} passes through; each line says that
one waits for another, makes it faster, or checks it. A dashed line reaches a later {words.round}.
Places on the map are fixed: a part is always where it was.

#### A part's days

Days without AI, divided by how much faster AI makes the work, but never below its minimum time:
what no intelligence shortens, such as a training run at given compute, a soak test, or a statutory
wait. A part without any evidence runs at its days without AI, and every answer says how many did.

#### From sources to a number

Every observation has a source, a date, a study design and, where the source gives one, an
interval. They are pooled on the logarithmic scale (shares on the logit scale) with a random-effects
model; a design that is known to flatter is shifted and widened; old observations count less; rows
of one source count as a group; bounds enter as bounds. Four notions of "faster" are never mixed:
time on a fixed task, output per person, speed on the work people choose now, and value. Where no
source speaks there is an assumption of ours, and it is marked as one everywhere.

#### The loop's period

The loop is a timed graph. Its period is the slowest way round: the greatest sum of days per
{words.round} in work over all loops. That is the slowest loop, and only speeding up something on it
makes the whole faster. The pace is the period without AI divided by the period now. Whatever
is said of a single part is solved anew, never extrapolated.

Where the map tells how long work waits before a part takes it up, the waiting is counted beside the
work, and grows with the load: without end as those who work there are at work all the time.

#### Intervals

The loop is worked out {DRAWS:,} times with all numbers varied together (fewer times on maps of more
than 300 parts), with one common factor for AI's capability. 9 of 10 of these runs lie within the
brackets, and the number before them is the middle one of the runs. The slowest of many uncertain
loops sets the pace: if a dozen of them are each off by some factor, the slowest is off upwards, so
that the middle run lies above what the numbers at their centres alone would give.
"""


def limits_text(words: MapWords) -> str:
    """Return what the answers cannot say, and the words they use."""
    return f"""
#### What it cannot say

- No work is moved from one part to another, so the pace is a pessimistic bound.
- {words.starting_round}'s size is not counted: {_progress(words)}.
- {_unmeasured(words)} The page 'Evidence' says which
  numbers rest on assumption, and how much of the answer's uncertainty does.
- A scenario is a question, not a forecast.

#### Words

- **status**: *accelerated* if the probability of being faster is at least 90 %, *slowed* if that of
  being slower is; *unproven* in between; *unknown* without evidence.
- **holds the loop up by**: how much shorter {words.a_round} were if the part took only its minimum
  time.
- **may slow for good by**: how much slower the part may become before the loop notices.
- **on the slowest loop in 42 % of runs**: so often, of all runs with the numbers varied.
- **run**: one working out of the loop with every number drawn from its range.
- **our own view**: a number that no source gives; we assume it, and say so.
- **pace at most**: if everything that AI speeds up now took only its minimum time.
- **{words.rounds} in work**: lags; {_ahead(words)}.

#### On the command line

Everything here is also in the terminal: `loopmap critical-path`, `loopmap active`,
`loopmap explain NAME`, `loopmap evidence`, each with `--format json`. Nothing on this page leaves
your machine.
"""


def _in_full(words: MapWords) -> str:
    return "generation of AI models" if words.of_models else words.round_in_full


def _progress(words: MapWords) -> str:
    if words.of_models:
        return "faster releases are not the same as faster progress"
    return f"more {words.rounds} are not the same as more progress"


def _unmeasured(words: MapWords) -> str:
    if words.of_models:
        return "Most parts of a frontier lab have never been measured in public."
    return "What nobody has measured stands as an assumption."


def _ahead(words: MapWords) -> str:
    if words.of_models:
        return "a building that takes 55 months is ordered many generations ahead"
    return f"how many {words.rounds} may be under way between two parts"


def show() -> None:
    """Show the page."""
    words = session.current_model().words
    st.header("Method and limits", anchor=False)
    # Wider lines than these are hard to read.
    with st.container(width=820):
        st.markdown(method_text(words) + limits_text(words), anchors=False)
