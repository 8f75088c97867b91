"""The documentation site: pages by hand, and those made from commands, words and docstrings."""
