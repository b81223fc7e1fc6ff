"""The preview: what it shows, what it never does, and its keys."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from PySide6.QtCore import QObject, QSettings, Qt, QUrl, Slot
from PySide6.QtGui import QColor, QDesktopServices, QImage, QTextDocument
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QPushButton
from pytestqt.qtbot import QtBot

from curator.content.row import Published
from curator.frontmatter import Insert, Set, Value
from curator.session.pictures import Pictures
from curator.session.session import Session
from curator.ui.article_tabs import PREVIEW
from curator.ui.main_window import MainWindow
from curator.ui.preview import Preview
from curator.ui.theme import theme_of
from tests.session.picture_server import PictureServer, png, running

IMAGE = QTextDocument.ResourceType.ImageResource
LONG = "_news/long.md"
HOSTILE = "_news/hostile.md"


@dataclass
class Bench:
    """A window whose preview is shown, and what loads its pictures."""

    window: MainWindow
    pictures: Pictures
    qtbot: QtBot

    @property
    def preview(self) -> Preview:
        return self.window.preview

    @property
    def text(self) -> str:
        return self.preview.toPlainText()

    def show(self, path: str) -> None:
        self.window.list.select(path)
        self.qtbot.waitUntil(lambda: self.window.pane.path == path)
        self.settle()

    def settle(self) -> None:
        """Wait until the body is there and laid out."""
        self.qtbot.waitUntil(lambda: not self.preview.is_busy, timeout=15000)

    def press(
        self, key: Qt.Key, modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier
    ) -> None:
        target = QApplication.focusWidget()
        assert target is not None
        QTest.keyClick(target, key, modifiers)
        QTest.qWait(10)

    def link(self, words: str) -> QUrl:
        """The link that stands on these words."""
        cursor = self.preview.document().find(words)
        assert not cursor.isNull(), words
        return QUrl(cursor.charFormat().anchorHref())


Open = Callable[[], Bench]


@pytest.fixture
def folder(sample: Path) -> Path:
    return sample


@pytest.fixture
def bench(
    qtbot: QtBot, session: Session, opened: Callable[[Path], Session], folder: Path, tmp_path: Path
) -> Iterator[Open]:
    windows: list[MainWindow] = []

    def open_bench() -> Bench:
        pictures = Pictures(tmp_path / "cache")
        settings = QSettings(str(tmp_path / "settings.ini"), QSettings.Format.IniFormat)
        window = MainWindow(session, settings, pictures)
        windows.append(window)
        qtbot.addWidget(window)
        window.resize(1200, 800)
        window.show()
        opened(folder)
        with qtbot.waitActive(window, timeout=5000):
            window.activateWindow()
        window.tabs.show_tab(PREVIEW)
        return Bench(window, pictures, qtbot)

    yield open_bench
    for window in windows:
        window.pictures.close()
        window.session.flush()
        window.close()


@pytest.fixture
def server() -> Iterator[PictureServer]:
    with running() as server:
        yield server


def path_of(bench: Bench, part: str) -> str:
    return next(path for path in bench.window.session.rows if part in path)


def story(folder: Path, path: str, front: str, body: str) -> None:
    (folder / path).write_text(f"---\n{front}\n---\n{body}", encoding="utf-8")


def test_a_story_as_a_reader_sees_it(bench: Open) -> None:
    desk = bench()
    desk.show(path_of(desk, "museum"))
    lines = [line for line in desk.text.splitlines() if line.strip("\ufffc ")]
    assert lines[0] == "The museum guide that admits it does not know"
    assert "Tidewater Review" in lines[1]
    assert "2026" in lines[1]
    assert "Culture" in lines[2]
    assert lines[3].startswith("Visitors to the Corran Gallery")
    assert lines[4].startswith("The brass box stands")
    assert lines.index("Related") > lines.index("One in six")
    assert "Teaching a model to say no" in desk.text


def test_pictures_of_the_site_are_shown(bench: Open) -> None:
    desk = bench()
    desk.show(path_of(desk, "museum"))

    def lead() -> QImage:
        image = desk.preview.document().resource(IMAGE, QUrl("picture:lead"))
        assert isinstance(image, QImage)
        return image

    waiting = QColor(theme_of(desk.preview).line)
    desk.qtbot.waitUntil(lambda: lead().pixelColor(20, 20) != waiting, timeout=10000)
    margins = 2 * desk.preview.document().documentMargin()
    assert lead().width() == desk.preview.viewport().width() - margins


def test_an_edit_is_seen_and_the_place_kept(bench: Open, folder: Path) -> None:
    story(folder, LONG, "title: Long", "A paragraph of words.\n\n" * 200)
    desk = bench()
    desk.show(LONG)
    bar = desk.preview.verticalScrollBar()
    bar.setValue(300)
    desk.window.session.edit({LONG: [Set(("published",), True)]}, "Publish")
    assert bar.value() == 300
    desk.window.session.edit({LONG: [Set(("title",), "Longer")]}, "Edit Title")
    desk.settle()
    assert desk.text.startswith("Longer")
    assert bar.value() == 300


def test_it_makes_nothing_while_it_is_not_shown(bench: Open) -> None:
    desk = bench()
    desk.window.tabs.show_tab(0)
    before = desk.text
    desk.show(path_of(desk, "museum"))
    assert desk.text == before
    desk.window.tabs.show_tab(PREVIEW)
    desk.settle()
    assert desk.text != before


def test_what_cannot_be_shown_is_said(bench: Open, folder: Path) -> None:
    (folder / "_news/broken.md").write_text("---\ntitle: [\n---\n")
    desk = bench()
    desk.show("_news/broken.md")
    assert "cannot be shown" in desk.text
    desk.window.list.selectAll()
    assert "stories are selected" in desk.text


def test_a_hostile_story_runs_and_fetches_nothing(
    bench: Open, folder: Path, server: PictureServer
) -> None:
    bad = server.url("/bad")
    (folder.parent / "secret.png").write_bytes(png())
    story(
        folder,
        HOSTILE,
        f"title: '<script>x</script><img src={bad}/1>'\n"
        f"excerpt: '{'<b>' * 33_000}'\n"
        "provider: {name: \"\\u202Eevil <img src='" + bad + "/2'>\"}\n"
        f"topics: ['<img src={bad}/3>']\n"
        "images: [{url: 'file:///etc/passwd'}]\n"
        f"related: [{{title: '<img src={bad}/4>', images: [{{url: '../secret.png'}}]}}]",
        f"<script src={bad}/5></script><iframe src={bad}/6></iframe>\n\n"
        f"<link rel=stylesheet href={bad}/7><meta http-equiv=refresh content='0;url={bad}/8'>\n\n"
        f"<p style='background:url({bad}/9)' onclick=x>text</p>\n\n"
        f"![a](file://{folder.parent}/secret.png) ![b](../secret.png) ![c](qrc:/x.png)\n\n"
        f"<object data={bad}/10></object> <video poster={bad}/11 src={bad}/12></video>\n\n"
        f"<img src={server.url('/bomb')}> ![ok]({server.url('/good')})\n\n"
        "مرحبا بالعالم\n",
    )
    desk = bench()
    desk.pictures.set_private_allowed(True)
    desk.show(HOSTILE)
    desk.preview.verticalScrollBar().setValue(desk.preview.verticalScrollBar().maximum())
    desk.qtbot.waitUntil(lambda: {"/bomb", "/good"} <= set(server.asked), timeout=10000)
    QTest.qWait(100)
    assert sorted(server.asked) == ["/bomb", "/good"]
    assert "<script>x</script>" in desk.text
    assert len(desk.text) < 8_000
    for name, _ in desk.preview._places():
        assert name.startswith(("picture:", "body:")), name


def test_qt_itself_is_never_asked_for_a_file(bench: Open, folder: Path) -> None:
    picture = folder / "assets" / "pictures" / "grid.png"
    desk = bench()
    desk.show(path_of(desk, "museum"))
    for address in (str(picture), picture.as_uri(), "http://127.0.0.1:9/x.png", "qrc:/x"):
        given = desk.preview.loadResource(int(IMAGE.value), QUrl(address))
        assert isinstance(given, QImage)
        assert given.size() != QImage(str(picture)).size()


def test_pictures_of_the_web_only_while_they_are_on(
    bench: Open, folder: Path, server: PictureServer
) -> None:
    story(folder, LONG, "title: Web", f"![x]({server.url('/good')})")
    desk = bench()
    desk.pictures.set_private_allowed(True)
    desk.pictures.set_from_web(False)
    desk.show(LONG)
    QTest.qWait(150)
    assert server.asked == []
    desk.pictures.set_from_web(True)
    desk.qtbot.waitUntil(lambda: server.asked == ["/good"], timeout=10000)


def test_pictures_far_below_are_not_fetched(
    bench: Open, folder: Path, server: PictureServer
) -> None:
    text = (
        f"![a]({server.url('/good/a')})\n\n" + "word\n\n" * 300 + f"![b]({server.url('/good/b')})"
    )
    story(folder, LONG, "title: Web", text)
    desk = bench()
    desk.pictures.set_private_allowed(True)
    desk.show(LONG)
    desk.qtbot.waitUntil(lambda: server.asked == ["/good/a"], timeout=10000)
    QTest.qWait(150)
    assert server.asked == ["/good/a"]
    bar = desk.preview.verticalScrollBar()
    bar.setValue(bar.maximum())
    desk.qtbot.waitUntil(lambda: server.asked == ["/good/a", "/good/b"], timeout=10000)


def test_a_long_body_is_whole_and_the_window_has_its_turns(bench: Open, folder: Path) -> None:
    story(
        folder, LONG, "title: Long", "".join(f"Paragraph {n} of words.\n\n" for n in range(4_000))
    )
    desk = bench()
    desk.show(LONG)
    for number in (0, 1_000, 3_999):
        assert f"Paragraph {number} of" in desk.text


def test_a_body_that_is_too_long_says_so(bench: Open, folder: Path) -> None:
    story(folder, LONG, "title: Long", "Some words.\n\n" * 40_000)
    desk = bench()
    desk.show(LONG)
    assert "it is cut here" in desk.text


class Browser(QObject):
    """Takes the addresses that the system's browser would open."""

    def __init__(self) -> None:
        super().__init__()
        self.opened: list[str] = []

    @Slot(QUrl)
    def open(self, address: QUrl) -> None:
        self.opened.append(address.toString())


