"""A Turtle file with a domain of one's own."""

import pytest
from domain_maps import OWN_DOMAIN


@pytest.fixture
def own_domain(tmp_path):
    """A function that writes a domain of one's own into a file, with a change if wanted."""

    def write(old: str = "", new: str = "") -> str:
        assert old in OWN_DOMAIN
        path = tmp_path / "bridges.ttl"
        path.write_text(OWN_DOMAIN.replace(old, new), encoding="utf-8")
        return str(path)

    return write
