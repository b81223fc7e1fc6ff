"""Every view of the program, brought up in a real window one after the other."""

from __future__ import annotations

import shutil
import time
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QPoint, Qt, QTimer
from PySide6.QtGui import QAction
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QDialog, QMenu, QWidget

from curator.content.drafts import Draft
from curator.frontmatter import Document, Edit, Set, apply_all
from curator.resources import resource
from curator.session.notice import Notice
from curator.session.safekeeping import FileState, LeftBehind
from curator.session.views import ALL, DUE, PROBLEMS, View
from curator.ui import dialogs
from curator.ui.article_tabs import CHANGES, HISTORY, PREVIEW, STORY
from curator.ui.bulk_edit import BulkEditDialog, Do
from curator.ui.drafts_dialog import DraftsDialog
from curator.ui.main_window import MainWindow
from curator.ui.preferences import PreferencesDialog
from curator.ui.problems_dialog import ProblemsDialog
from curator.ui.search_help import show_search_help
from tests.demo import wait_until

CONTROL = Qt.KeyboardModifier.ControlModifier
FACES = "face-matching"

GROUPS = (
    "desk",
    "search",
    "review",
    "form",
    "related",
    "preview",
    "tabs",
    "bulk",
    "sheets",
    "preferences",
    "notices",
    "menus",
    "questions",
    "conflict",
)
"""The methods of `Views` that bring up some views each."""

KINDS = """---
category: learning
title: "Every kind of field, in a title that needs more than one line of the form to be read"
excerpt: "A story that has what other stories rarely have"
publishedDateTime: 2026-05-04T09:30:00+02:00
webUrl: "https://lanternscience.example.org/2026/kinds"
quality: 71
heat: -3
published: false
provider:
  name: Lantern Science
  domain: lanternscience.example.org
topics: [AI, Computer Vision, Robotics, Language, Health, Energy and the Grid of Tomorrow]
images:
  - url: /assets/pictures/leaf.png
    width: 640
    height: 360
  - url: https://pictures.example.org/that/is/not/there.png
featured: true
ratio: 0.25
related: []
syllabus:
  weeks: 3
  open: true
  until: 2026-00-00
  notes: |
    One line
    and another
  parts: [first, second, third]
tail: ''
---
Body.
"""
HOSTILE = (
    "---\ntitle: '<script>alert(1)</script> <b>bold</b> and an enormous excerpt'\n"
    f"excerpt: '{'<b>shout</b> ' * 900}'\npublished: false\n"
    'provider: {name: "\\u202Eevil <img src=x>"}\n'
    "images: [{url: 'file:///etc/passwd'}]\n---\n"
    "<script>document.write('no')</script><iframe src='https://example.com'></iframe>\n\n"
    "<p style='position:fixed' onclick=x>What is left of a page that wants too much.</p>\n\n"
    "| a | b |\n|---|---|\n| one | two |\n\n> Quoted.\n\n```\ncode, " + "long " * 60 + "\n```\n"
)
ARABIC = (
    "---\ntitle: كاميرات التعرّف على الوجوه تعمل في ثلاث محطات\n"
    "excerpt: تقول الشرطة إن النظام يعمل منذ الصباح\npublished: true\n"
    "publishedDateTime: 2026-02-01\nprovider: {name: صحيفة الميناء}\ntopics: [مدن]\n---\n"
    "بدأت الكاميرات العمل صباح اليوم في ثلاث محطات، وقال المتحدث (Ellerby Transport) إنها تجربة.\n"
)


def make_folder(folder: Path) -> None:
    """The sample folder, and stories with what it lacks."""
    shutil.copytree(resource("sample"), folder)
    for name, text in (("kinds", KINDS), ("hostile", HOSTILE), ("arabic", ARABIC)):
        (folder / "_news" / f"{name}.md").write_text(text, encoding="utf-8")