@pytest.fixture
def browser() -> Iterator[Browser]:
    browser = Browser()
    schemes = ("http", "https", "file", "mailto", "javascript", "link", "card")
    for scheme in schemes:
        # PySide declares bytes and takes text.
        QDesktopServices.setUrlHandler(scheme, browser, "open")  # pyright: ignore[reportArgumentType]
    yield browser
    for scheme in schemes:
        QDesktopServices.unsetUrlHandler(scheme)


def test_links_open_pages_and_nothing_else(bench: Open, folder: Path, browser: Browser) -> None:
    body = (
        "[web](https://a.org/x?y=z) [file](file:///etc/passwd) [mail](mailto:a@b.org) "
        "[script](javascript:x) [site](/nowhere) [story](/news/why-the-boring-model-won-the-"
        "hospital-tender.html)"
    )
    story(folder, LONG, "title: Links", body)
    desk = bench()
    desk.show(LONG)
    preview = desk.preview
    preview.highlighted.emit(desk.link("web"))
    assert preview.toolTip() == "https://a.org/x?y=z"
    for words in ("web", "file", "mail", "script", "site"):
        preview.anchorClicked.emit(desk.link(words))
    assert browser.opened == ["https://a.org/x?y=z"]
    assert desk.window.pane.path == LONG
    preview.anchorClicked.emit(desk.link("story"))
    assert "boring-model" in desk.window.pane.path


