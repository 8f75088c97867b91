"""Scales, pooling, limits, trends, evenly spread points and variance shares over plain numbers."""
