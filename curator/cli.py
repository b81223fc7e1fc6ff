"""The command line: the window, and the same checks and saves without one.

Nothing here needs Qt; only opening the window imports it.
"""

from __future__ import annotations

import argparse
import io
import json
import os
import sys
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path

from curator import __version__
from curator.content.checks import Problem
from curator.content.folder import FolderError, open_folder, scan
from curator.content.merge_driver import MergeDriverError, merge_versions
from curator.content.row import Row
from curator.content.saving import store
from curator.content.saving.store import SaveError
from curator.content.schema import CONVENTIONAL_ORDER
from curator.content.twins import problems_across
from curator.frontmatter import (
    Document,
    Edit,
    FieldPath,
    FrontMatterError,
    Move,
    Remove,
    Set,
    Unreadable,
    Value,
    Written,
    apply,
)
from curator.frontmatter.errors import PathNotFound

OK, SOME, USAGE = 0, 1, 2
"""Exit codes: all well; problems found or files refused; could not run."""

COMMANDS = ("check", "set", "move", "remove", "merge")


class _Usage(Exception):
    """The command's words are wrong; its text says how."""


def run(arguments: Sequence[str]) -> int:
    """Run one command and return its exit code."""
    words = list(arguments)
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            # A file name that the terminal cannot show is no reason to stop half-way.
            stream.reconfigure(errors="backslashreplace")
    try:
        if words and words[0] in COMMANDS:
            options = _parser().parse_args(words)
            command: Callable[[argparse.Namespace], int] = options.command
            code = command(options)
            sys.stdout.flush()
            return code
        return _window(_window_parser().parse_args(words))
    except SystemExit as stop:
        return stop.code if isinstance(stop.code, int) else USAGE
    except _Usage as error:
        print(f"curator: {error}", file=sys.stderr)
        return USAGE
    except BrokenPipeError:
        # The reader of a pipe has seen enough; Python must not try to write the rest at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return OK


def _window_parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="curator",
        description="Triage and curate a folder of stories.",
        epilog="Other commands, each with --help: " + ", ".join(f"curator {c}" for c in COMMANDS),
    )
    parser.add_argument("folder", nargs="?", type=Path, help="content folder (default: the last)")
    parser.add_argument("--version", action="version", version=f"curator {__version__}")
    return parser


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="curator")
    commands = parser.add_subparsers(required=True)

    check = commands.add_parser("check", help="list the problems of a folder's articles")
    check.add_argument("folder", type=Path)
    check.add_argument("--format", choices=("text", "json"), default="text")
    check.set_defaults(command=_check)

    edit = commands.add_parser("set", help="set one field in files")
    edit.add_argument("assignment", metavar="FIELD=VALUE", help="related.0.title=…; VALUE is YAML")
    edit.add_argument("files", nargs="+", type=Path, metavar="FILE")
    edit.set_defaults(command=_set)

    move = commands.add_parser("move", help="move one item of a list")
    move.add_argument("field", metavar="FIELD")
    move.add_argument("source", type=int, metavar="FROM", help="number of the item, from 0")
    move.add_argument("target", type=int, metavar="TO", help="number that it shall have")
    move.add_argument("files", nargs="+", type=Path, metavar="FILE")
    move.set_defaults(command=_move)

    remove = commands.add_parser("remove", help="remove a key or a list item")
    remove.add_argument("field", metavar="FIELD")
    remove.add_argument("files", nargs="+", type=Path, metavar="FILE")
    remove.set_defaults(command=_remove)

    merging = commands.add_parser("merge", help="merge three versions, as git's merge driver")
    for name, what in (
        ("base", "the common ancestor (%%O)"),
        ("ours", "our version (%%A); the result is written here"),
        ("theirs", "their version (%%B)"),
    ):
        merging.add_argument(name, type=Path, metavar=name.upper(), help=what)
    merging.set_defaults(command=_merge)
    return parser


