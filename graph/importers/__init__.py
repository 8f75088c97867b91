"""Other people's data in, as evidence in Turtle."""
