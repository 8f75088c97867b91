"""What is done while the site is built: pages are made, commands run, formulas drawn."""

from __future__ import annotations

import shutil
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from mkdocs.exceptions import PluginError
from mkdocs.structure.files import File

# The builder loads this file by its path, and not as part of the package.
sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from graph.files import shipped_ontology
from graph.site.commands import command_pages
from graph.site.console import FailedCommandError, with_outputs
from graph.site.formulas import with_formulas
from graph.site.words import words_page

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.structure.files import Files
    from mkdocs.structure.pages import Page

#: Folders in which the commands of pages ran; removed when the site stands.
_folders: dict[str, Path] = {}


def on_config(config: MkDocsConfig) -> MkDocsConfig:
    """List the pages of the commands in the navigation, in the order of the program's help."""
    made = [path for path in command_pages() if not path.endswith("index.md")]
    for entry in config.nav or []:
        if "Commands" in entry:
            entry["Commands"] = ["commands/index.md", *made]
    return config


def on_files(files: Files, config: MkDocsConfig) -> Files:
    """Add the pages that are made."""
    made = {**command_pages(), "words.md": words_page(Path(shipped_ontology()))}
    for path, content in made.items():
        files.append(File.generated(config, path, content=content))
    return files


def on_page_markdown(markdown: str, page: Page, config: MkDocsConfig, files: Files) -> str:  # noqa: ARG001 (the builder names them)
    """Run the commands of a page and draw its formulas."""
    name = page.file.src_uri
    folder = _folders.setdefault(name, Path(tempfile.mkdtemp()))
    try:
        return with_formulas(with_outputs(markdown, name, folder))
    except FailedCommandError as error:
        raise PluginError(str(error)) from None


def on_post_build(config: MkDocsConfig) -> None:  # noqa: ARG001 (the builder names it)
    """Remove the folders in which commands ran."""
    while _folders:
        shutil.rmtree(_folders.popitem()[1], ignore_errors=True)
