"""Question 3: which bottlenecks block the rest now."""
