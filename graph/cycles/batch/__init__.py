"""The same engine for many sets of numbers at once: a row per arc, a column per set."""
