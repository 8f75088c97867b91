"""The map and its answers out: pages, pictures, networks, tables."""
