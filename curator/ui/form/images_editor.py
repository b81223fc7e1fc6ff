"""The editor of a story's pictures: one row each, with address, width and height."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from curator.content.schema import CONVENTIONAL_ORDER, Field, Kind
from curator.frontmatter import Edit, Insert, Move, Remove, Set, Value
from curator.ui.form.chips import AddChip
from curator.ui.form.field_base import RHYTHM, FieldEditor
from curator.ui.form.image_row import ImageRow, Resolve
from curator.ui.form.inline_prompt import InlinePrompt
from curator.ui.form.line_editors import address_fault

_ORDER = ("url", "width", "height")


class ImagesEditor(FieldEditor):
    """Pictures as rows that can be changed, moved and removed, and a line to add one.

    `resolve` finds the file of an address inside the site, for its small picture.
    """

    kinds = frozenset({Kind.IMAGES})

    def __init__(
        self, field: Field, resolve: Resolve | None = None, parent: QWidget | None = None
    ) -> None:
        super().__init__(field, parent)
        self._resolve = resolve
        self.rows: list[ImageRow] = []
        self.add_button = AddChip(self)
        self.add_button.setText(self.tr("+ Add image"))
        self._name(self.add_button, said=self.tr("Add image"))
        self.prompt = InlinePrompt(self)
        self.prompt.hide()
        self.setFocusProxy(self.add_button)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(RHYTHM)
        self._column.addWidget(self.prompt)
        self._column.addWidget(self.add_button, 0, Qt.AlignmentFlag.AlignLeft)
        self.add_button.clicked.connect(self._on_add_clicked)
        self.prompt.chosen.connect(self._on_address_chosen)
        self.prompt.cancelled.connect(self._on_prompt_cancelled)
        self._refresh(None)

    def main_control(self) -> QWidget:
        """The button that adds."""
        return self.add_button

    def tab_stops(self) -> list[QWidget]:
        """Row by row, then what adds."""
        stops = [stop for row in self.rows for stop in row.tab_stops()]
        return [*stops, *self.prompt.tab_stops(), self.add_button]

    def set_read_only(self, read_only: bool) -> None:
        """Lock or unlock all rows."""
        super().set_read_only(read_only)
        for row in self.rows:
            row.set_read_only(read_only)
        if read_only:
            self.prompt.hide()
        self.add_button.setVisible(not read_only)

    def set_resolve(self, resolve: Resolve | None) -> None:
        """Find the files of addresses inside the site with this from now on."""
        self._resolve = resolve
        for row in self.rows:
            row.set_resolve(resolve)

    def images(self) -> list[dict[str, Value]]:
        """The pictures as stored."""
        value = self._field.value
        items = value if isinstance(value, list) else []
        return [item for item in items if isinstance(item, dict)]

    def _refresh(self, previous: Field | None) -> None:
        images = self.images()
        if previous is None:
            self.prompt.hide()
            self.add_button.setVisible(not self._read_only)
        count = len(self.rows)
        if len(images) < count and any(
            row.isAncestorOf(self.focusWidget()) for row in self.rows[len(images) :]
        ):
            # The focus would go to some other part of the window together with its row.
            (self.rows[len(images) - 1] if images else self.add_button).setFocus()
        while len(self.rows) > len(images):
            row = self.rows.pop()
            self._column.removeWidget(row)
            row.hide()
            row.deleteLater()
        while len(self.rows) < len(images):
            self._new_row()
        for place, (row, image) in enumerate(zip(self.rows, images, strict=True)):
            row.show_image((*self._field.path, place), image, len(images), previous is None)
        if count != len(images):
            self.stops_changed.emit()

    def _new_row(self) -> None:
        row = ImageRow(self._resolve, self)
        row.set_read_only(self._read_only)
        row.changed.connect(self._on_changed)
        row.other_edited.connect(self._emit)
        row.removed.connect(self._on_removed)
        row.pushed.connect(self._on_pushed)
        self._column.insertWidget(len(self.rows), row)
        self.rows.append(row)
        # A row without its own tab stops yet stands behind the rest until the form chains it.
        row.show()

    def _place_of_sender(self) -> int:
        row = self.sender()
        return self.rows.index(row) if isinstance(row, ImageRow) and row in self.rows else -1

    def _said(self, place: int) -> str:
        return self.tr("Image {0}").format(place + 1)

    def _on_changed(self, key: str, value: Value) -> None:
        place = self._place_of_sender()
        if place < 0:
            return
        path = (*self._field.path, place, key)
        edit: Edit = Remove(path) if value is None else Set(path, value, _ORDER)
        self._emit([edit], self.tr("Edit {0}").format(self._said(place)))

    def _on_removed(self) -> None:
        place = self._place_of_sender()
        if place >= 0:
            said = self.tr("Remove {0}").format(self._said(place))
            self._emit([Remove((*self._field.path, place))], said)

    def _on_pushed(self, step: int) -> None:
        place = self._place_of_sender()
        if place < 0 or self._read_only or not 0 <= place + step < len(self.rows):
            return
        # The rows keep their places and change what they show, so the focus goes along by hand.
        same = self.rows[place].focused_part()
        said = self.tr("Move Image Up") if step < 0 else self.tr("Move Image Down")
        self._emit([Move(self._field.path, place, place + step)], said)
        if place + step < len(self.rows):
            self.rows[place + step].focus_part(same)

    def _address_fault(self, text: str) -> str:
        if not text:
            return self.tr("An image needs an address")
        return address_fault(text)

    def _on_add_clicked(self) -> None:
        self.add_button.hide()
        self.prompt.ask(self.tr("Address of the image"), self._address_fault)

    def _on_address_chosen(self, address: str) -> None:
        self._close_prompt()
        edit = Insert(self._field.path, len(self.images()), {"url": address}, CONVENTIONAL_ORDER)
        self._emit([edit], self.tr("Add Image"))

    def _on_prompt_cancelled(self) -> None:
        self._close_prompt()

    def _close_prompt(self) -> None:
        self.add_button.show()
        self.add_button.setFocus(Qt.FocusReason.OtherFocusReason)
