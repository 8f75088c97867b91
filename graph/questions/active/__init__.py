"""Question 1: which parts of the loop are already active."""