def _window(options: argparse.Namespace) -> int:
    from curator.app import run_window

    return run_window(options.folder)


def _check(options: argparse.Namespace) -> int:
    try:
        folder = open_folder(options.folder)
    except FolderError as error:
        raise _Usage(str(error)) from error
    problems: list[Problem] = []
    rows: list[Row] = []
    left_out = 0
    for batch in scan(folder):
        rows.extend(batch.rows)
        problems.extend(problem for row in batch.rows for problem in row.problems)
        for unread in batch.problems:
            left_out += 1
            print(f"curator: {unread.path} was left out: {unread.message}", file=sys.stderr)
    problems.extend(problems_across(rows))
    if options.format == "json":
        print(json.dumps([problem.as_dict() for problem in problems], ensure_ascii=False, indent=2))
    else:
        for problem in problems:
            place = [problem.path]
            place += [str(n) for n in (problem.line, problem.column) if n is not None]
            print(f"{':'.join(place)}: {problem.severity}: {problem.message} [{problem.code}]")
        said = f"{_counted(len(problems), 'problem')} in {_counted(len(rows), 'article')}"
        print(said, file=sys.stderr)
    return SOME if problems or left_out else OK


def _counted(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def _set(options: argparse.Namespace) -> int:
    name, equals, text = options.assignment.partition("=")
    if not equals or not name:
        raise _Usage(f"{options.assignment!r} is not FIELD=VALUE")
    path = _field(name)
    value = _value(text)
    return _edit_files(options.files, Set(path, value, CONVENTIONAL_ORDER))


def _move(options: argparse.Namespace) -> int:
    return _edit_files(options.files, Move(_field(options.field), options.source, options.target))


def _remove(options: argparse.Namespace) -> int:
    return _edit_files(options.files, Remove(_field(options.field)))


def _field(text: str) -> FieldPath:
    """A path such as `related.0.title`; whole numbers are places in a list."""
    parts = text.split(".")
    if not all(parts):
        raise _Usage(f"{text!r} is not a field: write it as related.0.title")
    return tuple(int(part) if part.isascii() and part.isdigit() else part for part in parts)


def _value(text: str) -> Value:
    """A value read as YAML.

    A date keeps the form in which it is given, and text that is no valid YAML (a headline with a
    colon) is taken as it stands.
    """
    try:
        document = Document.of(b"", f"value: {text}\n", b"")
    except FrontMatterError:
        return text
    if list(document.data) != ["value"]:
        return text
    read = document.data["value"]
    if isinstance(read, Unreadable):
        return str(read)
    return Written(document.text(("value",)) or "") if isinstance(read, date) else read


def _edit_files(files: list[Path], edit: Edit) -> int:
    refused = False
    for path in files:
        try:
            stored = store.load(path)
            changed = apply(stored.document, edit)
            if changed.yaml == stored.document.yaml:
                print(f"{path}: already so")
                continue
            store.save(stored, changed)
            print(f"{path}: changed")
        except PathNotFound as error:
            if isinstance(edit, Remove):
                print(f"{path}: already so")
                continue
            refused = _refuse(path, error.message)
        except FrontMatterError as error:
            place = f"line {error.line}: " if error.line else ""
            refused = _refuse(path, place + error.message)
        except SaveError as error:
            refused = _refuse(path, error.message)
        except OSError as error:
            refused = _refuse(path, error.strerror or str(error))
    return SOME if refused else OK


def _refuse(path: Path, why: str) -> bool:
    print(f"curator: {path}: {why}", file=sys.stderr)
    return True


def _merge(options: argparse.Namespace) -> int:
    try:
        versions = [path.read_bytes() for path in (options.base, options.ours, options.theirs)]
        merged = merge_versions(*versions)
        options.ours.write_bytes(merged.data)
    except OSError as error:
        raise _Usage(f"{error.filename}: {error.strerror}") from error
    except MergeDriverError as error:
        raise _Usage(str(error)) from error
    return OK if merged.clean else SOME
