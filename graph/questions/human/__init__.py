"""Question 2: which parts still require human taste and direction."""