def test_cards_lead_to_stories_of_the_folder_or_to_the_web(
    bench: Open, folder: Path, browser: Browser
) -> None:
    desk = bench()
    museum = path_of(desk, "museum")
    address = desk.window.session.rows[museum].address
    desk.show(path_of(desk, "face-matching"))
    desk.preview.anchorClicked.emit(desk.link("Ferry terminal drops"))
    assert [each.startswith("https://www.harbour-gazette") for each in browser.opened] == [True]
    item: dict[str, Value] = {"title": "The guide", "webUrl": address + "?utm_source=x"}
    path = desk.window.pane.path
    desk.window.session.edit({path: [Insert(("related",), 0, item)]}, "Add")
    desk.settle()
    desk.preview.anchorClicked.emit(desk.link("The guide"))
    assert desk.window.pane.path == museum
    assert len(browser.opened) == 1


def test_the_deciding_keys_work_in_the_preview(bench: Open) -> None:
    desk = bench()
    path = path_of(desk, "face-matching")
    desk.show(path)
    desk.preview.setFocus()
    desk.press(Qt.Key.Key_P)
    assert desk.window.session.rows[path].published is Published.YES
    desk.press(Qt.Key.Key_Z)
    assert desk.window.session.rows[path].published is Published.NO
    desk.window.list.select(path)
    desk.preview.setFocus()
    desk.press(Qt.Key.Key_U)
    assert desk.window.session.rows[path].published is Published.NONE
    here = desk.window.list.current
    desk.press(Qt.Key.Key_J)
    assert desk.window.list.current != here
    assert desk.window.tabs.bar.currentIndex() == PREVIEW


