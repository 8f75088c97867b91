"""Observations pooled into estimates."""
