"""The growth kernel: stocks, components and a generation time to a path and a verdict."""
