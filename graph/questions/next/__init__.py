"""Question 3: which bottleneck falls next, when, and what takes over."""
