"""Measuring one's own loop: from the records of work to evidence about the parts of a map.

A source (``sources/``, one file and one line in its registry each) gives rows of one event table:
an item was in a stage from start to end. The stages are told apart into parts of the map, waiting
and work (``stages.py``); from the passes of the items through the parts come measurements
(``measurement.py``), each with its interval, its count and its definition, or a refusal with its
reason. ``evidence_file.py`` writes them as Turtle. README.md and events.md say in plain words what
each means.

No measure about a person exists here: of who did something only a keyed hash is kept, with a key
made for the run and thrown away, and it serves to count people alone.
"""
