"""What can be wrong with front matter, or with an edit of it."""

from __future__ import annotations

from pathlib import Path


class FrontMatterError(Exception):
    """A problem in one file, said in words.

    `line` and `column` count from 1 in the whole file, as editors and compilers do.  `path` is
    filled in by the floor that knows about files.  `code` names the kind of problem for programs.
    """

    code = "front-matter"

    def __init__(self, message: str, line: int | None = None, column: int | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.line = line
        self.column = column
        self.path: Path | None = None

    def __str__(self) -> str:
        place = [str(self.path)] if self.path else []
        if self.line is not None:
            place.append(str(self.line))
            if self.column is not None:
                place.append(str(self.column))
        return f"{':'.join(place)}: {self.message}" if place else self.message


class NoFrontMatter(FrontMatterError):
    """The text does not begin with a `---` fence."""

    code = "no-front-matter"


class UnclosedFence(FrontMatterError):
    """The opening fence has no closing `---` or `...` line."""

    code = "unclosed-fence"


class NotUtf8(FrontMatterError):
    """The front matter is not UTF-8 text."""

    code = "not-utf8"


class YamlError(FrontMatterError):
    """The text between the fences is not YAML."""

    code = "yaml"


class NotAMapping(FrontMatterError):
    """The top level of the front matter is a list or a single value, not keys with values."""

    code = "not-a-mapping"


class TooLarge(FrontMatterError):
    """The front matter is larger, deeper or more entangled than curator reads."""

    code = "too-large"


class EditError(FrontMatterError):
    """An edit that was not made; the document is as it was."""

    code = "edit"


class PathNotFound(EditError):
    """The edit names a key or an item that the front matter does not have."""

    code = "path-not-found"


class EditRefused(EditError):
    """The edit would not do exactly what was asked, so it was not made."""

    code = "edit-refused"
