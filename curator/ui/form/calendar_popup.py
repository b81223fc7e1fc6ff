"""A calendar with a time, shown below the line that it belongs to."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QDate, QEvent, QLocale, QPoint, Qt, QTime, Signal
from PySide6.QtGui import QBrush, QColor, QKeyEvent, QTextCharFormat
from PySide6.QtWidgets import (
    QCalendarWidget,
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QTableView,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from curator.ui.form.field_base import RHYTHM, mark_error
from curator.ui.form.number_editors import StepLine
from curator.ui.theme import theme_of


class TimeLine(StepLine):
    """A time of day, typed or counted up and down; `time_edited` says that it is another one."""

    time_edited = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.time = QTime(0, 0)
        self.setMaximumWidth(self.fontMetrics().horizontalAdvance("00:00:00") + 4 * RHYTHM)
        self.textEdited.connect(self._on_text_edited)
        self.stepped.connect(self._on_stepped)

    def set_time(self, time: QTime) -> None:
        """Show a time."""
        self.time = time
        self.setText(time.toString("HH:mm:ss"))
        mark_error(self, False)

    def _on_text_edited(self, text: str) -> None:
        times = (QTime.fromString(text.strip(), form) for form in ("H:m:s", "H:m"))
        time = next((time for time in times if time.isValid()), None)
        mark_error(self, time is None)
        if time is not None:
            self.time = time
            self.time_edited.emit()

    def _on_stepped(self, steps: int) -> None:
        at = self.cursorPosition()
        seconds = 3600 if at <= 2 else 60 if at <= 5 else 1
        self.set_time(self.time.addSecs(steps * seconds))
        self.setCursorPosition(at)
        self.time_edited.emit()


class CalendarPopup(QFrame):
    """Picks a day and a time; `picked` carries them whenever the person changes one.

    Return and Escape close it, as a click beside it does.
    """

    picked = Signal(QDate, QTime)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self.setObjectName("calendar")
        self.setAccessibleName(self.tr("Calendar"))
        self.setFrameShape(QFrame.Shape.StyledPanel)
        self.calendar = QCalendarWidget(self)
        self.calendar.setAccessibleName(self.tr("Day"))
        for days in self.calendar.findChildren(QTableView):
            days.setAccessibleName(self.tr("Days of the month"))
        self.calendar.setVerticalHeaderFormat(QCalendarWidget.VerticalHeaderFormat.NoVerticalHeader)
        # Qt's own bar has black arrows on the colour of selections; ours is above.
        self.calendar.setNavigationBarVisible(False)
        self.calendar.setFirstDayOfWeek(QLocale().firstDayOfWeek())
        self.time = TimeLine(self)
        self.time.setAccessibleName(self.tr("Time"))
        self.month = QLabel(self)
        self.month.setProperty("role", "section")
        self.month.setTextFormat(Qt.TextFormat.PlainText)
        self.month.setAlignment(Qt.AlignmentFlag.AlignCenter)
        above = QHBoxLayout()
        above.setSpacing(0)
        above.addWidget(self._turner("«", self.tr("One year back"), self._on_year_back))
        above.addWidget(self._turner("\u2039", self.tr("One month back"), self._on_month_back))
        above.addWidget(self.month, 1)
        above.addWidget(self._turner("\u203a", self.tr("One month on"), self._on_month_on))
        above.addWidget(self._turner("»", self.tr("One year on"), self._on_year_on))
        label = QLabel(self.tr("Time"), self)
        label.setBuddy(self.time)
        self.done = QPushButton(self.tr("Done"), self)
        self.done.setDefault(True)
        below = QHBoxLayout()
        below.setSpacing(RHYTHM)
        below.addWidget(label)
        below.addWidget(self.time)
        below.addStretch(1)
        below.addWidget(self.done)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(RHYTHM, RHYTHM, RHYTHM, RHYTHM)
        layout.setSpacing(RHYTHM)
        layout.addLayout(above)
        layout.addWidget(self.calendar)
        layout.addLayout(below)
        self._showing = False
        self._colour()
        self.calendar.selectionChanged.connect(self._on_changed)
        self.calendar.currentPageChanged.connect(self._on_page_changed)
        self.calendar.activated.connect(self.close)
        self.time.time_edited.connect(self._on_changed)
        self.done.clicked.connect(self.close)

    def open_at(self, anchor: QWidget, day: QDate, time: QTime) -> None:
        """Show the moment, below `anchor` or above it where the screen ends."""
        self._showing = True
        self.calendar.setSelectedDate(day)
        self.time.set_time(time)
        self._showing = False
        self._on_page_changed(day.year(), day.month())
        self.adjustSize()
        place = anchor.mapToGlobal(QPoint(0, anchor.height() + RHYTHM // 2))
        room = anchor.screen().availableGeometry()
        if place.y() + self.height() > room.bottom():
            place = anchor.mapToGlobal(QPoint(0, -self.height() - RHYTHM // 2))
        place.setX(max(room.left(), min(place.x(), room.right() - self.width())))
        self.move(place)
        self.show()
        self.calendar.setFocus(Qt.FocusReason.PopupFocusReason)

    def changeEvent(self, event: QEvent) -> None:
        """The days of the week are coloured one by one, and do not follow the palette."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange and hasattr(self, "calendar"):
            self._colour()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Return closes as Escape does."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.close()
        else:
            super().keyPressEvent(event)

    def _turner(self, sign: str, said: str, turn: Callable[[], None]) -> QToolButton:
        button = QToolButton(self)
        button.setText(sign)
        button.setProperty("role", "quiet")
        button.setAccessibleName(said)
        button.setToolTip(said)
        button.clicked.connect(turn)
        return button

    def _on_page_changed(self, year: int, month: int) -> None:
        self.month.setText(f"{QLocale().standaloneMonthName(month)} {year}")

    def _on_year_back(self) -> None:
        self.calendar.showPreviousYear()

    def _on_month_back(self) -> None:
        self.calendar.showPreviousMonth()

    def _on_month_on(self) -> None:
        self.calendar.showNextMonth()

    def _on_year_on(self) -> None:
        self.calendar.showNextYear()

    def _colour(self) -> None:
        """The weekend in Qt's own red reads as an error, so it gets the text's colour."""
        theme = theme_of(self)
        plain = QTextCharFormat()
        plain.setForeground(QBrush(QColor(theme.text)))
        for day in (Qt.DayOfWeek.Saturday, Qt.DayOfWeek.Sunday):
            self.calendar.setWeekdayTextFormat(day, plain)

    def _on_changed(self) -> None:
        if not self._showing:
            self.picked.emit(self.calendar.selectedDate(), self.time.time)
