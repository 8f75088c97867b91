"""Question 4: which domains get code-like feedback environments."""
