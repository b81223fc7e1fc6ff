"""How far the review is: so many of so many, and how long the rest will take."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, Qt, Slot
from PySide6.QtWidgets import QLabel, QWidget

from curator.session.review import Review
from curator.ui.later import Later


class ReviewProgress(QLabel):
    """Follows the queue by itself; hidden where there is nothing to review and nothing was."""

    def __init__(self, review: Review, parent: QWidget) -> None:
        super().__init__(parent)
        self._review = review
        self.setObjectName("review")
        self.setTextFormat(Qt.TextFormat.PlainText)
        review.counted.connect(Later(self.refresh, self).ask)
        self.refresh()

    @Slot()
    def refresh(self) -> None:
        """Tell anew how far it is."""
        left, done = self._review.count, self._review.sitting.done
        seconds = self._review.sitting.seconds_for(left)
        if not done:
            text = self.tr("{0} to review").format(f"{left:,}")
            tip = self.tr("Stories that are new, or changed since you looked at them last.")
        elif not left:
            text = self.tr("All {0} reviewed").format(f"{done:,}")
            tip = self.tr("Nothing is new or changed since you looked at it last.")
        else:
            text = self.tr("{0} of {1}").format(f"{done:,}", f"{done + left:,}")
            if seconds is not None:
                about = self.tr("{0}, about {1}") if seconds >= 30 else self.tr("{0}, {1}")
                text = about.format(text, in_words(seconds))
            tip = self.tr(
                "Reviewed since the folder was opened: {0}. To review: {1}.\n"
                "The time is told by the pace of your latest decisions; pauses do not count."
            ).format(f"{done:,}", f"{left:,}")
        self.setVisible(bool(left or done))
        self.setText(text)
        self.setToolTip(tip)
        self.setAccessibleName(self.tr("Review: {0}").format(text))


def in_words(seconds: float) -> str:
    """A time as one says it: a minute, 9 minutes, 2 hours 5 minutes."""
    minutes = round(seconds / 60)
    if minutes < 1:
        return _tr("less than a minute")
    if minutes == 1:
        return _tr("a minute")
    hours, minutes = divmod(minutes, 60)
    if not hours:
        return _tr("{0} minutes").format(minutes)
    said = _tr("1 hour") if hours == 1 else _tr("{0} hours").format(hours)
    return said if not minutes else _tr("{0} {1} min").format(said, minutes)


def _tr(text: str) -> str:
    return QCoreApplication.translate("ReviewProgress", text)
