"""Every action of the program: its words, its keys, its place in the menus.

Menus, tips, the command palette and the key sheet are made from this one table.
"""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMenu, QMenuBar, QWidget

from curator.ui.space_key import SpaceKey

_TR = "Actions"


@dataclass(frozen=True, slots=True)
class Spec:
    """One action.  `keys` are portable key texts, the first one is shown; `menu` says where."""

    name: str
    menu: str
    text: str
    keys: tuple[str, ...] = ()
    tip: str = ""
    checkable: bool = False


SEPARATOR = "-"

SPECS: tuple[Spec | str, ...] = (
    Spec("open", "File", "Open Folder…", ("Ctrl+O",), "Open another content folder"),
    Spec("rescan", "File", "Read Folder Again", ("F5",), "Read all files of the folder again"),
    SEPARATOR,
    Spec("save", "File", "Save", ("Ctrl+S",), "Save all unsaved articles now"),
    Spec("save_as_you_go", "File", "Save as You Go", (), "Save a second after an edit", True),
    SEPARATOR,
    Spec(
        "export_notes",
        "File",
        "Export Review Notes…",
        (),
        "Write what you decided, and when, into a file",
    ),
    SEPARATOR,
    Spec("quit", "File", "Quit", ("Ctrl+Q",), "Save and leave"),
    Spec("undo", "Edit", "Undo", ("Ctrl+Z", "Z"), "Take the last edit back"),
    Spec("redo", "Edit", "Redo", ("Ctrl+Shift+Z", "Ctrl+Y"), "Make the edit again"),
    SEPARATOR,
    Spec("search", "Edit", "Search", ("Ctrl+F", "/"), "Search title, excerpt, provider, topics"),
    SEPARATOR,
    Spec("preferences", "Edit", "Preferences…", ("Ctrl+,",), "Saving, colours, pictures and keys"),
    Spec("publish", "Story", "Publish", ("P",), "Set published: true"),
    Spec("hold", "Story", "Hold", ("H",), "Set published: false"),
    Spec("undecide", "Story", "Clear the Flag", ("U",), "Remove the published key"),
    Spec("skip", "Story", "Skip", ("S",), "Go on to the next undecided story; this one stays due"),
    SEPARATOR,
    Spec(
        "mark_reviewed",
        "Story",
        "Mark as Reviewed",
        ("M",),
        "You have looked at it; pressed again, it is to be reviewed once more",
    ),
    Spec(
        "mark_all_reviewed",
        "Story",
        "Mark All in View as Reviewed",
        (),
        "You have looked at all that the list shows",
    ),
    SEPARATOR,
    Spec("edit_title", "Story", "Edit Title", ("E",), "Go to the title"),
    Spec(
        "bulk_edit",
        "Story",
        "Edit Selected Articles…",
        ("Ctrl+E",),
        "Change one field of all that are selected, and see the patch before",
    ),
    Spec("related", "Story", "Go to Related", ("R",), "Go to the related list"),
    Spec("drop_duplicates", "Story", "Drop Duplicates", ("Ctrl+D",), "Drop related stories twice"),
    Spec(
        "drop_in_selection", "Story", "Drop Duplicates in Selection…", (), "Look at the patch first"
    ),
    Spec("drop_in_folder", "Story", "Drop Duplicates in Folder…", (), "Look at the patch first"),
    Spec(
        "make_lead",
        "Story",
        "Make Related Story the Lead",
        ("L",),
        "It and the story change places",
    ),
    Spec(
        "split_off",
        "Story",
        "Split Off Related Story",
        ("Ctrl+Shift+N",),
        "Make it an article, held",
    ),
    Spec(
        "gather", "Story", "Gather Selected…", ("Ctrl+G",), "Make them related to the current one"
    ),
    Spec(
        "rename_file",
        "Story",
        "Rename File to Match Title…",
        ("Shift+F2",),
        "Give the file a name that goes with the title",
    ),
    Spec(
        "go_same_story",
        "Story",
        "Go to the Same Story",
        ("T",),
        "The next article that tells this story",
    ),
    Spec(
        "select_same_story",
        "Story",
        "Select the Same Stories",
        ("Ctrl+Shift+G",),
        "All articles that tell this story, to gather or to hold them",
    ),
    Spec("backlinks", "Story", "Go to Where It Is Related", ("B",), "Articles that list this one"),
    Spec("accept_suggestion", "Story", "Add Suggestion", ("A",), "Add the first one to related"),
    Spec("compare", "Story", "Settle Conflict", ("C",), "Choose where others changed the same"),
    Spec("open_page", "Story", "Open Web Page", ("O",), "Open the story's page in the browser"),
    Spec("story_tab", "View", "Story", ("Ctrl+1",), "Show the form"),
    Spec("preview_tab", "View", "Preview", ("Ctrl+2", "V"), "Show the story as a reader sees it"),
    Spec("changes_tab", "View", "Changes", ("Ctrl+3",), "Show the lines that a save will change"),
    Spec("history_tab", "View", "History", ("Ctrl+4",), "Show what was written, to take it back"),
    SEPARATOR,
    Spec("density_table", "View", "Compact Table", (), "One line a story, in columns", True),
    Spec("density_cards", "View", "Cards with Pictures", (), "Roomy rows with pictures", True),
    Spec("density", "View", "Table or Cards", ("Ctrl+Shift+L",), "Change between the two"),
    SEPARATOR,
    Spec("theme_system", "View", "Colours of the System", (), "", True),
    Spec("theme_light", "View", "Light", (), "", True),
    Spec("theme_dark", "View", "Dark", (), "", True),
    Spec("palette", "Go", "Command Palette…", ("Ctrl+K",), "Find an action, a view or a topic"),
    SEPARATOR,
    Spec("next", "Go", "Next Story", ("J",), "Select the story below"),
    Spec("previous", "Go", "Previous Story", ("K",), "Select the story above"),
    Spec("page", "Go", "Read On", ("Space",), "Scroll the preview, then go to the next story"),
    Spec("page_back", "Go", "Read Back", ("Shift+Space",), "Scroll the preview back"),
    SEPARATOR,
    Spec("go_sidebar", "Go", "Views", ("Ctrl+Shift+1",), "Go to the views"),
    Spec("go_articles", "Go", "Articles", ("Ctrl+Shift+2",), "Go to the list of articles"),
    Spec("go_form", "Go", "Form", ("Ctrl+Shift+3",), "Go to the form"),
    Spec("keys", "Help", "Keys", ("?", "F1"), "All keys on one sheet"),
    Spec("about", "Help", "About curator"),
)
"""All actions, in the order of the menus; a separator belongs to the menu before it."""


