"""The wheel carries everything that an installed loopmap needs."""

from __future__ import annotations

import json
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]


@pytest.fixture(scope="module")
def wheel(tmp_path_factory):
    """Build the wheel from the tree as it stands."""
    out = tmp_path_factory.mktemp("wheel")
    subprocess.run(
        ["uv", "build", "--wheel", "--quiet", "--out-dir", str(out), str(ROOT)], check=True
    )
    return next(out.glob("loopmap-*.whl"))


def test_the_wheel_carries_the_ontology_the_app_and_the_licence(wheel):
    """Whatever the program reads at run time is inside the wheel."""
    names = set(zipfile.ZipFile(wheel).namelist())

    assert "graph/_app.py" in names
    for path in (ROOT / "ontology").rglob("*.ttl"):
        assert f"graph/_ontology/{path.relative_to(ROOT / 'ontology').as_posix()}" in names
    assert any(name.endswith("licenses/LICENSE") for name in names)
    assert {"loopmap/__init__.py", "loopmap/py.typed", "graph/py.typed"} <= names
    assert not any("_import" in name or "arrang" in name for name in names)


def test_a_wheel_in_an_empty_environment_answers_in_an_empty_folder(wheel, tmp_path):
    """Installed elsewhere, away from the checkout, loopmap gives the answer of the checkout."""
    venv, empty = tmp_path / "venv", tmp_path / "empty"
    empty.mkdir()
    subprocess.run(["uv", "venv", "--quiet", "--python", sys.executable, str(venv)], check=True)
    python = venv / "bin" / "python"
    subprocess.run(
        ["uv", "pip", "install", "--quiet", "--python", str(python), str(wheel)], check=True
    )

    command = ["critical-path", "--draws", "0", "--format", "json"]
    installed = subprocess.run(
        [str(venv / "bin" / "loopmap"), *command],
        cwd=empty,
        capture_output=True,
        text=True,
        check=True,
    )
    checkout = subprocess.run(
        [sys.executable, "-m", "graph", *command],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )

    assert json.loads(checkout.stdout) == json.loads(installed.stdout)

    code = "import loopmap; print(loopmap.read().study().critical_path(draws=0).to_json())"
    imported = subprocess.run(
        [str(python), "-c", code], cwd=empty, capture_output=True, text=True, check=True
    )
    assert json.loads(imported.stdout) == json.loads(checkout.stdout)
