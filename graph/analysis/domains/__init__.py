"""Which domains talk back as code does, and what that would give the loop."""
