"""Everything the map says of one entry, down to quote and source."""
