"""The still picture as PNG and PDF, drawn by the Chromium that is on the machine."""

from __future__ import annotations

import math
import os
import re
import shutil
import subprocess
import tempfile
from collections.abc import Sequence
from pathlib import Path

from graph.errors import UsageError

#: Names under which Chromium and its relatives are installed.
_PROGRAMS = (
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
    "chrome",
    "microsoft-edge",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
)
#: Names the program to use instead.
_CHOSEN = "LOOPMAP_CHROMIUM"

#: Seconds until a browser that does not answer is ended.
_SECONDS = 120
#: Pixels of the PNG for one unit of the picture.
_PIXELS = 2
_SIZE = re.compile(r'<svg[^>]* width="([\d.]+)" height="([\d.]+)"')


def to_png(svg: str) -> bytes:
    """Return a picture as PNG, two pixels a unit.

    Args:
        svg: made by :func:`graph.exporters.svg.to_svg`.

    Raises:
        UsageError: no Chromium is on the machine, or it draws nothing.
    """
    width, height = _size(svg)
    return _drawn(
        svg,
        "picture.png",
        f"--window-size={width},{height}",
        f"--force-device-scale-factor={_PIXELS}",
        "--hide-scrollbars",
        "--screenshot=",
    )


def to_pdf(svg: str) -> bytes:
    """Return a picture as PDF of one page, text as text.

    Args:
        svg: made by :func:`graph.exporters.svg.to_svg`.

    Raises:
        UsageError: no Chromium is on the machine, or it draws nothing.
    """
    return _drawn(svg, "picture.pdf", "--no-pdf-header-footer", "--print-to-pdf=")


def can_render() -> bool:
    """Return whether there is a program that draws."""
    try:
        chromium()
    except UsageError:
        return False
    return True


def chromium() -> str:
    """Return the program that draws.

    Raises:
        UsageError: there is none; nothing is downloaded.
    """
    chosen = os.environ.get(_CHOSEN)
    for name in (chosen,) if chosen else _PROGRAMS:
        found = shutil.which(name)
        if found:
            return found
    missing = f"'{chosen}' ({_CHOSEN}) is no program" if chosen else "No Chromium is installed here"
    raise UsageError(
        f"{missing}, and PNG and PDF are drawn by it; nothing is downloaded. Install Chromium or "
        f"Chrome, name the program in {_CHOSEN}, or export svg, which needs none."
    )


def _size(svg: str) -> Sequence[int]:
    found = _SIZE.search(svg)
    if found is None:
        raise ValueError("the picture does not say how large it is")
    return [math.ceil(float(side)) for side in found.groups()]


def _page(svg: str) -> str:
    width, height = _size(svg)
    return (
        '<!doctype html><meta charset="utf-8"><meta http-equiv="Content-Security-Policy" '
        "content=\"default-src 'none'; style-src 'unsafe-inline'\"><style>"
        f"@page {{ size: {width}px {height}px; margin: 0 }} html, body {{ margin: 0 }} "
        f"svg {{ display: block }}</style>{svg}"
    )


def _drawn(svg: str, name: str, *options: str) -> bytes:
    program = chromium()
    with tempfile.TemporaryDirectory(prefix="loopmap-", ignore_cleanup_errors=True) as folder:
        page, target = Path(folder) / "picture.html", Path(folder) / name
        page.write_text(_page(svg), encoding="utf-8")
        command = [
            program,
            "--headless",
            "--disable-gpu",
            "--no-first-run",
            # The picture asks no other host, and neither shall the browser.
            "--disable-background-networking",
            "--host-resolver-rules=MAP * ~NOTFOUND",
            f"--user-data-dir={Path(folder) / 'profile'}",
            # As root there is no sandbox to be had; what is drawn is our own text, without scripts.
            *(["--no-sandbox"] if hasattr(os, "geteuid") and os.geteuid() == 0 else []),
            *options[:-1],
            f"{options[-1]}{target}",
            page.as_uri(),
        ]
        try:
            done = subprocess.run(command, capture_output=True, timeout=_SECONDS, check=False)
        except subprocess.TimeoutExpired:
            raise UsageError(f"{program} drew nothing within {_SECONDS} seconds.") from None
        except OSError as error:
            raise UsageError(f"{program} cannot be run: {error.strerror}.") from None
        if not target.is_file():
            said = done.stderr.decode(errors="replace").strip().splitlines()[-1:] or ["nothing"]
            raise UsageError(f"{program} drew no picture. It said: {said[0]}")
        return target.read_bytes()
