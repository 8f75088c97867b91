"""How the bottleneck moved year by year, and how well it could have been foreseen."""