@dataclass(frozen=True, slots=True)
class FixedKeys:
    """Keys that a part of the window listens to by itself, and what they do there."""

    place: str
    text: str
    keys: tuple[str, ...]


FIXED_KEYS: tuple[FixedKeys, ...] = (
    FixedKeys("Related list", "Move up, down", ("Alt+Up", "Alt+Down")),
    FixedKeys("Related list", "Move to the top, to the end", ("Alt+Home", "Alt+End")),
    FixedKeys("Related list", "Edit the story's fields", ("Return",)),
    FixedKeys("Related list", "Remove", ("Del",)),
    FixedKeys("Related list", "Cut, copy, paste", ("Ctrl+X", "Ctrl+C", "Ctrl+V")),
    FixedKeys("Related list", "Add", ("Ins",)),
    FixedKeys("Related list", "Go to the article or open the page", ("Ctrl+Return",)),
    FixedKeys("Related list", "Move, copy to another article", ("Ctrl+M", "Ctrl+Shift+M")),
    FixedKeys("Views", "Rename a saved search", ("F2",)),
    FixedKeys("Views", "Remove a saved search", ("Del",)),
    FixedKeys("Fields", "Open the calendar", ("Alt+Down", "F4")),
    FixedKeys("History", "Take back what is shown", ("Ctrl+Backspace",)),
)
"""Keys that are no actions: they are shown on the key sheet, and no action can have them."""


class Actions:
    """The actions as Qt has them, by name."""

    def __init__(self, window: QWidget) -> None:
        self._by_name: dict[str, QAction] = {}
        SpaceKey(window)
        for spec in SPECS:
            if isinstance(spec, str):
                continue
            action = QAction(_said(spec.text), window)
            action.setObjectName(f"action.{spec.name}")
            action.setShortcuts([QKeySequence(key) for key in spec.keys])
            action.setCheckable(spec.checkable)
            if spec.tip:
                action.setToolTip(_said(spec.tip))
                action.setStatusTip(_said(spec.tip))
            window.addAction(action)
            self._by_name[spec.name] = action

    def __getitem__(self, name: str) -> QAction:
        return self._by_name[name]

    def fill(self, bar: QMenuBar) -> None:
        """Make the menus."""
        menus: dict[str, QMenu] = {}
        last: QMenu | None = None
        for spec in SPECS:
            if isinstance(spec, str):
                if last is not None:
                    last.addSeparator()
                continue
            if spec.menu not in menus:
                menus[spec.menu] = bar.addMenu(_said(spec.menu))
            last = menus[spec.menu]
            last.addAction(self._by_name[spec.name])


def specs() -> list[Spec]:
    """All actions, in the order of the menus."""
    return [spec for spec in SPECS if isinstance(spec, Spec)]


def plain_text(spec: Spec) -> str:
    """What an action is called where no menu stands around it."""
    return _said(spec.text).removesuffix("…")


def menu_text(spec: Spec) -> str:
    """What the menu of an action is called."""
    return _said(spec.menu)


def key_text(key: str) -> str:
    """A portable key text as it is called on this system."""
    return QKeySequence(key, QKeySequence.SequenceFormat.PortableText).toString(
        QKeySequence.SequenceFormat.NativeText
    )


def portable_keys(action: QAction) -> tuple[str, ...]:
    """The keys that an action has at present, as portable texts."""
    return tuple(
        key.toString(QKeySequence.SequenceFormat.PortableText) for key in action.shortcuts()
    )


def _said(text: str) -> str:
    return QCoreApplication.translate(_TR, text)
