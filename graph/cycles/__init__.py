"""The cycle engine: periods and slacks of timed marked graphs. It knows numbers, not the map."""
