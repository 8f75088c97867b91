"""Which loopmap this is, and where its shipped ontology is: beside the package, or inside it."""

from __future__ import annotations

from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent


def shipped_ontology() -> Path:
    """Return the folder with the ontology that loopmap ships.

    >>> (shipped_ontology() / "loop.ttl").name
    'loop.ttl'
    """
    packaged = _PACKAGE / "_ontology"
    return packaged if packaged.is_dir() else _PACKAGE.parent / "ontology"


def shipped_ontology_as_seen_from_here() -> Path:
    """Return the same folder, relative to the present one if it lies below it.

    Messages then name files as a person in a checkout would type them.
    """
    return seen_from_here(shipped_ontology())


def seen_from_here(path: Path) -> Path:
    """Return a path relative to the present folder if it lies below it."""
    here = Path.cwd()
    return path.relative_to(here) if path.is_relative_to(here) else path


def shipped_app() -> Path:
    """Return the file that Streamlit runs."""
    packaged = _PACKAGE / "_app.py"
    return packaged if packaged.is_file() else _PACKAGE.parent / "app.py"


def starter_ontology() -> Path:
    """Return the small loop that ``loopmap init`` writes."""
    return _PACKAGE / "starter.ttl"


def loopmap_version() -> str:
    """Return the version of loopmap; "unknown" in a checkout that is not installed."""
    from importlib.metadata import PackageNotFoundError, version

    try:
        return version("loopmap")
    except PackageNotFoundError:
        return "unknown"


def short_names(files: tuple[str, ...]) -> tuple[str, ...]:
    """Return file names without the folders that all of them share.

    >>> short_names(("/a/b/c.ttl", "/a/b/d/e.ttl")), short_names(("x.ttl",))
    (('c.ttl', 'd/e.ttl'), ('x.ttl',))
    """
    if len(files) < 2:
        return tuple(Path(name).name for name in files)
    parts = [Path(name).parts for name in files]
    shared = 0
    while all(len(part) > shared + 1 and part[shared] == parts[0][shared] for part in parts):
        shared += 1
    return tuple("/".join(part[shared:]) for part in parts)