def test_selected_text_is_copied(bench: Open) -> None:
    desk = bench()
    desk.show(path_of(desk, "museum"))
    desk.preview.setFocus()
    cursor = desk.preview.document().find("brass box")
    desk.preview.setTextCursor(cursor)
    desk.press(Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert QApplication.clipboard().text() == "brass box"


@pytest.mark.parametrize("place", ["list", "preview"])
def test_space_reads_on_and_then_goes_on(bench: Open, folder: Path, place: str) -> None:
    story(folder, LONG, "title: Long\ndate: 2026-02-02", "A paragraph of words.\n\n" * 60)
    desk = bench()
    desk.show(LONG)
    (desk.window.list if place == "list" else desk.preview).setFocus()
    bar = desk.preview.verticalScrollBar()
    places = [bar.value()]
    while desk.window.list.current == LONG:
        desk.press(Qt.Key.Key_Space)
        places.append(bar.value())
        assert len(places) < 40
    assert len(places) > 3
    assert places[:-1] == sorted(places[:-1])
    after = desk.window.list.current
    desk.settle()
    assert bar.value() == 0
    desk.press(Qt.Key.Key_Space, Qt.KeyboardModifier.ShiftModifier)
    assert desk.window.list.current == LONG
    assert after != LONG


def test_space_still_types_and_presses(bench: Open) -> None:
    desk = bench()
    path = path_of(desk, "museum")
    desk.show(path)
    field = desk.window.top.search.findChild(QLineEdit) or desk.window.top.search
    assert isinstance(field, QLineEdit)
    field.setFocus()
    desk.press(Qt.Key.Key_Space)
    assert field.text() == " "
    field.clear()
    desk.show(path)
    button = QPushButton("Press", desk.window.preview)
    pressed: list[bool] = []
    button.clicked.connect(lambda: pressed.append(True))
    button.show()
    button.setFocus()
    desk.press(Qt.Key.Key_Space)
    assert pressed == [True]
    assert desk.preview.verticalScrollBar().value() == 0


def test_v_shows_the_preview(bench: Open) -> None:
    desk = bench()
    desk.window.tabs.show_tab(0)
    desk.window.list.setFocus()
    desk.press(Qt.Key.Key_V)
    assert desk.preview.isVisible()
