"""The text of a Turtle file, with places: read, repaired, shown."""
