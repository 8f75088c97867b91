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


#: What the README leaves out for a terminal alone.
EXPLORER_ALONE = ("streamlit", "pyvis", "pandas", "pyarrow", "altair", "IPython")

WITHOUT = f"""
import sys
for name in {EXPLORER_ALONE}:
    sys.modules[name] = None  # as if it were not installed
from graph.cli import main
main()
"""


@pytest.mark.parametrize(
    ("words", "code", "message"),
    [
        (("takeoff", "--draws", "8", "--horizon", "2"), 0, ""),
        (("domains", "--draws", "8"), 0, ""),
        (("export", "svg"), 0, ""),
        (("export", "html"), 2, "The page needs pyvis"),
        (("explore",), 2, "The explorer needs streamlit and pyvis"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, tuple) else None,
)
def test_a_terminal_does_without_what_the_explorer_needs(words, code, message):
    """Every other command works in the small environment of the README, and these two say why."""
    small = ("-o", "tests/ontologies/rich.ttl")
    done = subprocess.run(
        [sys.executable, "-c", WITHOUT, *words, *small],
        cwd=ROOT, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert (done.returncode, message in done.stderr) == (code, True), done.stderr
