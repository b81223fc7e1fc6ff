"""The editor of dates and times, which stay in the form and the offset that the file has."""

from __future__ import annotations

import calendar
import re
from datetime import UTC, datetime, timedelta

from PySide6.QtCore import QCoreApplication, QDate, QLocale, Qt, QTime, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit, QWidget

from curator.content.schema import Field, Kind
from curator.frontmatter import Remove, Written
from curator.frontmatter.timestamps import Timestamp
from curator.ui.form.calendar_popup import CalendarPopup
from curator.ui.form.field_base import Caption, IconButton
from curator.ui.form.line_editors import LineFieldEditor
from curator.ui.form.number_editors import StepLine

_USUAL_FORM = "2000-01-01T00:00:00Z"
_PARTS = re.compile(
    r"\s*(?P<year>\d{4})-(?P<month>\d{1,2})-(?P<day>\d{1,2})"
    r"(?:[Tt\s]+(?P<hour>\d{1,2}):(?P<minute>\d{2})(?::(?P<second>\d{2}))?)?"
)


class DateLine(StepLine):
    """A line in which Alt+Down asks for the calendar, as it does in a combo box."""

    calendar_wanted = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Alt+Down and F4 open the calendar."""
        down = (
            event.key() == Qt.Key.Key_Down and event.modifiers() & Qt.KeyboardModifier.AltModifier
        )
        if (down or event.key() == Qt.Key.Key_F4) and not self.isReadOnly():
            self.calendar_wanted.emit()
        else:
            super().keyPressEvent(event)


class TimestampEditor(LineFieldEditor):
    """A date and time as written, a calendar to pick from, and the same moment in plain words.

    Up and Down change the part in which the cursor stands.  A text that is no date is kept in the
    line and said to be none; it is not taken over.
    """

    kinds = frozenset({Kind.TIMESTAMP})

    def __init__(self, field: Field, parent: QWidget | None = None) -> None:
        super().__init__(field, parent)
        self.calendar_button = IconButton("calendar", self.tr("Pick from a calendar"), self)
        self._name(
            self.calendar_button,
            "calendar",
            said=self.tr("Pick {0} from a calendar").format(field.label),
        )
        self._put_inside(self.calendar_button)
        self.hint = Caption("", "hint", self)
        self._popup: CalendarPopup | None = None
        if isinstance(self.line, DateLine):
            self.line.stepped.connect(self._on_stepped)
            self.line.calendar_wanted.connect(self._on_calendar_wanted)
        self.calendar_button.clicked.connect(self._on_calendar_wanted)
        self.column.addWidget(self.hint)
        self._refresh(None)

    def can_show(self, field: Field) -> bool:
        """Anything that is written as one value."""
        return field.value is None or field.text is not None

    def tab_stops(self) -> list[QWidget]:
        """The line, then the calendar."""
        return [self.line, self.calendar_button]

    def set_read_only(self, read_only: bool) -> None:
        """Lock or unlock line and calendar."""
        super().set_read_only(read_only)
        self.calendar_button.setEnabled(not read_only)

    def _make_line(self) -> QLineEdit:
        return DateLine(self)

    def _accept(self, text: str) -> None:
        text = text.strip()
        moment = Timestamp.read(text)
        # On its way to another date a text is often a date that nobody means: while it has not
        # the form of the stored one, it counts only when the person has left it.
        self._pending = moment is None or _form(text) != _form(self._text_of(self._field))
        if moment is None:
            self._set_complaint(self._no_date(text) if text else "")
            return
        self._set_complaint("")
        if not self._pending:
            self._commit(text)

    def _commit(self, text: str) -> None:
        self._pending = False
        self._set(text if self._field.quoted else Written(text))

    def _says_the_same(self, text: str) -> bool:
        return text.strip() == self._text_of(self._field)

    def _fault_of(self, text: str) -> str:
        return "" if not text or Timestamp.read(text) is not None else self._no_date(text)

    def _no_date(self, text: str) -> str:
        said = self.tr("This is no date: {0}").format(text)
        match = _PARTS.match(text)
        if match is None:
            return said
        year, month, day = (int(match[part]) for part in ("year", "month", "day"))
        if not 1 <= month <= 12:
            return said + ". " + self.tr("There is no month {0}.").format(month)
        days = calendar.monthrange(year, month)[1] if year else 31
        if not 1 <= day <= days:
            name = QLocale().standaloneMonthName(month)
            return said + ". " + self.tr("{0} {1} has {2} days.").format(name, year, days)
        return said

    def _count(self) -> None:
        moment = Timestamp.read(self.line.text())
        self.hint.setText(in_words(moment) if moment is not None else "")
        self.hint.setVisible(moment is not None)

    def _on_finished(self) -> None:
        text = self.line.text().strip()
        if self._pending and not self._read_only and Timestamp.read(text) is not None:
            self._commit(text)
            return
        if self._pending and not self.line.text().strip() and not self._read_only:
            self._pending = False
            if self._field.present and self._field.value is not None:
                words = self.tr("Clear {0}").format(self._field.label)
                self._emit([Remove(self._field.path)], words)
            return
        super()._on_finished()

    def _on_stepped(self, steps: int) -> None:
        text = self.line.text()
        form = Timestamp.read(text)
        if form is None:
            return
        part = part_at(text, self.line.cursorPosition())
        try:
            moment = stepped(form.moment.replace(tzinfo=None), part, steps)
        except (ValueError, OverflowError):
            # Beyond the years 1 to 9999.
            return
        self._put_moment(form, moment)

    def _put_moment(self, form: Timestamp, moment: datetime) -> None:
        at = self.line.cursorPosition()
        self.line.setText(str(form.at(moment.replace(tzinfo=None))))
        self.line.setCursorPosition(min(at, len(self.line.text())))
        self._on_text_edited(self.line.text())
        if self._pending:
            # Picked and not typed, so it is meant.
            self._commit(self.line.text())

    def _form(self) -> Timestamp:
        form = Timestamp.read(self.line.text()) or Timestamp.read(self._text_of(self._origin))
        if form is None:
            form = Timestamp.read(_USUAL_FORM)
            assert form is not None
            now = datetime.now(UTC).replace(second=0, microsecond=0)
            form = form.at(now)
        return form

    def _on_calendar_wanted(self) -> None:
        if self._read_only:
            return
        if self._popup is None:
            self._popup = CalendarPopup(self)
            self._popup.picked.connect(self._on_picked)
        moment = self._form().moment
        self._popup.open_at(
            self.line,
            QDate(moment.year, moment.month, moment.day),
            QTime(moment.hour, moment.minute, moment.second),
        )

    def _on_picked(self, day: QDate, time: QTime) -> None:
        form = self._form()
        moment = datetime(
            day.year(), day.month(), day.day(), time.hour(), time.minute(), time.second()
        )
        moment = moment.replace(microsecond=form.moment.microsecond)
        if self._pending or moment != form.moment.replace(tzinfo=None) or not self.line.text():
            self._put_moment(form, moment)


def in_words(timestamp: Timestamp) -> str:
    """The moment as a person would say it, in the offset that the text has."""
    moment = timestamp.moment
    locale = QLocale()
    day = locale.toString(
        QDate(moment.year, moment.month, moment.day), QLocale.FormatType.LongFormat
    )
    if not timestamp.has_time:
        return day
    time = locale.toString(
        QTime(moment.hour, moment.minute, moment.second), QLocale.FormatType.ShortFormat
    )
    said = QCoreApplication.translate("TimestampEditor", "{0} at {1} {2}")
    return said.format(day, time, offset_name(moment)).rstrip()


def offset_name(moment: datetime) -> str:
    """The offset of a moment from UTC, or nothing where the text does not name one."""
    offset = moment.utcoffset()
    if offset is None:
        return ""
    if not offset:
        return "UTC"
    minutes = round(offset.total_seconds() / 60)
    sign = "+" if minutes > 0 else "−"
    return f"UTC{sign}{abs(minutes) // 60:02}:{abs(minutes) % 60:02}"


def part_at(text: str, position: int) -> str:
    """The name of the part of a date in which, or before which, the cursor stands."""
    match = _PARTS.match(text)
    if match is None:
        return "day"
    part = "year"
    for name in ("year", "month", "day", "hour", "minute", "second"):
        if match[name] is None:
            break
        part = name
        if position <= match.end(name):
            break
    return part


def stepped(moment: datetime, part: str, steps: int) -> datetime:
    """The moment so many years, months, days, hours, minutes or seconds later.

    Raises ValueError or OverflowError beyond the years that a date can have.
    """
    if part in ("year", "month"):
        months = moment.year * 12 + moment.month - 1 + steps * (12 if part == "year" else 1)
        year, month = divmod(months, 12)
        if not 1 <= year <= 9999:
            raise ValueError("a year has four digits")
        day = min(moment.day, calendar.monthrange(year, month + 1)[1])
        return moment.replace(year=year, month=month + 1, day=day)
    return moment + timedelta(**{part + "s": steps})


def _form(text: str) -> str:
    """The text with every digit alike."""
    return re.sub(r"\d", "0", text)
