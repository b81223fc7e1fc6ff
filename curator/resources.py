"""Where the program's own files are: icons and the sample folder."""

from __future__ import annotations

from pathlib import Path


def resource(*parts: str) -> Path:
    """The path of a file that comes with the program, installed or in a checkout."""
    here = Path(__file__).resolve().parent
    installed = here / "resources"
    return (installed if installed.is_dir() else here.parent / "resources").joinpath(*parts)
