"""Text in, text out: front matter read and edited without moving a byte that was not meant."""

from curator.frontmatter.document import Document
from curator.frontmatter.editing import apply, apply_all
from curator.frontmatter.edits import Arrange, Edit, Insert, Move, Own, Remove, Set
from curator.frontmatter.errors import EditError, FrontMatterError
from curator.frontmatter.nodes import FieldPath, path_text
from curator.frontmatter.scalars import Unreadable, Value, Written
from curator.frontmatter.sharing import Shared, shared_with, shares, written_at

__all__ = [
    "Arrange",
    "Document",
    "Edit",
    "EditError",
    "FieldPath",
    "FrontMatterError",
    "Insert",
    "Move",
    "Own",
    "Remove",
    "Set",
    "Shared",
    "Unreadable",
    "Value",
    "Written",
    "apply",
    "apply_all",
    "path_text",
    "shared_with",
    "shares",
    "written_at",
]
