"""Turtle files to a frozen model: found, read, understood, and told what is wrong in them."""
