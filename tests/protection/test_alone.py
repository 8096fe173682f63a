"""The package stands alone: it could be lifted out and checked by anyone."""

import ast
import sys
from pathlib import Path

import pytest

import incidents.protection

FILES = sorted(Path(incidents.protection.__file__).parent.glob("*.py"))
ALLOWED = {"highspy", "numpy"}


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_it_imports_nothing_of_ours(path):
    tree = ast.parse(path.read_text("utf-8"))
    names = {alias.name for n in ast.walk(tree) if isinstance(n, ast.Import) for alias in n.names}
    names |= {n.module for n in ast.walk(tree) if isinstance(n, ast.ImportFrom) and not n.level}
    outside = {name.split(".")[0] for name in names} - set(sys.stdlib_module_names)
    assert outside <= ALLOWED
    assert all(node.level <= 1 for node in ast.walk(tree) if isinstance(node, ast.ImportFrom))


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_files_and_functions_are_short(path):
    text = path.read_text("utf-8")
    assert text.count("\n") <= 300
    long = [
        node.name
        for node in ast.walk(ast.parse(text))
        if isinstance(node, ast.FunctionDef) and node.end_lineno - node.lineno >= 40
    ]
    assert long == []
