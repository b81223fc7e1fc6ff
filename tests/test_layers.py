"""The floors: who may import what.  The checker is itself tested on made-up trees."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

PACKAGE = Path(__file__).resolve().parents[1] / "curator"

FLOORS = {
    "frontmatter": {"frontmatter"},
    "content": {"content", "frontmatter"},
    "session": {"session", "content", "frontmatter"},
    "ui": {"ui", "session", "content", "frontmatter"},
    "cli": {"cli", "content", "frontmatter"},
    "__main__": {"__main__", "cli"},
    "__init__": set[str](),
    "resources": {"resources"},
    "app": {"app", "ui", "session", "content", "frontmatter", "cli"},
}
"""For each floor, or module of its own, what it may import of curator."""

LEAVES = {"resources", "__init__"}
"""Modules without imports of ours, which anyone may import."""

LATER = {"cli": {"app"}}
"""What may be imported only inside a function, once it is needed."""

QT = {
    "frontmatter": set[str](),
    "content": set[str](),
    "cli": set[str](),
    "__main__": set[str](),
    "__init__": set[str](),
    "resources": set[str](),
    "session": {"QtCore", "QtGui"},
}
"""The modules of PySide6 that a floor may import; the others may import all."""

VAGUE = {"common", "helper", "helpers", "manager", "misc", "tools", "util", "utils"}


def violations(package: Path) -> list[str]:
    """What breaks the rules in a package, each as `file:line: what`."""
    found: list[str] = []
    for path in sorted(package.rglob("*.py")):
        name = path.relative_to(package)
        if VAGUE & set(path.stem.split("_")):
            found.append(f"{name}: the name says nothing")
        floor = name.parts[0].removesuffix(".py")
        if floor not in FLOORS:
            found.append(f"{name}: belongs to no floor")
            continue
        for line, module, at_start in imports(path, package):
            problem = judge(package.name, floor, module, at_start)
            if problem:
                found.append(f"{name}:{line}: {problem}")
    return found


def judge(package: str, floor: str, module: str, at_start: bool) -> str | None:
    top, _, rest = module.partition(".")
    inside = rest.partition(".")[0]
    if top == "PySide6":
        allowed = QT.get(floor)
        if allowed is not None and inside not in allowed:
            return f"{floor} imports {module}"
    elif top == package:
        target = inside or "__init__"
        later = set[str]() if at_start else LATER.get(floor, set())
        if target not in FLOORS[floor] | LEAVES | later:
            return f"{floor} imports {target}"
    elif top in ("PyQt5", "PyQt6", "shiboken6") and QT.get(floor) is not None:
        return f"{floor} imports {module}"
    return None


def imports(path: Path, package: Path) -> Iterator[tuple[int, str, bool]]:
    """Every import of a file: its line, the full module name, and whether it runs at the start."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    own = [package.name, *path.relative_to(package).with_suffix("").parts]
    late = {
        id(inner)
        for node in ast.walk(tree)
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda))
        for inner in ast.walk(node)
    }
    for node in ast.walk(tree):
        at_start = id(node) not in late
        if isinstance(node, ast.Import):
            for alias in node.names:
                yield node.lineno, alias.name, at_start
        elif isinstance(node, ast.ImportFrom):
            base = own[: len(own) - node.level] if node.level else []
            module = ".".join([*base, *([node.module] if node.module else [])])
            for alias in node.names:
                # `from curator import ui` names a floor as much as `import curator.ui` does.
                is_package = module in (package.name, "PySide6")
                bare = is_package and (module == "PySide6" or known(package, alias.name))
                yield node.lineno, f"{module}.{alias.name}" if bare else module, at_start
        elif isinstance(node, ast.Call) and called(node) in ("import_module", "__import__"):
            for argument in node.args[:1]:
                if isinstance(argument, ast.Constant) and isinstance(argument.value, str):
                    yield node.lineno, argument.value, at_start


