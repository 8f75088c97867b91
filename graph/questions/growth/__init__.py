"""Question 5: what happens when these systems improve the rest of the machinery."""
