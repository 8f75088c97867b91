"""The house rules that a machine can check."""

from __future__ import annotations

import ast
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
MODULES = sorted((ROOT / "graph").rglob("*.py"))
TESTS = sorted((ROOT / "tests").rglob("test_*.py"))

#: Lines a module may have; beyond, it asks to be two.
_MODULE_LINES = 450
#: Lines a function may have, its docstring left out.
_FUNCTION_LINES = 60


def name_of(path: Path) -> str:
    """The path as people call it."""
    return path.relative_to(ROOT).as_posix()


def functions_of(path: Path) -> list[ast.FunctionDef | ast.AsyncFunctionDef]:
    """Every function in a file, methods included."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    return [
        node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    ]


def test_there_are_modules_and_tests_to_look_at():
    """The walks below find what they are meant to find."""
    assert len(MODULES) > 100
    assert len(TESTS) > 40


def lines_of(function: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    """How many lines a function has below its docstring."""
    body = function.body[1:] if ast.get_docstring(function) else function.body
    return (body[-1].end_lineno or 0) - body[0].lineno + 1 if body else 0


def test_no_module_is_too_long():
    """A module has one whole noun and at most 450 lines."""
    lengths = {
        name_of(path): len(path.read_text(encoding="utf-8").splitlines()) for path in MODULES
    }

    assert {name: length for name, length in lengths.items() if length > _MODULE_LINES} == {}


def test_no_function_is_too_long():
    """A function fits on a screen."""
    long = [
        f"{name_of(path)}: {function.name} has {lines_of(function)} lines"
        for path in MODULES
        for function in functions_of(path)
        if lines_of(function) > _FUNCTION_LINES
    ]

    assert long == []


def test_every_test_says_what_it_promises():
    """Each test has a sentence under its name."""
    silent = [
        f"{name_of(path)}: {function.name}"
        for path in TESTS
        for function in functions_of(path)
        if function.name.startswith("test_") and not ast.get_docstring(function)
    ]

    assert silent == []


def test_no_two_test_files_share_a_name():
    """A failing test can be found by the name of its file."""
    names = [path.name for path in TESTS]

    assert sorted(set(names)) == sorted(names)
