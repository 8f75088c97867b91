"""How the bottleneck moved year by year."""
