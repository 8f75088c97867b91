"""Two maps beside each other: what they answer, on common draws, and what was changed in them."""
