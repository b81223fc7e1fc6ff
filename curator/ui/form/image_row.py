"""One picture of a story: a small view of it, its address and its size."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TypeAlias

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QImageReader,
    QKeyEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QPixmap,
    QResizeEvent,
)
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QLineEdit, QSizePolicy, QWidget

from curator.content.schema import Field, Kind
from curator.frontmatter import FieldPath, Value, path_text
from curator.ui.form.field_base import RHYTHM, Caption, IconButton, UndoPassedOn, mark_error
from curator.ui.form.generic_editor import GenericEditor
from curator.ui.form.line_editors import address_fault, put_text
from curator.ui.form.number_editors import SmallIntegerLine
from curator.ui.theme import icon, theme_of

Resolve: TypeAlias = Callable[[str], Path | None]
_OWN_KEYS = frozenset({"url", "width", "height"})
_LARGEST_FILE = 16 * 1024 * 1024


class Thumbnail(QWidget):
    """A small view of a picture, or the sign of one where it cannot be shown."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._pixmap = QPixmap()
        self._shown: tuple[Path, int] | None = None
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        """Four by three, two and a half lines high."""
        height = self.fontMetrics().height() * 5 // 2
        return QSize(height * 4 // 3, height)

    def show_file(self, path: Path | None) -> None:
        """Show the picture in this file, or the sign where there is none."""
        try:
            state = path.stat() if path is not None else None
        except OSError:
            state = None
        key = (path, state.st_mtime_ns) if path is not None and state is not None else None
        if key == self._shown:
            return
        self._shown = key
        self._pixmap = QPixmap()
        if path is not None and state is not None and state.st_size <= _LARGEST_FILE:
            self._pixmap = self._read(path)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """The picture, cut to fill the frame."""
        theme = theme_of(self)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        frame = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        painter.setPen(QPen(QColor(theme.line), 1))
        painter.setBrush(QColor(theme.panel))
        painter.drawRoundedRect(frame, 4, 4)
        if self._pixmap.isNull():
            side = self.fontMetrics().height()
            place = QRectF(0, 0, side, side)
            place.moveCenter(frame.center())
            icon("image", theme.dim).paint(painter, place.toRect())
            return
        ratio = self.devicePixelRatioF()
        size = self._pixmap.size() / ratio
        target = QRectF(0, 0, size.width(), size.height())
        target.moveCenter(frame.center())
        painter.setClipRect(frame.adjusted(1, 1, -1, -1))
        painter.drawPixmap(target, self._pixmap, QRectF(self._pixmap.rect()))

    def _read(self, path: Path) -> QPixmap:
        reader = QImageReader(str(path))
        reader.setAutoTransform(True)
        wanted = self.sizeHint() * self.devicePixelRatioF()
        size = reader.size()
        if size.isValid():
            reader.setScaledSize(size.scaled(wanted, Qt.AspectRatioMode.KeepAspectRatioByExpanding))
        image = reader.read()
        return QPixmap() if image.isNull() else QPixmap.fromImage(image)


class ImageRow(QWidget):
    """The inputs of one picture.

    `changed` carries a key and its new value (None to take it away), `pushed` -1 or 1 to move the
    row up or down, `removed` asks for its removal, `other_edited` carries edits of further keys.
    """

    changed = Signal(str, object)
    other_edited = Signal(object, str)
    removed = Signal()
    pushed = Signal(int)

    def __init__(self, resolve: Resolve | None, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._resolve = resolve
        self._read_only = False
        self._url = ""
        self.thumbnail = Thumbnail(self)
        self.address = QLineEdit(self)
        self.address.setPlaceholderText(self.tr("Address"))
        self.width_line = SmallIntegerLine(self)
        self.width_line.setPlaceholderText(self.tr("Width"))
        self.height_line = SmallIntegerLine(self)
        self.height_line.setPlaceholderText(self.tr("Height"))
        self.up_button = IconButton("up", self.tr("Move image up"), self)
        self.down_button = IconButton("down", self.tr("Move image down"), self)
        self.remove_button = IconButton("remove", self.tr("Remove image"), self)
        self.error = Caption("", "error", self)
        self.error.hide()
        self.others: GenericEditor | None = None
        self.setFocusProxy(self.address)
        self._lay_out()
        for line in (self.address, self.width_line, self.height_line):
            UndoPassedOn(line, self._is_pending)
        self.address.textEdited.connect(self._on_address_edited)
        self.address.editingFinished.connect(self._check_address)
        self.width_line.number_edited.connect(self._on_width_edited)
        self.width_line.cleared.connect(self._on_width_cleared)
        self.height_line.number_edited.connect(self._on_height_edited)
        self.height_line.cleared.connect(self._on_height_cleared)
        self.up_button.clicked.connect(self._on_up_clicked)
        self.down_button.clicked.connect(self._on_down_clicked)
        self.remove_button.clicked.connect(self.removed)

    def show_image(
        self, path: FieldPath, image: dict[str, Value], count: int, anew: bool = False
    ) -> None:
        """Show the picture at `path`, one of `count`; `anew` forgets what was being typed."""
        place = path[-1]
        assert isinstance(place, int)
        url = image.get("url")
        self._url = url if isinstance(url, str) else ""
        if self.address.text() != self._url:
            put_text(self.address, self._url)
            if not self.address.hasFocus():
                self.address.setCursorPosition(0)
        self.width_line.show_number(image.get("width"), anew)
        self.height_line.show_number(image.get("height"), anew)
        said = self.tr("Image {0}").format(place + 1)
        for control, key, what in (
            (self.address, "url", self.tr("{0} address")),
            (self.width_line, "width", self.tr("{0} width")),
            (self.height_line, "height", self.tr("{0} height")),
            (self.up_button, "up", self.tr("Move {0} up")),
            (self.down_button, "down", self.tr("Move {0} down")),
            (self.remove_button, "remove", self.tr("Remove {0}")),
        ):
            control.setObjectName("field." + path_text((*path, key)))
            control.setAccessibleName(what.format(said))
        self.up_button.setEnabled(place > 0)
        self.down_button.setEnabled(place + 1 < count)
        if not self.address.hasFocus():
            self._check_address()
        self.address.setToolTip(self._url)
        self._show_thumbnail()
        self._show_others(Field(path, Kind.GENERIC, said, dict(image), None), anew)

    def set_read_only(self, read_only: bool) -> None:
        """Lock or unlock the inputs."""
        self._read_only = read_only
        for line in (self.address, self.width_line, self.height_line):
            line.setReadOnly(read_only)
        for button in (self.up_button, self.down_button, self.remove_button):
            button.setVisible(not read_only)
        if self.others is not None:
            self.others.set_read_only(read_only)

    def set_resolve(self, resolve: Resolve | None) -> None:
        """Find files of addresses inside the site with this from now on."""
        self._resolve = resolve
        self._show_thumbnail()

    def tab_stops(self) -> list[QWidget]:
        """Address, size, then the buttons."""
        parts = self._parts()
        return [*parts, *(self.others.tab_stops() if self.others is not None else [])]

    def focused_part(self) -> int:
        """Which of the controls has the focus, as a number; 0 where none has."""
        parts = self._parts()
        return next((number for number, part in enumerate(parts) if part.hasFocus()), 0)

    def focus_part(self, number: int) -> None:
        """Give the focus to a control by its number, or to the address where it is not enabled."""
        part = self._parts()[number]
        (part if part.isEnabled() else self.address).setFocus(Qt.FocusReason.OtherFocusReason)

    def minimumSizeHint(self) -> QSize:
        """The buttons can go below the size, and the small picture away."""
        widest = max(
            part.minimumSizeHint().width() for part in (self.address, self._size, self._buttons)
        )
        return QSize(widest, super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Give up the picture and the one line for size and buttons where there is no room."""
        super().resizeEvent(event)
        beside = self.thumbnail.sizeHint().width() + RHYTHM
        size, buttons = self._size.minimumSizeHint(), self._buttons.minimumSizeHint()
        letters = self.fontMetrics().averageCharWidth()
        self.thumbnail.setVisible(self.width() >= beside + letters * 18)
        room = self.width() - (beside if self.thumbnail.isVisibleTo(self) else 0)
        below = room < size.width() + buttons.width() + RHYTHM
        place = (2, 1, 1, 2) if below else (1, 2, 1, 1)
        if self._grid.getItemPosition(self._grid.indexOf(self._buttons)) != place:
            self._grid.removeWidget(self._buttons)
            self._grid.addWidget(self._buttons, *place, Qt.AlignmentFlag.AlignLeft)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Alt with Up or Down moves the row."""
        step = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}.get(Qt.Key(event.key()))
        if step is not None and event.modifiers() & Qt.KeyboardModifier.AltModifier:
            self.pushed.emit(step)
        else:
            super().keyPressEvent(event)

    def _lay_out(self) -> None:
        digits = self.fontMetrics().horizontalAdvance("00000") + 3 * RHYTHM
        for line in (self.width_line, self.height_line):
            line.setMinimumWidth(digits * 2 // 3)
            line.setMaximumWidth(digits * 3 // 2)
        times = QLabel("×", self)
        times.setProperty("role", "hint")
        size = QHBoxLayout()
        size.setSpacing(RHYTHM // 2)
        size.addWidget(self.width_line, 8)
        size.addWidget(times)
        size.addWidget(self.height_line, 8)
        size.addStretch(1)
        self._size = QWidget(self)
        self._size.setLayout(size)
        size.setContentsMargins(0, 0, 0, 0)
        self._buttons = QWidget(self)
        buttons = QHBoxLayout(self._buttons)
        buttons.setContentsMargins(0, 0, 0, 0)
        buttons.setSpacing(0)
        for button in (self.up_button, self.down_button, self.remove_button):
            buttons.addWidget(button)
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(RHYTHM)
        self._grid.setVerticalSpacing(RHYTHM // 2)
        self._grid.addWidget(self.thumbnail, 0, 0, 2, 1, Qt.AlignmentFlag.AlignTop)
        self._grid.addWidget(self.address, 0, 1, 1, 2)
        self._grid.addWidget(self._size, 1, 1)
        self._grid.addWidget(self._buttons, 1, 2)
        self._grid.addWidget(self.error, 3, 1, 1, 2)
        self._grid.setColumnStretch(1, 1)

    def _parts(self) -> list[QWidget]:
        return [
            self.address,
            self.width_line,
            self.height_line,
            self.up_button,
            self.down_button,
            self.remove_button,
        ]

    def _show_thumbnail(self) -> None:
        local = self._resolve is not None and "://" not in self._url
        self.thumbnail.show_file(self._resolve(self._url) if self._resolve and local else None)

    def _show_others(self, field: Field, anew: bool) -> None:
        value = field.value
        has = isinstance(value, dict) and bool(value.keys() - _OWN_KEYS)
        if has and self.others is None:
            self.others = GenericEditor(field, _OWN_KEYS, self)
            self.others.set_read_only(self._read_only)
            self.others.edited.connect(self.other_edited)
            self._grid.addWidget(self.others, 4, 0, 1, 3)
        elif has and self.others is not None:
            if anew or self.others.field.path != field.path:
                self.others.open_field(field)
            else:
                self.others.show_field(field)
        if self.others is not None:
            self.others.setVisible(has)

    def _is_pending(self) -> bool:
        return self.width_line.pending or self.height_line.pending

    def _check_address(self) -> None:
        text = self.address.text()
        fault = address_fault(text) if text else self.tr("An image needs an address")
        mark_error(self.address, bool(fault))
        self.address.setAccessibleDescription(fault)
        self.error.setText(fault)
        self.error.setVisible(bool(fault))

    def _on_address_edited(self, text: str) -> None:
        self._url = text
        if not address_fault(text):
            self._check_address()
        self.changed.emit("url", text)

    def _on_width_edited(self, value: int) -> None:
        self.changed.emit("width", value)

    def _on_width_cleared(self) -> None:
        self.changed.emit("width", None)

    def _on_height_edited(self, value: int) -> None:
        self.changed.emit("height", value)

    def _on_height_cleared(self) -> None:
        self.changed.emit("height", None)

    def _on_up_clicked(self) -> None:
        self.pushed.emit(-1)

    def _on_down_clicked(self) -> None:
        self.pushed.emit(1)
