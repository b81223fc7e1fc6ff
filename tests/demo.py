"""A scripted session in a real window on a copy of the sample folder.

Leaves screenshots and the resulting diff in `build/demo`.
"""

from __future__ import annotations

import difflib
import os
import shutil
import sys
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QEventLoop, QPoint, Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from curator.app import open_window
from curator.frontmatter import Document
from curator.resources import resource
from curator.session.views import HELD, PROBLEMS, View
from curator.ui.main_window import MainWindow

OUTPUT = Path(__file__).resolve().parent.parent / "build" / "demo"
CONTROL = Qt.KeyboardModifier.ControlModifier


def main() -> int:
    """Play the session; 0 where everything came out as planned."""
    shutil.rmtree(OUTPUT, ignore_errors=True)
    folder = OUTPUT / "folder"
    shutil.copytree(resource("sample"), folder)
    for name in ("CONFIG", "DATA", "CACHE", "STATE"):
        os.environ[f"XDG_{name}_HOME"] = str(OUTPUT / "home" / name.lower())
    app = QApplication(sys.argv[:1])
    window = open_window(folder)
    wait_until(lambda: not window.session.scanning)
    window.activateWindow()
    wait_until(window.isActiveWindow)
    demo = Demo(app, window)
    for theme in ("light", "dark"):
        demo.show(theme)
    demo.play()
    window.close()
    text = folder_diff(resource("sample"), folder)
    (OUTPUT / "changes.diff").write_text(text, encoding="utf-8")
    print(text)
    print(f"{demo.shots} screenshots and changes.diff are in {OUTPUT}")
    shutil.rmtree(OUTPUT / "home", ignore_errors=True)
    faults = what_went_wrong(folder)
    for fault in faults:
        print(f"demo: {fault}", file=sys.stderr)
    return 1 if faults else 0


def what_went_wrong(folder: Path) -> list[str]:
    """How the story on disk differs from what the session should have made of it."""
    name = next(path.name for path in (folder / "_news").glob("*face-matching*"))
    before = Document.parse(resource("sample", "_news", name).read_bytes()).data
    after = Document.parse((folder / "_news" / name).read_bytes()).data
    related = list(before["related"]) if isinstance(before["related"], list) else []
    wanted = {
        **before,
        "published": True,
        "title": f"{before['title']}, and what they miss",
        "related": [related[4], related[0], related[1], related[3], related[5]],
    }
    return [f"{key} is {after.get(key)!r}" for key in wanted if after.get(key) != wanted[key]]


class Demo:
    """The steps of the session, each with its picture."""

    def __init__(self, app: QApplication, window: MainWindow) -> None:
        self.app = app
        self.window = window
        self.shots = 0

    def show(self, theme: str) -> None:
        """The story with a duplicate, in one set of colours."""
        self.window.actions_by_name[f"theme_{theme}"].trigger()
        self.window.list.setFocus()
        self._select("face-matching")
        self._picture(theme)

    def play(self) -> None:
        """Decide, reorder, drop a duplicate, edit a headline, look at the changes, save."""
        window = self.window
        window.actions_by_name["theme_light"].trigger()
        window.session.save_as_you_go = False
        self._press(Qt.Key.Key_P)
        # The next undecided story is at hand now; this one is not finished yet.
        self._select("face-matching")
        self._press(Qt.Key.Key_R)
        self._drag_card(4, 0)
        self._picture("reordered")
        self._press(Qt.Key.Key_D, CONTROL)
        self._press(Qt.Key.Key_E)
        self._press(Qt.Key.Key_End)
        self._type(", and what they miss")
        self._press(Qt.Key.Key_3, CONTROL)
        self._picture("changes")
        self._press(Qt.Key.Key_S, CONTROL)
        self._press(Qt.Key.Key_1, CONTROL)
        wait_until(lambda: not window.session.unsaved, 5)
        self._press(Qt.Key.Key_F, CONTROL)
        self._type("ellerby")
        self._picture("search")
        window.top.search.clear()
        window.sidebar.choose(View(PROBLEMS))
        broken = next(path for path, row in window.session.rows.items() if not row.readable)
        window.list.select(broken)
        self._picture("problem")
        window.sidebar.choose(View(HELD))
        window.list.setFocus()
        self._press(Qt.Key.Key_A, CONTROL)
        self._picture("many")
        self._press(Qt.Key.Key_Question)
        self._picture("keys", self.app.activeModalWidget() or window)
        self._press(Qt.Key.Key_Escape)

    def _select(self, part: str) -> None:
        self.window.list.select(next(p for p in self.window.session.rows if part in p))

    def _press(
        self, key: Qt.Key, modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier
    ) -> None:
        QTest.keyClick(QApplication.focusWidget() or self.window, key, modifiers)
        QTest.qWait(60)

    def _type(self, text: str) -> None:
        widget = QApplication.focusWidget()
        if widget is not None:
            QTest.keyClicks(widget, text, delay=5)

    def _drag_card(self, source: int, target: int) -> None:
        cards = self.window.related.list
        self.window.pane.form.area.ensureWidgetVisible(cards, 0, 0)
        QTest.qWait(100)
        start = cards.visualRect(cards.model().index(source, 0)).center()
        end = cards.visualRect(cards.model().index(target, 0)).center() - QPoint(0, 20)
        view = cards.viewport()
        left = Qt.MouseButton.LeftButton
        plain = Qt.KeyboardModifier.NoModifier
        # A drag runs a loop of its own, so its end is arranged before it begins.
        for number in range(1, 7):
            place = start + (end - start) * number / 6
            QTimer.singleShot(60 * number, lambda place=place: QTest.mouseMove(view, place))
        QTimer.singleShot(350, lambda: self._picture("dragging"))
        QTimer.singleShot(600, lambda: QTest.mouseRelease(view, left, plain, end))
        QTest.mousePress(view, left, plain, start)
        QTest.mouseMove(view, start - QPoint(0, 6))
        QTest.mouseMove(view, start - QPoint(0, 20))
        QTest.qWait(900)

    def _picture(self, name: str, widget: QWidget | None = None) -> None:
        if name != "dragging":
            QTest.qWait(200)
        self.shots += 1
        (widget or self.window).grab().save(str(OUTPUT / f"{self.shots:02}-{name}.png"))


def wait_until(done: Callable[[], bool], seconds: float = 60) -> None:
    """Let the window work until something holds.

    A `QSignalSpy` would keep the interpreter's lock while it waits, and with it the worker.
    """
    loop = QEventLoop()
    for _ in range(int(seconds * 50)):
        if done():
            return
        QTimer.singleShot(20, loop.quit)
        loop.exec()
    raise TimeoutError("the window did not get there")


def folder_diff(before: Path, after: Path) -> str:
    """What differs between two folders, as one patch."""
    parts: list[str] = []
    for path in sorted(after.rglob("*")):
        name = path.relative_to(after)
        old = before / name
        if path.is_file() and old.is_file() and path.read_bytes() != old.read_bytes():
            parts.extend(
                difflib.unified_diff(
                    old.read_text("utf-8").splitlines(),
                    path.read_text("utf-8").splitlines(),
                    f"a/{name}",
                    f"b/{name}",
                    lineterm="",
                    n=1,
                )
            )
    return "".join(f"{line}\n" for line in parts)


if __name__ == "__main__":
    sys.exit(main())
