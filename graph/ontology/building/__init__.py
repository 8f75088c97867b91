"""From statements to the frozen model, a module for each kind of thing."""
