"""The pages of the preferences; that of the keys is a module of its own."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QLocale, QSettings, Slot
from PySide6.QtWidgets import QWidget

from curator.ui.form.field_base import Caption
from curator.ui.preferences.controls import Page
from curator.ui.preferences.settings import (
    AFTER_DECIDING,
    DAYS,
    DENSITY,
    HISTORY_DAYS_KEY,
    HISTORY_MEGABYTES_KEY,
    MEGABYTES,
    PICTURES_FROM_WEB,
    PICTURES_MEGABYTES_KEY,
    SAVE_AS_YOU_GO,
    THEME,
    after_deciding,
    density,
    history_days,
    history_megabytes,
    pictures_cache_megabytes,
    pictures_from_web,
    saves_as_you_go,
    theme_name,
)


class GeneralPage(Page):
    """Saving, colours, the list and the history.

    The bounds of the history are taken once their field is left, or the dialog closed: what is
    beyond them is lost, and one may step too far on the way.
    """

    def __init__(self, settings: QSettings, parent: QWidget | None = None) -> None:
        super().__init__(settings, parent)
        self.save_as_you_go = self.switch(
            SAVE_AS_YOU_GO, self.tr("Save as you go"), saves_as_you_go(settings)
        )
        self.theme = self.choice(
            THEME,
            self.tr("Colours"),
            (
                ("system", self.tr("As the system")),
                ("light", self.tr("Light")),
                ("dark", self.tr("Dark")),
            ),
            theme_name(settings),
        )
        self.density = self.choice(
            DENSITY,
            self.tr("List of articles"),
            (("table", self.tr("Table")), ("cards", self.tr("Cards"))),
            density(settings),
        )
        self.days = self.number(
            HISTORY_DAYS_KEY, self.tr("Days to keep the history for"), DAYS, history_days(settings)
        )
        self.megabytes = self.number(
            HISTORY_MEGABYTES_KEY,
            self.tr("Megabytes that the history may take"),
            MEGABYTES,
            history_megabytes(settings),
        )
        self.megabytes.setSuffix(self.tr(" MB"))
        self.megabytes.setSingleStep(10)
        self._count_days()
        self._file = Caption("", "hint", self)
        self._file.setObjectName("preferences.history_file")
        self.level((self.theme, self.density, self.days, self.megabytes))
        self.add_row(
            self.tr("Saving:"),
            self.save_as_you_go,
            self.tr("A second after an edit, and when you go on. Otherwise you save by hand."),
        )
        self.add_row(self.tr("Colours:"), self.theme)
        self.add_row(
            self.tr("List:"),
            self.density,
            self.tr("A table shows more articles at once; cards show their pictures."),
        )
        self.add_row(self.tr("Keep history for:"), self.days)
        self.add_row(self.tr("Keep at most:"), self.megabytes)
        self.add_line(self._file)
        self.save_as_you_go.toggled.connect(self._set_save_as_you_go)
        self.theme.currentIndexChanged.connect(self._set_theme)
        self.density.currentIndexChanged.connect(self._set_density)
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

    def take_in(self) -> None:
        """The bounds that are typed."""
        for box in (self.days, self.megabytes):
            box.interpretText()
        self._set_bounds()

    @Slot(bool)
    def _set_save_as_you_go(self, wanted: bool) -> None:
        self.set_value(SAVE_AS_YOU_GO, wanted)

    @Slot()
    def _set_theme(self) -> None:
        self.set_value(THEME, self.theme.currentData())

    @Slot()
    def _set_density(self) -> None:
        self.set_value(DENSITY, self.density.currentData())

    @Slot()
    def _set_bounds(self) -> None:
        if self.days.value() != history_days(self._settings):
            self.set_value(HISTORY_DAYS_KEY, self.days.value())
        if self.megabytes.value() != history_megabytes(self._settings):
            self.set_value(HISTORY_MEGABYTES_KEY, self.megabytes.value())

    @Slot()
    def _count_days(self) -> None:
        self.days.setSuffix(self.tr(" day") if self.days.value() == 1 else self.tr(" days"))


class TriagePage(Page):
    """What happens when a story is decided."""

    def __init__(self, settings: QSettings, parent: QWidget | None = None) -> None:
        super().__init__(settings, parent)
        self.after_deciding = self.choice(
            AFTER_DECIDING,
            self.tr("After a decision"),
            (
                ("next", self.tr("Next undecided story")),
                ("previous", self.tr("Previous undecided story")),
                ("stay", self.tr("Stay on the story")),
            ),
            after_deciding(settings),
        )
        self.level((self.after_deciding,))
        self.add_row(
            self.tr("After a decision:"),
            self.after_deciding,
            self.tr("Where Publish, Hold and Clear the Flag lead when one story is selected."),
        )
        self.after_deciding.currentIndexChanged.connect(self._set_after_deciding)

    @Slot()
    def _set_after_deciding(self) -> None:
        self.set_value(AFTER_DECIDING, self.after_deciding.currentData())


class PicturesPage(Page):
    """Where pictures come from, and how many are kept.

    The room for them is taken once its field is left: pictures beyond it are removed.
    """

    def __init__(self, settings: QSettings, parent: QWidget | None = None) -> None:
        super().__init__(settings, parent)
        self.from_web = self.switch(
            PICTURES_FROM_WEB, self.tr("Load pictures from the web"), pictures_from_web(settings)
        )
        self.megabytes = self.number(
            PICTURES_MEGABYTES_KEY,
            self.tr("Megabytes that loaded pictures may take"),
            MEGABYTES,
            pictures_cache_megabytes(settings),
        )
        self.megabytes.setSuffix(self.tr(" MB"))
        self.megabytes.setSingleStep(10)
        self.level((self.megabytes,))
        self.add_row(
            self.tr("Pictures:"),
            self.from_web,
            self.tr(
                "Otherwise only pictures that lie in the folder are shown, and no other "
                "computer learns what you read."
            ),
        )
        self.add_row(
            self.tr("Keep at most:"),
            self.megabytes,
            self.tr("Pictures that were loaded are kept, so that they are there at once."),
        )
        self.from_web.toggled.connect(self._set_from_web)
        self.megabytes.editingFinished.connect(self._set_room)

    def take_in(self) -> None:
        """The room that is typed."""
        self.megabytes.interpretText()
        self._set_room()

    @Slot(bool)
    def _set_from_web(self, wanted: bool) -> None:
        self.set_value(PICTURES_FROM_WEB, wanted)

    @Slot()
    def _set_room(self) -> None:
        if self.megabytes.value() != pictures_cache_megabytes(self._settings):
            self.set_value(PICTURES_MEGABYTES_KEY, self.megabytes.value())
