"""A small loop of a team that tests of editing change; its lines stay as they are."""

from __future__ import annotations

from pathlib import Path

_FILE = Path(__file__).parents[1] / "data" / "team-loop.ttl"


def team_loop() -> Path:
    """Return where the loop stands: planning, coding, review and release, each with its days."""
    return _FILE
