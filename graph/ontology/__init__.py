"""Turtle files to a frozen model: found, read, understood, and told what is wrong in them.

How a map is read, module by module:

- ``inputs`` finds and decodes the files that a person names; ``graph.turtle`` makes each a
  document of triples that know their line.
- ``reading`` adds the shipped vocabulary where the files bring none, and leads through the rest.
- ``statements`` indexes all triples by subject and property, and gathers what is found wrong.
- ``terms`` knows which properties are read, and notes words that nothing declares; ``roles`` says
  what each subject is.
- ``things`` asks a subject for typed values (``literals``), in words that people know (``names``).
- ``building`` makes the records: first the ``lists`` of the vocabulary, among them which numbers
  may be written on what and within which ``ranges``; then ``components``, ``dependencies`` and
  ``evidence``.
- ``checks`` holds the records against each other: ``consistency`` of numbers, ``wholeness`` of the
  loop. ``check`` does all that, and asks for ``completeness`` besides: what shapes.ttl publishes.

Problems are collected, never raised one by one. A model is given out only if none is an error.
"""
