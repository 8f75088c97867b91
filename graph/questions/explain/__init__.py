"""Everything the map says of one thing, down to quote and source."""
