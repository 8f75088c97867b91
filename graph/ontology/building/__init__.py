"""From statements to records, a module for each kind of thing."""