class Views:
    """Brings up views, and tells of each."""

    def __init__(
        self, window: MainWindow, folder: Path, show: Callable[[str, QWidget], None]
    ) -> None:
        """`show` is called with the name of each view and what shows it."""
        self.window = window
        self.folder = folder
        self.show = show
        wait_until(lambda: not window.session.scanning)
        window.session.save_as_you_go = False
        self._wake()

    def bring_up(self, name: str) -> None:
        """One of the `GROUPS` of views."""
        bring_up: Callable[[], None] = getattr(self, name)
        bring_up()

    # -- the views

    def desk(self) -> None:
        """The window as it stands most of the day."""
        self.choose(FACES)
        wait_until(lambda: not self.window.preview.is_busy)
        self.take("desk")
        self.window.session.scan_progressed.emit(12_345, 40_112, 14.0)
        self.take("reading")
        self.window.session.scan_ended.emit()
        self.run("density_cards")
        QTest.qWait(400)
        self.take("cards")
        self.run("density_table")
        self.window.sidebar.setFocus()
        self.take("sidebar-focus")
        self.window.list.selectAll()
        self.take("many")
        self.choose(FACES)

    def search(self) -> None:
        """Typing a search."""
        field = self.window.top.search
        field.setFocus()
        QTest.keyClicks(field, "ellerby pub")
        QTest.qWait(300)
        self.take("search-completion")
        field.clear()
        QTest.keyClicks(field, "quality>high camera")
        QTest.qWait(900)
        self.take("search-error")
        field.clear()
        QTest.keyClicks(field, "zzz")
        QTest.qWait(900)
        self.take("search-nothing")
        field.clear()
        self.window.list.setFocus()
        self.take_dialog("search-help", show_search_help(self.window))

    def review(self) -> None:
        """Stories decided one after the other, and one that others have changed."""
        window = self.window
        window.sidebar.choose(View(DUE))
        window.list.setFocus()
        window.list.step(-999)
        for key in (Qt.Key.Key_P, Qt.Key.Key_H, Qt.Key.Key_P, Qt.Key.Key_S):
            self.press(key)
            QTest.qWait(300)
        window.session.flush()
        QTest.qWait(300)
        self.take("review")
        path = self.path(FACES)
        window.sidebar.choose(View(ALL))
        self.choose(FACES)
        # It was not due: the first makes it so, and the second is the look that counts.
        self.press(Qt.Key.Key_M)
        self.press(Qt.Key.Key_M)
        self._change_outside(path, [Set(("title",), "The police have changed the title")])
        window.session.look_outside()
        wait_until(lambda: window.session.rows[path].title.endswith("changed the title"))
        window.sidebar.choose(View(DUE))
        QTest.qWait(300)
        self.choose(FACES)
        QTest.qWait(300)
        self.take("review-changed")
        window.sidebar.choose(View(ALL))

    def form(self) -> None:
        """Every kind of field."""
        window = self.window
        window.sidebar.choose(View(ALL))
        self.choose("kinds")
        self.field("title").setFocus()
        self.take("form-top")
        window.session.edit({self.path("kinds"): [Set(("excerpt",), "Changed")]}, "Edit Excerpt")
        for key in ("publishedDateTime", "topics", "images", "syllabus"):
            self.scroll_to(self.field(key))
            self.take(f"form-{key}")
        self.button("field.publishedDateTime.calendar").click()
        QTest.qWait(200)
        popup = QApplication.activePopupWidget()
        assert popup is not None
        self.take("form-calendar", popup)
        popup.close()
        self._wake()
        window.sidebar.choose(View(PROBLEMS))
        QTest.qWait(200)
        broken = next(path for path, row in window.session.rows.items() if not row.readable)
        window.list.select(broken)
        QTest.qWait(300)
        self.take("form-unreadable")
        window.sidebar.choose(View(ALL))
        window.list.selectAll()
        self.take("form-many")
        self.choose(FACES)

    def related(self) -> None:
        """The related list, an item of it, and what goes with it."""
        window = self.window
        self.choose(FACES)
        self.press(Qt.Key.Key_R)
        self.scroll_to(window.related)
        QTest.qWait(1500)
        self.take("related")
        self.scroll_to(window.suggestions)
        self.take("suggestions")
        window.related.edit_item(1)
        QTest.qWait(200)
        self.scroll_to(self.child("related.item"))
        self.take("related-item")
        self.press(Qt.Key.Key_Escape)
        window.related.list.setFocus()
        window.related.list.select_rows([1])
        self.related_action("move_to").trigger()
        self.take_dialog("article-chooser", self.dialog())
        add = self.child("related.add")
        self.scroll_to(add)
        if isinstance(add, QAbstractButton):
            add.click()
        self.take("related-add")
        self.press(Qt.Key.Key_Escape)
        self.choose("kinds")
        self.scroll_to(window.related)
        self.take("related-empty")

    def preview(self) -> None:
        """Stories as readers see them."""
        self.window.tabs.show_tab(PREVIEW)
        for name, part in (
            ("preview", FACES),
            ("preview-html", "museum-guide"),
            ("preview-hostile", "hostile"),
            ("preview-arabic", "arabic"),
        ):
            self.choose(part)
            wait_until(lambda: not self.window.preview.is_busy)
            QTest.qWait(600)
            self.take(name)
        self.window.tabs.show_tab(STORY)

    def tabs(self) -> None:
        """What a save will change, and what was written."""
        window = self.window
        path = self.choose(FACES)
        edits = [
            Set(("title",), "Another title, so that there is something to be seen"),
            Set(("quality",), 12),
        ]
        window.session.edit({path: edits}, "Edit Title")
        window.tabs.show_tab(CHANGES)
        self.take("changes")
        window.session.flush()
        window.session.edit({path: [Set(("quality",), 13)]}, "Edit Quality")
        window.session.flush()
        QTest.qWait(300)
        self.take("changes-saved")
        window.tabs.show_tab(HISTORY)
        QTest.qWait(500)
        window.tabs.history.take_focus()
        self.take("history")
        window.tabs.history.show_all_stories(True)
        QTest.qWait(500)
        self.take("history-all")
        window.tabs.show_tab(STORY)

    def bulk(self) -> None:
        """One change of many articles, and its patch."""
        window = self.window
        window.list.setFocus()
        window.list.selectAll()
        self.run("bulk_edit")
        dialog = self.dialog()
        assert isinstance(dialog, BulkEditDialog)
        QTest.qWait(400)
        self.take("bulk", dialog)
        dialog.choose(("heat",), Do.CLEAR)
        QTest.qWait(1500)
        self.take("bulk-patch", dialog)
        dialog.choose(("title",), Do.REPLACE)
        dialog.finding.text.setText("camera")
        dialog.finding.replacement.setText("lens")
        QTest.qWait(1500)
        self.take_dialog("bulk-replace", dialog)
        self.run("drop_in_folder")
        QTest.qWait(1500)
        self.take_dialog("drop-duplicates", self.dialog())
        self.choose(FACES)

    def sheets(self) -> None:
        """The palette and the key sheet."""
        self.run("palette")
        self.take("palette")
        QTest.keyClicks(self.window.palette_panel.field, "dup")
        self.take("palette-typed")
        self.window.palette_panel.close_and_go_back()
        self.run("keys")
        self.take_dialog("keys", self.dialog())

    def preferences(self) -> None:
        """Each page of the preferences."""
        self.run("preferences")
        dialog = self.dialog()
        assert isinstance(dialog, PreferencesDialog)
        for page in range(dialog.names.count()):
            dialog.show_page(page)
            self.take(f"preferences-{dialog.names.item(page).text().lower()}", dialog)
        dialog.keys.choose("publish")
        dialog.keys.capture.listen()
        self.take("preferences-listening", dialog)
        self.press(Qt.Key.Key_H)
        self.take_dialog("preferences-conflict", dialog)

    def notices(self) -> None:
        """What the program says."""
        show = self.window.notices.show_notice
        show(Notice("info", "Merged changes made outside: heat, quality"))
        show(Notice("warning", "The related list has the same story twice", "a", (("x", "Show"),)))
        path = self.path(FACES)
        why = "the file must not be written to, and this is told at such length that it wraps"
        details = ((path, why), (self.path("kinds"), "permission denied"))
        notice = Notice(
            "error",
            f"2 of 1,000 articles could not be saved: {why}",
            "b",
            (("retry", "Try again"), ("show", "Show")),
            details,
        )
        show(notice)
        self.take("notices")
        self.window.notices.clear()
        problems = ProblemsDialog(notice.text, details, self.window.session.title_of, self.window)
        problems.open()
        self.take_dialog("problems", problems)
        before = (self.folder / path).read_bytes()
        found = [
            LeftBehind(
                Draft(self.folder / each, "Edit Title", time.time(), before, before + b"\nx\n"),
                each,
                state,
            )
            for each, state in ((path, FileState.CHANGED), (self.path("kinds"), FileState.SAME))
        ]
        drafts = DraftsDialog(found, self.window.session.title_of, self.window)
        drafts.open()
        self.take_dialog("drafts", drafts)

    def menus(self) -> None:
        """The menus of the bar and of the related list, and a saved search's."""
        for action in self.window.menuBar().actions():
            menu = action.menu()
            assert isinstance(menu, QMenu)
            menu.popup(self.window.mapToGlobal(QPoint(40, 40)))
            self.take(f"menu-{action.text().lower().replace('&', '')}", menu)
            menu.close()
        self._wake()

    def questions(self) -> None:
        """What stops the editor."""
        path = self.path(FACES)
        window = self.window
        self._take_question("ask-leave", lambda: dialogs.ask_to_leave_unsaved(window, [path], "x"))
        self._take_question("ask-save", lambda: dialogs.ask_to_save(window, [path]))
        title = window.session.title_of(path)
        self._take_question("ask-gather", lambda: dialogs.ask_to_gather(window, 3, title))
        self._take_question("about", lambda: dialogs.show_about(window))
        dialogs.show_crash(window, Path("/home/editor/.local/state/curator/log/crash-1.txt"))
        self.take_dialog("crash", self.dialog())

    def conflict(self) -> None:
        """A field that was changed here and outside."""
        window = self.window
        path = self.choose("arabic")
        path = self.choose("kinds")
        mine = [Set(("title",), "What I called it"), Set(("quality",), 12)]
        window.session.edit({path: mine}, "Edit Title")
        self._change_outside(
            path, [Set(("title",), "What others called it"), Set(("quality",), 90)]
        )
        window.session.save_all()
        wait_until(lambda: bool(window.session.conflicts(path)))
        QTest.qWait(300)
        self.take("conflict-bar")
        self.run("compare")
        self.take("conflict-chosen")

    # -- how

    def take(self, name: str, widget: QWidget | None = None) -> None:
        """A view stands, in the window or in a widget of its own."""
        self.show(name, widget or self.window)

    def take_dialog(self, name: str, dialog: QWidget) -> None:
        """The same of a dialog, which is closed then."""
        QTest.qWait(200)
        self.take(name, dialog)
        dialog.close()
        QTest.qWait(50)
        if QApplication.activeModalWidget() is None:
            self._wake()

    def _take_question(self, name: str, ask: Callable[[], object]) -> None:
        # A message box runs an event loop of its own.
        QTimer.singleShot(200, lambda: self.take_dialog(name, self.dialog()))
        ask()

    def _wake(self) -> None:
        # Where there is no window manager nobody else gives the window its keys back.
        self.window.activateWindow()
        wait_until(self.window.isActiveWindow)

    def _change_outside(self, path: str, edits: list[Edit]) -> None:
        file = self.folder / path
        file.write_bytes(apply_all(Document.parse(file.read_bytes()), edits).to_bytes())

    def run(self, action: str) -> None:
        """Do what a menu does."""
        self.window.actions_by_name[action].trigger()

    def press(
        self, key: Qt.Key, modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier
    ) -> None:
        """Press a key where the focus is."""
        QTest.keyClick(QApplication.focusWidget() or self.window, key, modifiers)
        QTest.qWait(100)

    def path(self, part: str) -> str:
        """The first article with this in its path."""
        return next(path for path in self.window.session.rows if part in path)

    def choose(self, part: str) -> str:
        """Go to that article."""
        path = self.path(part)
        self.window.list.setFocus()
        self.window.list.select(path)
        wait_until(lambda: self.window.pane.path == path)
        QTest.qWait(200)
        return path

    def child(self, name: str) -> QWidget:
        """The visible part of the window of that name."""
        return next(w for w in self.window.findChildren(QWidget, name) if w.isVisible())

    def field(self, key: str) -> QWidget:
        """The control of a field."""
        return self.child(f"field.{key}")

    def related_action(self, name: str) -> QAction:
        """An action of the related list."""
        found = self.window.findChild(QAction, f"related.{name}")
        assert isinstance(found, QAction)
        return found

    def button(self, name: str) -> QAbstractButton:
        """The visible button of that name."""
        found = self.child(name)
        assert isinstance(found, QAbstractButton)
        return found

    def scroll_to(self, widget: QWidget) -> None:
        """Bring the top of a part of the form into view."""
        area = self.window.pane.form.area
        inside = area.widget()
        assert inside is not None
        top = widget.mapTo(inside, QPoint(0, 0)).y()
        area.verticalScrollBar().setValue(top - 40)
        QTest.qWait(50)

    def dialog(self) -> QDialog:
        """The dialog that is open."""
        wait_until(lambda: isinstance(QApplication.activeModalWidget(), QDialog), 5)
        dialog = QApplication.activeModalWidget()
        assert isinstance(dialog, QDialog)
        return dialog
