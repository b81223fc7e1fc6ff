"""A soft mark at what is different since the editor's last look, with what it was in the tip."""

from __future__ import annotations

import html

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QWidget

from curator.ui.form.field_base import Caption


def changed_mark(parent: QWidget, words: str = "") -> Caption:
    """A mark that does not tell yet what was there; `words` say more than that it is changed."""
    return Caption(words or _tr("changed"), "changed", parent)


def say_earlier(mark: Caption, earlier: str) -> None:
    """Tell what was there before; nothing was where the text is empty."""
    if not earlier:
        told = _tr("This was empty when you looked at the story last")
        mark.setToolTip(told)
    else:
        told = _tr("When you looked at the story last, this was: {0}").format(earlier)
        heading = _tr("When you looked at the story last, this was")
        # A tip would take a story's text for HTML.
        mark.setToolTip(f"<p>{html.escape(heading)}</p><p>{html.escape(earlier)}</p>")
    mark.setAccessibleName(_tr("Changed. {0}").format(told))


def _tr(text: str) -> str:
    return QCoreApplication.translate("ChangedMark", text)
