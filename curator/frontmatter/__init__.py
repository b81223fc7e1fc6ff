"""Text in, text out: front matter read and edited without moving a byte that was not meant."""

from curator.frontmatter.document import Document
from curator.frontmatter.edits import Edit, Insert, Move, Remove, Set, apply, apply_all, path_text
from curator.frontmatter.errors import EditError, FrontMatterError
from curator.frontmatter.nodes import FieldPath
from curator.frontmatter.scalars import Unreadable, Value, Written

__all__ = [
    "Document",
    "Edit",
    "EditError",
    "FieldPath",
    "FrontMatterError",
    "Insert",
    "Move",
    "Remove",
    "Set",
    "Unreadable",
    "Value",
    "Written",
    "apply",
    "apply_all",
    "path_text",
]
