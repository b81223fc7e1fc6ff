"""How the program shall behave: each choice holds at once and is remembered."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QEvent, QLocale, QObject, QPointF, QSettings, Qt, Signal, Slot
from PySide6.QtGui import QIcon, QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QLabel,
    QSizePolicy,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from curator.session.safekeeping import HISTORY_DAYS, HISTORY_MEGABYTES
from curator.ui.chevron import Pointing, paint_chevron
from curator.ui.form.field_base import RHYTHM, Caption
from curator.ui.theme import theme_of

SAVE_AS_YOU_GO = "save_as_you_go"
HISTORY_DAYS_KEY = "history_days"
HISTORY_MEGABYTES_KEY = "history_megabytes"
THEME = "theme"

DAYS = (1, 3650)
"""The fewest and the most days for which writes can be kept."""

MEGABYTES = (10, 10_000)
"""The least and the most room that the history can be given."""

THEMES = ("system", "light", "dark")


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


def saves_as_you_go(settings: QSettings) -> bool:
    """Whether edits are saved a second after they were made."""
    return str(settings.value(SAVE_AS_YOU_GO, True)).lower() not in ("false", "0", "no")


def history_days(settings: QSettings) -> int:
    """For how many days writes are kept."""
    return _number(settings, HISTORY_DAYS_KEY, HISTORY_DAYS, DAYS)


def history_megabytes(settings: QSettings) -> int:
    """How much room the history may take."""
    return _number(settings, HISTORY_MEGABYTES_KEY, HISTORY_MEGABYTES, MEGABYTES)


def theme_name(settings: QSettings) -> str:
    """Which colours are wanted: `system`, `light` or `dark`."""
    name = str(settings.value(THEME, THEMES[0]))
    return name if name in THEMES else THEMES[0]


class PreferencesDialog(QDialog):
    """The preferences; show it with `open`.

    The bounds of the history are taken once their field is left, or the dialog closed: what is
    beyond them is lost, and one may step too far on the way.
    """

    changed = Signal(object)
    """The key of a setting that has another value now."""

    def __init__(self, settings: QSettings, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("preferences")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(self.tr("Preferences"))
        self._settings = settings
        self.save_as_you_go = QCheckBox(self.tr("Save as you go"), self)
        self.theme = QComboBox(self)
        self.days = _SpinBox(self)
        self.megabytes = _SpinBox(self)
        self._file = Caption("", "hint", self)
        self._file.setObjectName("preferences.history_file")
        self._set_up()
        self._lay_out()
        self._connect()

    def _set_up(self) -> None:
        self.save_as_you_go.setObjectName(f"preferences.{SAVE_AS_YOU_GO}")
        self.save_as_you_go.setChecked(saves_as_you_go(self._settings))
        self.theme.setObjectName(f"preferences.{THEME}")
        self.theme.setAccessibleName(self.tr("Colours"))
        for name, words in (
            ("system", self.tr("As the system")),
            ("light", self.tr("Light")),
            ("dark", self.tr("Dark")),
        ):
            self.theme.addItem(words, name)
        self.theme.setCurrentIndex(self.theme.findData(theme_name(self._settings)))
        for box, key, said, bounds, value in (
            (
                self.days,
                HISTORY_DAYS_KEY,
                self.tr("Days to keep the history for"),
                DAYS,
                history_days(self._settings),
            ),
            (
                self.megabytes,
                HISTORY_MEGABYTES_KEY,
                self.tr("Megabytes that the history may take"),
                MEGABYTES,
                history_megabytes(self._settings),
            ),
        ):
            box.setObjectName(f"preferences.{key}")
            box.setAccessibleName(said)
            box.setRange(*bounds)
            box.setValue(value)
        self.megabytes.setSuffix(self.tr(" MB"))
        self.megabytes.setSingleStep(10)
        self._count_days()
        still = _WheelIgnored(self)
        for control in (self.theme, self.days, self.megabytes):
            control.installEventFilter(still)
            control.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        width = max(box.sizeHint().width() for box in (self.theme, self.days, self.megabytes))
        for control in (self.theme, self.days, self.megabytes):
            control.setMinimumWidth(width)

    def _lay_out(self) -> None:
        self._form = form = QFormLayout()
        form.setHorizontalSpacing(2 * RHYTHM)
        form.setVerticalSpacing(RHYTHM)
        form.setLabelAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        pause = Caption(self.tr("A second after an edit, and when you go on."), "hint", self)
        pause.setWordWrap(False)
        saving = QVBoxLayout()
        saving.setSpacing(RHYTHM // 4)
        saving.addWidget(self.save_as_you_go)
        saving.addWidget(pause)
        label = self._label(self.tr("Saving:"))
        label.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignTop)
        surplus = self.save_as_you_go.sizeHint().height() - label.sizeHint().height()
        label.setContentsMargins(0, max(0, surplus // 2), 0, 0)
        label.setMinimumHeight(saving.sizeHint().height())
        form.addRow(label, saving)
        self._row(self.tr("Colours:"), self.theme)
        self._row(self.tr("Keep history for:"), self.days)
        self._row(self.tr("Keep at most:"), self.megabytes)
        form.addRow("", self._file)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close, self)
        buttons.button(QDialogButtonBox.StandardButton.Close).setIcon(QIcon())
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(*([3 * RHYTHM] * 4))
        layout.setSpacing(3 * RHYTHM)
        layout.addLayout(form)
        layout.addStretch(1)
        layout.addWidget(buttons)

    def _label(self, words: str) -> QLabel:
        label = QLabel(words, self)
        label.setTextFormat(Qt.TextFormat.PlainText)
        return label

    def _row(self, words: str, control: QWidget) -> None:
        label = self._label(words)
        label.setBuddy(control)
        # Qt would put the label of a tall field somewhat above the field's middle.
        label.setMinimumHeight(control.sizeHint().height())
        self._form.addRow(label, control)

    def _connect(self) -> None:
        self.save_as_you_go.toggled.connect(self._set_save_as_you_go)
        self.theme.currentIndexChanged.connect(self._set_theme)
        self.days.valueChanged.connect(self._count_days)
        self.days.editingFinished.connect(self._set_bounds)
        self.megabytes.editingFinished.connect(self._set_bounds)

    def show_history_file(self, path: Path | None, size: int) -> None:
        """Say where the history is kept and how large it is, in bytes; None where it is not."""
        if path is None:
            self._file.setText(self.tr("No history is kept."))
            return
        told = QLocale().formattedDataSize(size, 1, QLocale.DataSizeFormat.DataSizeSIFormat)
        # A path has no blanks at which it could go on in the next line.
        shown = str(path).replace("/", "/\u200b").replace("\\", "\\\u200b")
        self._file.setText(self.tr("{0} at present, in {1}").format(told, shown))

    def done(self, result: int) -> None:
        """Close, with what is typed taken in."""
        for box in (self.days, self.megabytes):
            box.interpretText()
        self._set_bounds()
        super().done(result)

    @Slot(bool)
    def _set_save_as_you_go(self, wanted: bool) -> None:
        self._set(SAVE_AS_YOU_GO, wanted)

    @Slot()
    def _set_theme(self) -> None:
        self._set(THEME, self.theme.currentData())

    @Slot()
    def _set_bounds(self) -> None:
        if self.days.value() != history_days(self._settings):
            self._set(HISTORY_DAYS_KEY, self.days.value())
        if self.megabytes.value() != history_megabytes(self._settings):
            self._set(HISTORY_MEGABYTES_KEY, self.megabytes.value())

    def _set(self, key: str, value: object) -> None:
        self._settings.setValue(key, value)
        self.changed.emit(key)

    @Slot()
    def _count_days(self) -> None:
        self.days.setSuffix(self.tr(" day") if self.days.value() == 1 else self.tr(" days"))


class _SpinBox(QSpinBox):
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


def _number(settings: QSettings, key: str, default: int, bounds: tuple[int, int]) -> int:
    try:
        value = int(str(settings.value(key, default)))
    except ValueError:
        return default
    return min(max(value, bounds[0]), bounds[1])
