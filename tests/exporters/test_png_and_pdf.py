"""The picture as PNG and PDF: as large as the SVG, whole, and refused plainly without Chromium."""

from __future__ import annotations

import os
import re
import shutil
import struct
from pathlib import Path

import pytest
import turtle_maps

WORKED = str(Path(__file__).parents[1] / "ontologies" / "worked-loop.ttl")
ASK = ("export", "-o", WORKED, "--draws", "0", "--output")


@pytest.fixture
def with_chromium():
    """Chromium; without one the tests are skipped, in continuous integration they fail."""
    if shutil.which("chromium") or shutil.which("chromium-browser"):
        return
    if os.environ.get("CI"):
        pytest.fail("Chromium is missing.")
    pytest.skip("Chromium is missing.")


def test_png_and_pdf_hold_the_whole_picture(with_chromium, tmp_path):  # noqa: ARG001
    """PNG has two pixels a unit of the SVG in each direction; PDF is one page with a font."""
    names = [tmp_path / f"map.{ending}" for ending in ("svg", "png", "pdf")]
    assert [turtle_maps.loopmap(*ASK, str(path)).code for path in names] == [0, 0, 0]
    svg, png, pdf = names
    size = re.search(r'width="([\d.]+)" height="([\d.]+)"', svg.read_text(encoding="utf-8"))
    head = png.read_bytes()[:24]

    assert head[:8] == b"\x89PNG\r\n\x1a\n"
    # The width and height of a PNG stand at bytes 16 to 24 of the file, big-endian.
    assert struct.unpack(">II", head[16:]) == tuple(2 * round(float(one)) for one in size.groups())
    assert pdf.read_bytes().startswith(b"%PDF-")
    assert len(re.findall(rb"/Type\s*/Page\b", pdf.read_bytes())) == 1
    assert b"/Font" in pdf.read_bytes()


@pytest.mark.parametrize("name", ["map.png", "map.pdf"])
def test_without_chromium_the_message_says_what_to_do(name, tmp_path, monkeypatch):
    """Exit code 2, no file, and that SVG needs no program."""
    monkeypatch.setenv("LOOPMAP_CHROMIUM", "no-such-program")
    said = turtle_maps.loopmap(*ASK, str(tmp_path / name))

    assert (said.code, list(tmp_path.iterdir())) == (2, [])
    assert "nothing is downloaded" in said.err
    assert "export svg" in said.err


def test_a_program_that_draws_nothing_is_told(tmp_path, monkeypatch):
    """A file that was there keeps its bytes."""
    silent = tmp_path / "silent"
    silent.write_text("#!/bin/sh\necho broken >&2\n", encoding="utf-8")
    silent.chmod(0o755)
    target = tmp_path / "map.png"
    target.write_bytes(b"mine")
    monkeypatch.setenv("LOOPMAP_CHROMIUM", str(silent))
    said = turtle_maps.loopmap(*ASK, str(target))

    assert said.code == 2
    assert "drew no picture. It said: broken" in said.err
    assert target.read_bytes() == b"mine"
