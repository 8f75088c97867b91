"""Changing a map's files: at their place, whole or not at all, and so that it can be undone."""
