"""Pictures of the explorer for the README: ``python tests/browser/screenshots.py``."""

from __future__ import annotations

import contextlib
import importlib.util
import io
import sys
from pathlib import Path

HERE = Path(__file__).parent
PICTURES = HERE.parents[1] / "graph" / "views" / "pictures"

#: Largest picture, in bytes.
LARGEST = 150_000

#: Name, address, size of the window, colours.
VIEWS = (
    ("loop.png", "/?lens=next", (1280, 1225), "light"),
    (
        "comparison.png",
        "/?lens=next&scenario=trust-withdrawn&versus=evidence",
        (1280, 1225),
        "dark",
    ),
    ("component.png", "/component?component=coding", (1280, 980), "light"),
)


def main() -> None:
    """Take every picture; one that is too large is an error."""
    from playwright.sync_api import sync_playwright

    tools = _conftest()
    PICTURES.mkdir(exist_ok=True)
    with tools._serving() as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=str(tools.CHROMIUM), args=list(tools.FLAGS)
        )
        for name, path, (width, height), scheme in VIEWS:
            page = browser.new_page(
                viewport={"width": width, "height": height}, color_scheme=scheme
            )
            visit = tools.Visit(page, address).open(path, drawn=path.startswith("/?"))
            # The answer about growth is worked out beside the page.
            with contextlib.suppress(Exception):
                page.get_by_text("goes on by itself:").first.wait_for(timeout=40_000)
            visit.settle()
            _save(page.screenshot(), PICTURES / name)
        browser.close()


def _save(picture: bytes, target: Path) -> None:
    from PIL import Image

    # Few colours are enough for lines and letters, and make the file a third as large.
    image = Image.open(io.BytesIO(picture)).convert("RGB")
    image = image.quantize(112, Image.Quantize.MAXCOVERAGE, dither=Image.Dither.NONE)
    image.save(target, optimize=True)
    size = target.stat().st_size
    if size > LARGEST:
        raise SystemExit(f"{target.name} has {size:,} bytes, more than {LARGEST:,}")
    print(f"{target.name}: {size:,} bytes")


def _conftest():
    # The tests find their helpers by themselves; a program must be told where they are.
    sys.path.insert(0, str(HERE.parent / "helpers"))
    spec = importlib.util.spec_from_file_location("browser_tools", HERE / "conftest.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


if __name__ == "__main__":
    main()
