"""``python -m graph`` is ``loopmap``."""

from graph.cli import main

if __name__ == "__main__":
    main()
