"""The headings of the table of articles."""

from __future__ import annotations

from PySide6.QtCore import QItemSelection, Qt
from PySide6.QtWidgets import QHeaderView, QStyleOptionHeader, QWidget


class ColumnHeader(QHeaderView):
    """Headings that can be clicked; those at the right have the arrow of sorting at the left."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self.setSectionsClickable(True)

    def initStyleOptionForIndex(self, option: QStyleOptionHeader, section: int) -> None:
        super().initStyleOptionForIndex(option, section)
        if option.textAlignment & Qt.AlignmentFlag.AlignRight:
            # The style paints the arrow where lines end, which is over a text that stands there.
            option.direction = Qt.LayoutDirection.RightToLeft

    def selectionChanged(self, selected: QItemSelection, deselected: QItemSelection) -> None:
        """Headings look the same whatever is selected; Qt would paint them with each step."""
