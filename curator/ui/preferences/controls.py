"""What the pages of the preferences are made of."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, QPointF, QSettings, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QFormLayout,
    QLabel,
    QSizePolicy,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from curator.ui.chevron import Pointing, paint_chevron
from curator.ui.form.field_base import RHYTHM, Caption
from curator.ui.theme import theme_of

# Qt draws the buttons of a spin box with a border of one's own as empty boxes.
_SPIN_BOX = """
QSpinBox { padding-right: 28px; }
QSpinBox:focus { padding-right: 27px; }
QSpinBox::up-button, QSpinBox::down-button {
    subcontrol-origin: border; width: 26px; border: none; background: transparent;
}
QSpinBox::up-button { subcontrol-position: top right; }
QSpinBox::down-button { subcontrol-position: bottom right; }
QSpinBox::up-arrow, QSpinBox::down-arrow { image: none; }
"""


class Page(QWidget):
    """One page: rows with a label, a control, and a line that explains."""

    changed = Signal(object)
    """The key of a setting that has another value now."""

    def __init__(self, settings: QSettings, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._settings = settings
        self._still = _WheelIgnored(self)
        self._form = form = QFormLayout(self)
        form.setContentsMargins(0, 0, 0, 0)
        form.setHorizontalSpacing(2 * RHYTHM)
        form.setVerticalSpacing(RHYTHM)
        form.setLabelAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)

    def take_in(self) -> None:
        """Take what is typed but not taken yet."""

    def choice(
        self, key: str, said: str, options: Sequence[tuple[str, str]], current: str
    ) -> QComboBox:
        """A choice between values, each with its words."""
        box = QComboBox(self)
        box.setObjectName(f"preferences.{key}")
        box.setAccessibleName(said)
        for value, words in options:
            box.addItem(words, value)
        box.setCurrentIndex(box.findData(current))
        return box

    def number(self, key: str, said: str, bounds: tuple[int, int], value: int) -> SpinBox:
        """A number within bounds."""
        box = SpinBox(self)
        box.setObjectName(f"preferences.{key}")
        box.setAccessibleName(said)
        box.setRange(*bounds)
        box.setValue(value)
        return box

    def switch(self, key: str, words: str, on: bool) -> QCheckBox:
        """Something that is done or not."""
        box = QCheckBox(words, self)
        box.setObjectName(f"preferences.{key}")
        box.setChecked(on)
        return box

    def level(self, controls: Sequence[QComboBox | QSpinBox]) -> None:
        """Give controls one width, and keep the wheel from changing them in passing."""
        for control in controls:
            control.installEventFilter(self._still)
            control.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        width = max(control.sizeHint().width() for control in controls)
        for control in controls:
            control.setMinimumWidth(width)

    def add_row(self, words: str, control: QWidget, why: str = "") -> None:
        """A label and its control, with a line close below that explains it."""
        label = QLabel(words, self)
        label.setTextFormat(Qt.TextFormat.PlainText)
        if not isinstance(control, QCheckBox):
            label.setBuddy(control)
        # Else Qt puts the label of a tall field somewhat above the field's middle.
        label.setFixedHeight(control.sizeHint().height())
        if not why:
            self._form.addRow(label, control)
            return
        control.setAccessibleDescription(why)
        line = Caption(why, "hint", self)
        line.setContentsMargins(0, 0, 0, RHYTHM)
        column = QVBoxLayout()
        column.setSpacing(RHYTHM // 4)
        column.addWidget(control)
        column.addWidget(line)
        self._form.addRow(label, column)

    def add_line(self, line: QWidget) -> None:
        """Something below a control."""
        self._form.addRow("", line)

    def set_value(self, key: str, value: object) -> None:
        """Remember a choice and tell of it."""
        self._settings.setValue(key, value)
        self.changed.emit(key)


class SpinBox(QSpinBox):
    """A number to step up and down, with the arrows of the theme."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setStyleSheet(_SPIN_BOX)
        # Where a style sheet places the buttons, Qt forgets the padding at the left.
        self.lineEdit().setTextMargins(RHYTHM, 0, 0, 0)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        theme, painter = theme_of(self), QPainter(self)
        x, height = self.width() - 14, self.height()
        paint_chevron(painter, QPointF(x, height * 0.3), 3.5, Pointing.UP, theme.dim)
        paint_chevron(painter, QPointF(x, height * 0.7), 3.5, Pointing.DOWN, theme.dim)


class _WheelIgnored(QObject):
    """Keeps the wheel from changing what the pointer happens to be over."""

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Wheel:
            event.ignore()
            return True
        return super().eventFilter(watched, event)
