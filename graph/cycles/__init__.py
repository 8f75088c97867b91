"""The cycle engine: periods and slacks of timed marked graphs. It knows numbers, not the map.

It imports nothing else of this package but its errors, and serves as a library by itself: name the
nodes, give each its days and each arc its lag, and ask.

>>> from graph.cycles.cycle_ratio import maximum_cycle_ratio
>>> from graph.cycles.marked_graph import Arc, MarkedGraph
>>> from graph.cycles.slack import slacks
>>> loop = MarkedGraph(("a", "b"), (6, 2), (Arc(0, 1, 0), Arc(1, 0, 1), Arc(1, 1, 1)))
>>> ratio = maximum_cycle_ratio(loop)
>>> str(ratio.period), ratio.nodes, [str(days) for days in slacks(loop, ratio).permanent]
('8', ('a', 'b'), ['0', '0'])
"""
