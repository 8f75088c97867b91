"""How the answers come about, and what they cannot say."""

from __future__ import annotations

import streamlit as st

from graph.views.answers import DRAWS

_TEXT = f"""
#### What is drawn

Each shape is a piece of work that every generation of AI models passes through; each line says that
one waits for another, makes it faster, or checks it. A dashed line reaches a later generation.
Places on the map are fixed: a part is always where it was.

#### A part's days

Days without AI, divided by how much faster AI makes the work, but never below a floor: what no
intelligence shortens, such as a training run at given compute, a soak test, or a statutory wait.
A part without any evidence runs at its days without AI, and every answer says how many did.

#### From sources to a number

Every observation has a source, a date, a study design and, where the source gives one, an
interval. They are pooled on the logarithmic scale (shares on the logit scale) with a random-effects
model; a design that is known to flatter is shifted and widened; old observations count less; rows
of one source count as a group; bounds enter as bounds. Four notions of "faster" are never mixed:
time on a fixed task, output per person, speed on the work people choose now, and value. Where no
source speaks there is an assumption of ours, and it is marked as one everywhere.

#### The loop's period

The loop is a timed graph. Its period is the slowest way round: the greatest sum of days per
generation in flight over all cycles. That cycle is the critical one, and only speeding up something
on it makes the loop faster. The pace is the period without AI divided by the period now. Whatever
is said of a single part is solved anew, never extrapolated.

#### Intervals

All intervals run from the 5th to the 95th percentile, over {DRAWS:,} runs with all numbers varied
(fewer on maps of more than 300 parts) with one common factor for AI's capability, and the number
before an interval is the middle of the runs. The loop's period is the slowest of many uncertain
cycles: if a dozen of them are each off by some factor, the slowest is off upwards, so that the
median lies above what the central numbers alone would give.

#### What it cannot say

- No work is moved from one part to another, so the pace is a pessimistic bound.
- A generation's size is not counted: faster releases are not the same as faster progress.
- Most parts of a frontier lab have never been measured in public. The page 'Evidence' says which
  numbers rest on assumption, and how much of the answer's uncertainty does.
- A scenario is a question, not a forecast.

#### Words

- **status**: *accelerated* if the probability of being faster is at least 90 %, *slowed* if that of
  being slower is; *unproven* in between; *unknown* without evidence.
- **blocks**: by how much the period falls if the part took only its floor.
- **may slow for good by**: how much slower the part may become before the loop notices.
- **P(critical)**: in how many of the draws the part lies on the critical cycle.
- **ceiling**: the pace if everything that AI speeds up now took only its floor.
- **generations in work**: lags; a building that takes 55 months is ordered many generations ahead.

#### On the command line

Everything here is also in the terminal: `loopmap critical-path`, `loopmap active`,
`loopmap explain NAME`, `loopmap evidence`, each with `--format json`. Nothing on this page leaves
your machine.
"""


def show() -> None:
    """Show the page."""
    st.header("Method and limits", anchor=False)
    # Wider lines than these are hard to read.
    with st.container(width=820):
        st.markdown(_TEXT, anchors=False)
