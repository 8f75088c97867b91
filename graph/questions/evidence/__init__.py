"""How well the answers are supported, and what hangs on a single source."""
