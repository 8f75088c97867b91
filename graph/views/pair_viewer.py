"""Two pictures of one map that move together."""

from __future__ import annotations

from graph.records import record
from graph.views.components import component

#: Height of the pictures in pixels.
_HEIGHT = 460


@record
class PictureBeside:
    """One of the two.

    Attributes:
        name: stands above it.
        svg: the picture, in which every text of the map is escaped.
    """

    name: str
    svg: str


def show_pair(first: PictureBeside, second: PictureBeside) -> None:
    """Put two pictures on the page; what moves or enlarges one does so with the other."""
    component("pair")(
        key="map-pair",
        data={
            "names": [first.name, second.name],
            "pictures": [first.svg, second.svg],
            "height": _HEIGHT,
        },
        # On a phone the two stand one above the other.
        height="content",
    )
