"""The settings that the guide gives for editors start a command that exists."""

from __future__ import annotations

import json
import re
import tomllib
from pathlib import Path

from graph.cli.commands import COMMANDS

_EDITORS = Path(__file__).parents[2] / "graph" / "language_server" / "editors"
_GUIDE = (_EDITORS / "README.md").read_text(encoding="utf-8")


def block(language: str) -> str:
    """The one block of a language in the guide."""
    (found,) = re.findall(rf"```{language}\n(.*?)```", _GUIDE, re.DOTALL)
    return found


def test_every_editor_starts_the_command():
    """VS Code by default, Neovim and Helix by their settings."""
    package = json.loads((_EDITORS / "vscode" / "package.json").read_text(encoding="utf-8"))
    setting = package["contributes"]["configuration"]["properties"]["loopmap.command"]
    helix = tomllib.loads(block("toml"))
    server = helix["language-server"]["loopmap"]
    neovim = re.search(r'cmd = \{ "(\w+)", "(\w+)" \}', block("lua"))

    assert setting["default"] == ["loopmap", "lsp"]
    assert [server["command"], *server["args"]] == ["loopmap", "lsp"]
    assert helix["language"][0]["language-servers"] == ["loopmap"]
    assert neovim is not None
    assert list(neovim.groups()) == ["loopmap", "lsp"]
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
