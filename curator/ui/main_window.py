"""The main window: layout and wiring only."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QEvent, QSettings, QSize, Qt, QTimer, QUrl, Signal, Slot
from PySide6.QtGui import QCloseEvent, QDesktopServices, QKeyEvent, QKeySequence
from PySide6.QtWidgets import (
    QApplication,
    QMainWindow,
    QSplitter,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from curator.content.folder import FolderError
from curator.content.related import is_address
from curator.frontmatter import Edit, Set, path_text
from curator.session.article_model import ArticleModel
from curator.session.backlinks import Backlinks
from curator.session.notice import COMPARE, SAVES, Notice
from curator.session.pictures import Pictures
from curator.session.related_model import RelatedModel
from curator.session.review import Review
from curator.session.safekeeping import LeftBehind
from curator.session.session import Session
from curator.session.step_runs import MANY
from curator.session.suggestions import Suggestions
from curator.session.twins import Twins
from curator.session.views import ALL, DUE, DUPLICATES, PROBLEMS, SEARCH, View
from curator.ui import dialogs
from curator.ui.actions import Actions, specs
from curator.ui.announcer import Announcer
from curator.ui.article_list import ArticleList
from curator.ui.article_pane import ArticlePane
from curator.ui.article_tabs import CHANGES, HISTORY, PREVIEW, STORY, ArticleTabs
from curator.ui.backlinks_line import BacklinksLine
from curator.ui.bulk_edit import BulkEditDialog
from curator.ui.choices import Choices
from curator.ui.covers import Covers
from curator.ui.density import Density
from curator.ui.drafts_dialog import DraftsDialog
from curator.ui.empty_hint import EmptyHint
from curator.ui.form.field_base import chain_tab_stops
from curator.ui.key_settings import KeySettings
from curator.ui.key_sheet import KeySheet
from curator.ui.later import Later, paint_now
from curator.ui.notices import Notices
from curator.ui.palette import CommandPalette
from curator.ui.palette_entries import Entry, PaletteEntries
from curator.ui.preferences import pictures_cache_megabytes, pictures_from_web
from curator.ui.preview import Preview
from curator.ui.problems_dialog import ProblemsDialog
from curator.ui.related_panel import RelatedPanel
from curator.ui.same_story import SameStory
from curator.ui.same_story_line import SameStoryLine, SameStoryWays
from curator.ui.sidebar import Sidebar
from curator.ui.status_bar import StatusBar
from curator.ui.suggestions_panel import SuggestionsPanel
from curator.ui.thumbnails import Thumbnails
from curator.ui.top_bar import TopBar
from curator.ui.triage import Triage

SEARCH_PAUSE = 150
"""Milliseconds without a letter after which the first hit of a search is shown in the form."""


_NATIVE = QKeySequence.SequenceFormat.NativeText


class MainWindow(QMainWindow):
    """One content folder: its views, its articles, and the article at hand."""

    folder_ready = Signal()
    """All articles of the folder are read."""

    # Qt calls overrides before the constructor is through.
    _built = False

    def __init__(
        self, session: Session, settings: QSettings, pictures: Pictures | None = None
    ) -> None:
        """Without `pictures` those of the web are loaded, too, but not kept on the disk."""
        super().__init__()
        self.setObjectName("main_window")
        self._session = session
        self._settings = settings
        self.actions_by_name = Actions(self)
        self.pictures = pictures or Pictures(None, self)
        self._thumbnails = Thumbnails(self.pictures, self)
        self.key_settings = KeySettings(settings, self.actions_by_name, self)
        self.choices = Choices(settings, session, self.actions_by_name, self.key_settings, self)
        self.review = Review(session, self)
        self.twins = Twins(session, self)
        self._articles = ArticleModel(session, self, self.review, self.twins)
        self._related = RelatedModel(session, self)
        self.sidebar = Sidebar(session, self, review=self.review, twins=self.twins)
        self._covers = Covers(session, self._thumbnails, self)
        self.list = ArticleList(self._articles, session, self._covers.picture, self)
        self._suggestions = Suggestions(session, self)
        self.related = RelatedPanel(self._related, self._thumbnails, self)
        back = self.actions_by_name["backlinks"]
        self._backlinks = Backlinks(session, self)
        self.backlinks = BacklinksLine(self._backlinks, self._related, back, self)
        self.related.append(self.backlinks)
        self.suggestions = SuggestionsPanel(self._suggestions, self._related, self)
        self.related.append(self.suggestions)
        self.pane = ArticlePane(session, self._related, self.related, self._thumbnails, self)
        self.preview = Preview(session, self._related, self._thumbnails, self)
        self.tabs = ArticleTabs(session, self.pane, self.preview, self)
        self.triage = Triage(session, self.review, self._articles, self.list, self.tabs, settings)
        self.notices = Notices(self)
        self.announcer = Announcer(session.undo_stack, self)
        entries = PaletteEntries(settings, self.actions_by_name, self.sidebar, session)
        self.palette_panel = CommandPalette(entries, self)
        SameStory(session, self.actions_by_name, self.list, self.related.list, self.review, self)
        self.same_story = SameStoryLine(session, self.twins, self._related, self.actions_by_name)
        self.pane.form.show_first(self.same_story)
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(SEARCH_PAUSE)
        self._build()
        self._built = True
        self._connect()
        self._restore()
        self._show_title()
        self._show_hint()
        # Left to itself Qt begins with the form, where Space decides.
        self._empty.setFocus()

    @property
    def session(self) -> Session:
        """What the window shows."""
        return self._session

    def sizeHint(self) -> QSize:
        return QSize(1440, 900) * max(1.0, self.fontMetrics().averageCharWidth() / 8)

    # -- layout

    def _build(self) -> None:
        self.actions_by_name.fill(self.menuBar())
        self.menuBar().setAccessibleName(self.tr("Menus"))
        self.top = TopBar(self.actions_by_name, self._session.undo_stack, self)
        density = Density(self._settings, self.actions_by_name, self.list, self.top)
        self.choices.changed.connect(density.take_up)
        self.choices.changed.connect(self._take_up_pictures)
        self._take_up_pictures()
        self.top.set_sidebar(self.sidebar)
        self.setStatusBar(StatusBar(self._session, self._articles, self, self.review))

        self._empty = EmptyHint(self.actions_by_name["open"], self)
        self._middle = QStackedWidget(self)
        self._middle.addWidget(self.list)
        self._middle.addWidget(self._empty)
        middle = QWidget(self)
        column = QVBoxLayout(middle)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.notices)
        column.addWidget(self._middle, 1)

        middle.setMinimumWidth(self.fontMetrics().averageCharWidth() * 34)

        self.splitter = QSplitter(self)
        self.splitter.setHandleWidth(1)
        for part, stretch in ((self.sidebar, 0), (middle, 1), (self.tabs, 0)):
            self.splitter.addWidget(part)
            self.splitter.setStretchFactor(self.splitter.count() - 1, stretch)
        self.splitter.setCollapsible(1, False)
        self.splitter.setCollapsible(2, False)
        # Names of views and fields want room for letters, but the stories have most of it.
        letter = self.fontMetrics().averageCharWidth()
        wide = min(self.sizeHint().width(), self.screen().availableSize().width())
        side, form = min(26 * letter, wide * 3 // 20), min(58 * letter, wide * 8 // 25)
        self.splitter.setSizes([side, wide - side - form, form])
        central = QWidget(self)
        layout = QVBoxLayout(central)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.top)
        layout.addWidget(self.splitter, 1)
        self.setCentralWidget(central)
        chain_tab_stops([*self.top.tab_stops(), self.sidebar, self.list, self.tabs.bar])

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        activated = event.type() == QEvent.Type.ActivationChange and self.isActiveWindow()
        if activated and self._built:
            # Back from another program, where the file may have been changed or mended.
            self.pane.look_again()
            self.review.look_around()
            self._session.look_outside()

    @Slot()
    def _take_up_pictures(self) -> None:
        self.pictures.set_from_web(pictures_from_web(self._settings))
        self.pictures.bound_cache(pictures_cache_megabytes(self._settings))

    # -- wiring

    def _connect(self) -> None:
        session, actions = self._session, self.actions_by_name
        self.triage.connect_actions(actions, [spec.name for spec in specs()])
        self.triage.passing.rested.connect(self._show_after_pause)
        self.review.ready.connect(self._show_due)
        self.twins.ready.connect(self._show_duplicates)
        self.top.words_changed.connect(self._find)
        self.top.search.returnPressed.connect(self._go_to_hit)
        self.sidebar.view_chosen.connect(self._choose_view)
        self.list.current_changed.connect(self._show_current)
        self._covers.found.connect(self.list.viewport().update)
        self._pause.timeout.connect(self._show_after_pause)
        self.list.selection_changed.connect(self._show_selection)
        self.pane.edited.connect(self._edit)
        self.related.edited.connect(self._edit_related)
        self.suggestions.story_wanted.connect(self._go_to)
        self.backlinks.story_wanted.connect(self._follow_article)
        self.backlinks.left.connect(self.list.setFocus)
        self.related.article_followed.connect(self._follow_article)
        ways = SameStoryWays(
            session,
            self.twins,
            actions,
            self._related,
            self.list,
            self.sidebar,
            self.top.search,
        )
        ways.story_wanted.connect(self._follow_article)
        self.same_story.story_wanted.connect(self._follow_article)
        self.same_story.all_wanted.connect(ways.select_all)
        self.same_story.left.connect(self.list.setFocus)
        self.related.page_followed.connect(self._open_address)
        self.tabs.changed_lines_counted.connect(self.top.show_changed_lines)
        self.tabs.history.story_wanted.connect(self._go_to)
        self.preview.story_wanted.connect(self._go_to)
        self.tabs.settled.connect(self.list.setFocus)
        self.notices.chosen.connect(self._settle)
        self.palette_panel.chosen.connect(self._run_entry)
        self.key_settings.changed.connect(self._show_hint)
        for editor in (self.pane.form.published, self.pane.form.many_published):
            editor.switch.show_keys_of(actions["publish"], actions["hold"], actions["undecide"])
        self.pane.form.many_edit.clicked.connect(actions["bulk_edit"].trigger)
        self.notices.details_wanted.connect(self._show_details)
        session.folder_opened.connect(self._folder_opened)
        session.folder_ready.connect(self._folder_is_ready)
        session.rows_removed.connect(self._show_hint)
        session.drafts_found.connect(self._offer_drafts)
        session.unsaved_changed.connect(Later(self._show_title, self).ask)
        session.noticed.connect(self.notices.show_notice)
        session.noticed.connect(self.announcer.tell)
        session.settled.connect(self.notices.settle)
        session.focus_requested.connect(self._go_to)
        stack = session.undo_stack
        self._articles.visible_changed.connect(self._show_hint)
        self._articles.modelReset.connect(self._show_hint)
        for name, slot in (
            ("open", self._ask_folder),
            ("rescan", self._rescan),
            ("save", self._save),
            ("quit", self.close),
            ("undo", stack.undo),
            ("redo", stack.redo),
            ("search", self.top.focus_search),
            ("edit_title", self._edit_title),
            ("bulk_edit", self._bulk_edit),
            ("related", self._focus_related),
            ("drop_duplicates", self.related.drop_duplicates),
            ("accept_suggestion", self.suggestions.accept_first),
            ("open_page", self._open_page),
            ("compare", self._compare),
            ("story_tab", self._show_story_tab),
            ("preview_tab", self._show_preview_tab),
            ("changes_tab", self._show_changes_tab),
            ("history_tab", self._show_history_tab),
            ("palette", self.palette_panel.toggle),
            ("page", self._page),
            ("page_back", self._page_back),
            ("go_sidebar", self.sidebar.setFocus),
            ("go_articles", self.list.setFocus),
            ("go_form", self._focus_form),
            ("keys", self._show_keys),
            ("about", self._show_about),
        ):
            actions[name].triggered.connect(slot)

    # -- the folder

    def open_folder(self, folder: Path) -> bool:
        """Open a content folder; False, and a notice, where it cannot be read."""
        if not self._may_leave():
            return False
        try:
            self._session.open_folder(folder)
        except FolderError as error:
            self.notices.show_notice(Notice("error", str(error), about="folder"))
            self._show_hint()
            return False
        return True

    @Slot(object)
    def _folder_opened(self, folder: Path) -> None:
        self.notices.clear()
        self._thumbnails.open_folder(folder)
        self.top.search.clear()
        self._settings.setValue("folder", str(folder))
        self._show_article("")
        self._show_title()
        self._show_hint()

    @Slot()
    def _folder_is_ready(self) -> None:
        self._show_hint()
        if not self.list.selected and self._articles.rowCount():
            self.list.step(0)
        if QApplication.focusWidget() in (None, self.top.search) and not self.top.search.text():
            # The keys that decide are meant for the list.
            self.list.setFocus()
        self.folder_ready.emit()

    @Slot()
    def _ask_folder(self) -> None:
        folder = dialogs.ask_folder(self, self._session.folder)
        if folder is not None:
            self.open_folder(folder)

    @Slot()
    def _rescan(self) -> None:
        """Look for what others have changed, and put the list in order."""
        self._session.rescan()
        self.review.refresh()
        self._articles.refresh()

    @Slot()
    def _show_due(self) -> None:
        """It is known now which stories are to be reviewed."""
        self._refresh_views_of(DUE)

    @Slot()
    def _show_duplicates(self) -> None:
        """It is known now which stories several articles tell."""
        self._refresh_views_of(DUPLICATES)

    def _refresh_views_of(self, name: str) -> None:
        # No other view: what was decided there stays in its place.
        if self.sidebar.view.name in (name, SEARCH) or self.top.search.text():
            self._articles.refresh()

    @Slot(object)
    def _choose_view(self, view: View) -> None:
        self.list.show_problems(view.name == PROBLEMS)
        self.review.refresh()
        self._articles.show_view(view)
        self._show_hint()

    @Slot()
    def _show_hint(self) -> None:
        focus = self.focusWidget()
        within = focus is not None and self._middle.isAncestorOf(focus)
        self._show_list_or_hint()
        if within:
            # What is hidden hands the focus on to the form, where a key would decide at once.
            (self.list if self._middle.currentWidget() is self.list else self._empty).setFocus()

    def _show_list_or_hint(self) -> None:
        """An empty list says why, and what to do."""
        if self._articles.rowCount():
            self._middle.setCurrentWidget(self.list)
            return
        session = self._session
        if session.folder is None:
            key = self.actions_by_name["open"].shortcut().toString(_NATIVE)
            hint = self.tr("No folder is open.\n\nOpen a content folder with {0}.").format(key)
        elif session.scanning:
            hint = self.tr("Reading {0} …").format(session.folder)
        elif not session.rows:
            hint = self.tr(
                "There are no articles in {0}.\n\nAn article is a Markdown or HTML file that "
                "begins with a line of three dashes."
            ).format(session.folder)
        elif self.top.search.text().strip():
            hint = self.tr("No article matches.\n\nClear the search or choose another view.")
        elif self.sidebar.view.name == DUE:
            hint = self.tr(
                "Nothing is left to review.\n\nA story that is new or changed comes here again."
            )
        else:
            hint = self.tr("No article is here.\n\nChoose another view.")
        self._empty.explain(hint, without_folder=session.folder is None)
        self._middle.setCurrentWidget(self._empty)

    # -- the article at hand

    @Slot(object)
    def _show_current(self, path: str) -> None:
        if self.top.search.hasFocus():
            # While one types a search its first hit changes with every letter.
            self._pause.start()
        elif not self.triage.passing.put_off(path):
            self._show_article(path)

    @Slot()
    def _show_after_pause(self) -> None:
        if len(self.list.selected) < 2:
            self._show_article(self.list.current)

    def _show_article(self, path: str) -> None:
        self._pause.stop()
        self.tabs.show_article(path)

    @Slot(object)
    def _show_selection(self, paths: list[str]) -> None:
        if len(paths) > 1:
            if len(paths) >= MANY:
                self.session.editing.expect_many()
            self.tabs.show_many(paths)
        elif self.list.current != self.pane.path:
            self._show_current(self.list.current)

    @Slot(object)
    def _go_to(self, path: str) -> None:
        if len(self.list.selected) < 2:
            if path != self.list.current:
                self.list.select(path)
            elif path != self.pane.path:
                self._show_article(path)

    @Slot(object, object)
    def _settle(self, about: str, choice: str) -> None:
        if choice == COMPARE:
            self._follow_article(about)
            self._show_article(about)
            self.tabs.focus_conflict()
        else:
            self._session.resolve(about, choice)

    @Slot()
    def _compare(self) -> None:
        """Go to a conflict: of the story at hand, else of the next that has one."""
        session = self._session
        for path in (self.pane.path, *session.unsaved):
            if path and session.conflicts(path):
                self._settle(path, COMPARE)
                return

    @Slot(object)
    def _offer_drafts(self, found: list[LeftBehind]) -> None:
        dialog = DraftsDialog(found, self._title_of, self)
        dialog.restored.connect(self._session.restore_drafts)
        dialog.discarded.connect(self._session.forget_drafts)
        dialog.finished.connect(self.list.setFocus)
        dialog.open()

    def _title_of(self, path: str) -> str:
        row = self._session.rows.get(path)
        return row.title if row is not None else ""

    # -- edits

    @Slot(object, str)
    def _edit(self, edits: list[Edit], label: str) -> None:
        paths = self.pane.paths
        if not edits or not paths:
            return
        done = self.triage.decide_in_form(paths, edits, label)
        if done is None and len(paths) == 1:
            joins = path_text(edits[0].path) if _is_typing(edits) else ""
            done = self._session.edit({paths[0]: edits}, label, joins)
        if not done:
            # The form shows what the article has, not what was refused.
            self.pane.refresh()

    @Slot(object, object)
    def _edit_related(self, edits: list[Edit], label: str) -> None:
        if edits:
            joins = path_text(edits[0].path) if _is_typing(edits) else ""
            self._related.edit_fields(edits, label, joins)

    @Slot()
    def _edit_title(self) -> None:
        self.tabs.focus_field("title")

    @Slot()
    def _bulk_edit(self) -> None:
        """Ask what to do to one field of the articles that are selected."""
        self._commit_typing()
        if selected := self.list.selected:
            rows = range(self._articles.rowCount())
            in_view = [self._articles.path_at(row) for row in rows]
            dialog = BulkEditDialog(self._session, selected, in_view, self)
            dialog.finished.connect(self.list.setFocus)
            dialog.open()

    @Slot(object)
    def _show_details(self, notice: Notice) -> None:
        # Of saves that failed, those that have not succeeded since.
        errors = self._session.save_errors
        details = [each for each in notice.details if notice.about != SAVES or each[0] in errors]
        dialog = ProblemsDialog(notice.text, details, self._title_of, self)
        dialog.story_wanted.connect(self._go_to_story)
        dialog.open()

    @Slot(object)
    def _go_to_story(self, path: str) -> None:
        self._follow_article(path)
        self.list.setFocus()
        self._session.saver.tell_again(path)

    @Slot()
    def _focus_related(self) -> None:
        self.tabs.focus_field("related")
        if self._related.rowCount() and not self.related.list.selected_rows:
            # With the focus comes a current item, but no key does anything to it yet.
            current = self.related.list.currentIndex()
            self.related.list.setCurrentIndex(
                current if current.isValid() else self._related.index(0)
            )

    @Slot()
    def _open_page(self) -> None:
        row = self._session.rows.get(self.pane.path)
        if row is not None and is_address(row.address):
            QDesktopServices.openUrl(QUrl(row.address))

    # -- going places

    @Slot(object)
    def _follow_article(self, path: str) -> None:
        """Go to an article, if need be to where all are: the list and the form show the same one.

        A key that decides would otherwise be for another story than the one in the form.
        """
        if not self.list.shows(path) and path in self._session.rows:
            self.top.search.clear()
            self._articles.finish_search()
            if not self.list.shows(path):
                self.sidebar.choose(View(ALL))
        self.list.select(path)

    @Slot(object)
    def _open_address(self, address: str) -> None:
        QDesktopServices.openUrl(QUrl(address))

    @Slot()
    def _go_to_hit(self) -> None:
        self._articles.finish_search()
        self.list.setFocus()
        self._show_after_pause()

    @Slot()
    def _focus_form(self) -> None:
        self.tabs.focus_field("title")

    @Slot()
    def _page(self) -> None:
        """Read on: the rest of the story where it is shown as a page, else the next one."""
        if not (self.preview.isVisible() and self.preview.scroll_page()):
            self.triage.go_down()

    @Slot()
    def _page_back(self) -> None:
        if not (self.preview.isVisible() and self.preview.scroll_page(back=True)):
            self.triage.go_up()

    @Slot()
    def _show_story_tab(self) -> None:
        self.tabs.show_tab(STORY)

    @Slot()
    def _show_preview_tab(self) -> None:
        self.tabs.show_tab(PREVIEW)

    @Slot()
    def _show_changes_tab(self) -> None:
        self.tabs.show_tab(CHANGES)

    @Slot()
    def _show_history_tab(self) -> None:
        self.tabs.show_tab(HISTORY)

    @Slot()
    def _show_keys(self) -> None:
        KeySheet(self.actions_by_name, self).open()

    @Slot(object)
    def _run_entry(self, entry: Entry) -> None:
        if entry.view is not None:
            self.sidebar.choose(entry.view)
            self.list.setFocus()
        else:
            self.actions_by_name[entry.action].trigger()

    @Slot()
    def _show_about(self) -> None:
        dialogs.show_about(self)

    # -- title, settings and leaving

    @Slot(str)
    def _find(self, text: str) -> None:
        """Show what a search finds before anything else is done about the letter."""
        self._articles.show_words(text)
        self._show_hint()
        paint_now(self)

    @Slot()
    def _show_title(self) -> None:
        folder = self._session.folder
        self.setWindowTitle(f"{folder.name}[*] – curator" if folder else "curator")
        # Setting it to what it is would write the title anew.
        if self.isWindowModified() is not (unsaved := bool(self._session.unsaved_count)):
            self.setWindowModified(unsaved)

    def _restore(self) -> None:
        settings = self._settings
        self.resize(self.sizeHint().boundedTo(self.screen().availableSize()))
        if (geometry := settings.value("geometry")) is not None:
            self.restoreGeometry(geometry)
        letter = settings.value("letter")
        if letter is not None and str(letter) != self._letter():
            # What was wide enough for text of one size is not for another.
            return
        if (panes := settings.value("panes")) is not None:
            self.splitter.restoreState(panes)
        if (columns := settings.value("columns")) is not None:
            self.list.restore_columns(columns)

    def _letter(self) -> str:
        return str(self.fontMetrics().averageCharWidth())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() != Qt.Key.Key_Escape:
            super().keyPressEvent(event)
            return
        # From anywhere back to the stories; a search that was typed is given up.
        if self.top.search.hasFocus():
            self.top.search.clear()
        self.list.setFocus()

    def _commit_typing(self) -> None:
        """Let a field take in what is typed but not finished, as if one had left it."""
        focus = QApplication.focusWidget()
        if focus is not None and self.isAncestorOf(focus):
            focus.clearFocus()
            focus.setFocus()

    @Slot()
    def _save(self) -> None:
        self._commit_typing()
        self._session.save_all()

    def _may_leave(self) -> bool:
        """Whether the folder may be left; asks where the editor saves by hand."""
        self._commit_typing()
        unsaved = self._session.unsaved
        if self._session.save_as_you_go or not unsaved:
            return True
        answer = dialogs.ask_to_save(self, [self._session.title_of(path) for path in unsaved])
        if answer == "discard":
            self._session.discard()
        return answer != "stay"

    def closeEvent(self, event: QCloseEvent) -> None:
        if not self._may_leave():
            event.ignore()
            return
        left = self._session.close()
        if left:
            errors = [self._session.save_error(path) for path in left]
            why = "\n".join(error.message for error in errors[:3] if error is not None)
            titles = [self._session.title_of(path) for path in left]
            if not dialogs.ask_to_leave_unsaved(self, titles, why):
                event.ignore()
                return
        self.pictures.close()
        self._suggestions.close()
        self._backlinks.close()
        self._session.shut()
        self.review.close()
        self._settings.setValue("letter", self._letter())
        self._settings.setValue("geometry", self.saveGeometry())
        self._settings.setValue("panes", self.splitter.saveState())
        self._settings.setValue("columns", self.list.save_columns())
        self._settings.sync()
        event.accept()


def _is_typing(edits: list[Edit]) -> bool:
    """Whether edits come from typing into one field, so that following ones join them."""
    return (
        len(edits) == 1
        and isinstance(edits[0], Set)
        and isinstance(edits[0].value, (str, int, float))
        and not isinstance(edits[0].value, bool)
    )
