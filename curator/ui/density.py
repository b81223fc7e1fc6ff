"""Whether the articles are a compact table or roomy cards, and what goes with either."""

from __future__ import annotations

from PySide6.QtCore import QObject, QSettings, Qt, Slot
from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QMenu

from curator.session.columns import Column
from curator.ui.actions import Actions
from curator.ui.article_list import ArticleList
from curator.ui.top_bar import TopBar

DENSITY = "density"
TABLE, CARDS = "table", "cards"

_SORTED_BY = (
    Column.DATE,
    Column.TITLE,
    Column.PROVIDER,
    Column.QUALITY,
    Column.HEAT,
    Column.RELATED,
    Column.STATE,
)


class Density(QObject):
    """Keeps list, menus and settings in step; cards have a menu for what a header is for."""

    def __init__(
        self, settings: QSettings, actions: Actions, view: ArticleList, top: TopBar
    ) -> None:
        super().__init__(view)
        self._settings = settings
        self._actions = actions
        self._view = view
        self._top = top
        self._columns = view.column_menu(top)
        self._order = self._order_menu()
        group = QActionGroup(self)
        for name in (TABLE, CARDS):
            group.addAction(actions[f"density_{name}"])
        actions["density_table"].triggered.connect(self._take_table)
        actions["density_cards"].triggered.connect(self._take_cards)
        actions["density"].triggered.connect(self._take_other)
        self.take_up()

    @Slot()
    def take_up(self) -> None:
        """Show the list as the settings have it."""
        cards = self._settings.value(DENSITY) == CARDS
        self._actions[f"density_{CARDS if cards else TABLE}"].setChecked(True)
        self._view.show_cards(cards)
        if cards:
            self._top.set_list_menu(self._order, self.tr("Sort"))
        else:
            self._top.set_list_menu(self._columns, self.tr("Columns"))

    @Slot()
    def _take_table(self) -> None:
        self._choose(TABLE)

    @Slot()
    def _take_cards(self) -> None:
        self._choose(CARDS)

    @Slot()
    def _take_other(self) -> None:
        self._choose(TABLE if self._view.shows_cards else CARDS)

    def _choose(self, name: str) -> None:
        self._settings.setValue(DENSITY, name)
        self.take_up()

    # -- the order of the cards

    def _order_menu(self) -> QMenu:
        menu = QMenu(self._top)
        model = self._view.model()
        columns = QActionGroup(menu)
        for column in _SORTED_BY:
            text = str(
                model.headerData(
                    column, Qt.Orientation.Horizontal, int(Qt.ItemDataRole.ToolTipRole)
                )
            )
            action = columns.addAction(text)
            action.setCheckable(True)
            action.setData(int(column))
            menu.addAction(action)
        menu.addSeparator()
        self._reverse = menu.addAction(self.tr("Highest or Latest First"))
        self._reverse.setCheckable(True)
        columns.triggered.connect(self._sort_by)
        self._reverse.triggered.connect(self._turn)
        menu.aboutToShow.connect(self._tick)
        return menu

    @Slot()
    def _tick(self) -> None:
        header = self._view.horizontalHeader()
        descending = header.sortIndicatorOrder() == Qt.SortOrder.DescendingOrder
        self._reverse.setChecked(descending)
        for action in self._order.actions():
            if action.data() is not None:
                action.setChecked(action.data() == header.sortIndicatorSection())

    @Slot(object)
    def _sort_by(self, action: QAction) -> None:
        self._view.sortByColumn(action.data(), self._view.horizontalHeader().sortIndicatorOrder())

    @Slot()
    def _turn(self) -> None:
        header = self._view.horizontalHeader()
        descending = header.sortIndicatorOrder() == Qt.SortOrder.DescendingOrder
        order = Qt.SortOrder.AscendingOrder if descending else Qt.SortOrder.DescendingOrder
        self._view.sortByColumn(header.sortIndicatorSection(), order)
