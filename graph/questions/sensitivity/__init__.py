"""Where the uncertainty comes from, and what is most worth measuring."""