def known(package: Path, name: str) -> bool:
    return (package / name).is_dir() or (package / f"{name}.py").is_file()


def called(node: ast.Call) -> str:
    function = node.func
    return function.attr if isinstance(function, ast.Attribute) else getattr(function, "id", "")


def test_curator_keeps_to_its_floors() -> None:
    assert violations(PACKAGE) == []


def test_every_floor_is_there() -> None:
    for floor in ("frontmatter", "content", "session", "ui"):
        assert list((PACKAGE / floor).glob("*.py")), floor
    assert "import PySide6" not in (PACKAGE / "cli.py").read_text(encoding="utf-8")


WRONG = {
    "up a floor": ("frontmatter/a.py", "from curator.content import store"),
    "up two floors": ("content/a.py", "import curator.ui.window"),
    "up by a relative import": ("content/a.py", "from ..session import session"),
    "up by the package": ("session/a.py", "from curator import ui"),
    "up inside a function": ("content/a.py", "def f():\n    from curator.session import jobs"),
    "up by name": ("content/a.py", "import importlib\nimportlib.import_module('curator.ui')"),
    "up where only types are checked": (
        "content/a.py",
        "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    from curator.ui import x",
    ),
    "widgets in the session": ("session/a.py", "from PySide6.QtWidgets import QWidget"),
    "widgets by the package": ("session/a.py", "from PySide6 import QtWidgets"),
    "network in the session": ("session/a.py", "import PySide6.QtNetwork"),
    "Qt in content": ("content/a.py", "from PySide6.QtCore import QObject"),
    "Qt in front matter": ("frontmatter/a.py", "import PySide6"),
    "Qt on the command line": ("cli.py", "def f():\n    from PySide6.QtCore import QObject"),
    "the window on the command line": ("cli.py", "from curator.app import run_window"),
    "the session on the command line": ("cli.py", "from curator.session import session"),
    "app from a floor": ("ui/a.py", "from curator.app import open_window"),
    "the command line from a floor": ("content/a.py", "from curator import cli"),
    "no floor": ("stray.py", ""),
    "a floor that nobody knows": ("more/a.py", ""),
    "utils": ("content/utils.py", ""),
    "a manager": ("ui/article_manager.py", ""),
}


@pytest.mark.parametrize(("name", "text"), WRONG.values(), ids=WRONG)
def test_a_violation_is_found(tmp_path: Path, name: str, text: str) -> None:
    package = made_up(tmp_path, {name: text})
    (problem,) = violations(package)
    assert problem.startswith(name)


RIGHT = {
    "down": ("ui/a.py", "from curator.frontmatter import Document\nfrom PySide6 import QtWidgets"),
    "its own floor": ("content/a.py", "from .store import load\nfrom curator.content import b"),
    "the core of Qt in the session": ("session/a.py", "from PySide6.QtCore import QObject"),
    "a leaf": ("content/a.py", "from curator.resources import resource"),
    "the version": ("cli.py", "from curator import __version__"),
    "the window once it is wanted": ("cli.py", "def f():\n    from curator.app import run_window"),
    "app": ("app.py", "from curator.ui import window\nfrom curator.session import session"),
    "others": ("frontmatter/a.py", "import yaml, re\nfrom collections import abc"),
}


@pytest.mark.parametrize(("name", "text"), RIGHT.values(), ids=RIGHT)
def test_what_is_right_is_not_found(tmp_path: Path, name: str, text: str) -> None:
    assert violations(made_up(tmp_path, {name: text})) == []


def made_up(folder: Path, files: dict[str, str]) -> Path:
    package = folder / "curator"
    for floor in ("frontmatter", "content", "session", "ui"):
        (package / floor).mkdir(parents=True)
    for name in ("app.py", "cli.py", "resources.py", "__init__.py"):
        (package / name).touch()
    for name, text in files.items():
        (package / name).parent.mkdir(exist_ok=True)
        (package / name).write_text(text, encoding="utf-8")
    return package
