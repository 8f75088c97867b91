"""The settings that the guide gives for editors start a command that exists."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import tomllib
from pathlib import Path

from graph.cli.commands import COMMANDS

_EDITORS = Path(__file__).parents[2] / "graph" / "language_server" / "editors"
_GUIDE = (_EDITORS / "README.md").read_text(encoding="utf-8")


def blocks(language: str) -> list[str]:
    """The blocks of a language in the guide."""
    return re.findall(rf"```{language}\n(.*?)```", _GUIDE, re.DOTALL)


def test_every_editor_starts_the_command():
    """VS Code by default, Neovim, new and old, and Helix by their settings."""
    package = json.loads((_EDITORS / "vscode" / "package.json").read_text(encoding="utf-8"))
    setting = package["contributes"]["configuration"]["properties"]["loopmap.command"]
    (toml,) = blocks("toml")
    helix = tomllib.loads(toml)
    server = helix["language-server"]["loopmap"]
    neovim = [re.findall(r'cmd = \{ "(\w+)", "(\w+)" \}', settings) for settings in blocks("lua")]

    assert setting["default"] == ["loopmap", "lsp"]
    assert [server["command"], *server["args"]] == ["loopmap", "lsp"]
    assert helix["language"][0]["language-servers"] == ["loopmap"]
    assert neovim == [[("loopmap", "lsp")]] * 2
    assert "lsp" in {one.name for one in COMMANDS}


def test_the_extension_is_whole():
    """What it names is there, and it reads only the setting that it declares."""
    folder = _EDITORS / "vscode"
    package = json.loads((folder / "package.json").read_text(encoding="utf-8"))
    script = (folder / package["main"]).read_text(encoding="utf-8")
    (language,) = package["contributes"]["languages"]

    assert json.loads((folder / language["configuration"]).read_text(encoding="utf-8"))
    assert set(re.findall(r'require\("([^"/]+)', script)) == {
        "vscode",
        *package["dependencies"],
    }
    assert 'getConfiguration("loopmap").get("command")' in script
    assert f'language: "{language["id"]}"' in script


def test_the_extension_is_what_vs_code_takes():
    """The manifest by the rules that its packaging tool refuses for; the script is JavaScript.

    The rules: name and publisher of letters, digits and hyphens, a version of three numbers, an
    engine, events that are there, a description and a default of its own type for each setting.
    """
    folder = _EDITORS / "vscode"
    package = json.loads((folder / "package.json").read_text(encoding="utf-8"))
    types = {"array": list, "string": str, "boolean": bool, "number": int}

    for key in ("name", "publisher"):
        assert re.fullmatch(r"[a-z0-9][a-z0-9-]*", package[key])
    assert re.fullmatch(r"\d+\.\d+\.\d+", package["version"])
    assert re.fullmatch(r"\^\d+\.\d+\.\d+", package["engines"]["vscode"])
    ids = {one["id"] for one in package["contributes"]["languages"]}
    for event in package["activationEvents"]:
        kind, _, value = event.partition(":")
        assert kind in ("onLanguage", "workspaceContains"), event
        assert value in ids or kind == "workspaceContains", event
    for language in package["contributes"]["languages"]:
        assert all(ending.startswith(".") for ending in language["extensions"])
    for name, setting in package["contributes"]["configuration"]["properties"].items():
        assert name.startswith(f"{package['name']}.")
        assert setting["description"].endswith(".")
        assert isinstance(setting["default"], types[setting["type"]])
    node = shutil.which("node")
    if node is not None:
        script = folder / package["main"]
        assert subprocess.run([node, "--check", str(script)], check=False).returncode == 0
