"""A map to ask on the command line."""

from __future__ import annotations

import pytest
from turtle_maps import TWO


@pytest.fixture
def two(tmp_path):
    """The small loop as a file."""
    path = tmp_path / "two.ttl"
    path.write_text(TWO, encoding="utf-8")
    return path
