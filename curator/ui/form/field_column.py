"""Fields one below the other, each with its label, counter, editor and what is wrong with it."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from curator.content.schema import Field
from curator.content.vocabulary import Vocabulary
from curator.frontmatter import Edit, FieldPath
from curator.ui.form.changed_mark import changed_mark, say_earlier
from curator.ui.form.field_base import RHYTHM, Caption, FieldEditor, chain_tab_stops
from curator.ui.form.field_editors import make_editor
from curator.ui.form.image_row import Resolve
from curator.ui.form.images_editor import ImagesEditor
from curator.ui.form.shared_line import SharedLine

# Short fields that share a line, and how many letters wide the column must be for that.
_PAIRS = {
    ("publishedDateTime", "provider"): 54,
    ("date", "provider"): 54,
    ("category", "type"): 34,
    ("quality", "heat"): 34,
}
_MOST_KEPT = 60


class FieldRow(QWidget):
    """One field: label and counter, the editor, where else its value stands, and what is wrong."""

    edited = Signal(object, str)
    stops_changed = Signal()

    def __init__(self, field: Field, editor: FieldEditor, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.editor = editor
        editor.setParent(self)
        self.label = Caption("", "field-label", self)
        self.label.setBuddy(editor.main_control())
        self.counter = Caption(editor.counter, "counter", self)
        self.counter.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self.shared: SharedLine | None = None
        self.changed: Caption | None = None
        self.error = Caption(editor.error, "error", self)
        self.error.setVisible(bool(editor.error))
        self._above = above = QHBoxLayout()
        above.setSpacing(RHYTHM)
        above.addWidget(self.label, 1)
        above.addWidget(self.counter)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(RHYTHM // 2)
        layout.addLayout(above)
        layout.addWidget(editor)
        layout.addWidget(self.error)
        layout.addStretch(1)
        self._tell(field)
        editor.edited.connect(self.edited)
        editor.stops_changed.connect(self.stops_changed)
        editor.error_changed.connect(self._on_error_changed)
        editor.counter_changed.connect(self.counter.setText)

    def show_field(self, field: Field, problem: str, read_only: bool, anew: bool) -> None:
        """Show the state of the field; `anew` where it is that of another article."""
        if anew:
            self.editor.open_field(field)
            self.show_change(None)
        else:
            self.editor.show_field(field)
        self.editor.set_problem(problem)
        self.editor.set_read_only(read_only)
        self._tell(field)
        self._tell_shared(field, read_only)

    def show_change(self, earlier: str | None) -> None:
        """Mark that the field was this when the editor looked last; None takes the mark away."""
        if self.changed is None:
            if earlier is None:
                return
            self.changed = changed_mark(self)
            self._above.insertWidget(1, self.changed)
        self.changed.setVisible(earlier is not None)
        if earlier is not None:
            say_earlier(self.changed, earlier)

    def tab_stops(self) -> list[QWidget]:
        """The controls that Tab visits, as a person reads them."""
        return [*self.editor.tab_stops(), *(self.shared.tab_stops() if self.shared else ())]

    def _tell(self, field: Field) -> None:
        # The label has a buddy, so an ampersand would be taken for a shortcut.
        self.label.setText(field.label.replace("&", "&&"))
        self.label.setToolTip(field.key if field.key != field.label else "")

    def _tell_shared(self, field: Field, read_only: bool) -> None:
        if self.shared is None:
            # Few files share values, so few rows need the line.
            if not field.shared:
                return
            self.shared = SharedLine(self)
            self.shared.edited.connect(self._on_own_wanted)
            layout = self.layout()
            assert isinstance(layout, QVBoxLayout)
            layout.insertWidget(layout.indexOf(self.editor) + 1, self.shared)
            self.stops_changed.emit()
        self.shared.show_field(field, read_only)

    def _on_own_wanted(self, edits: list[Edit], words: str) -> None:
        # The button goes with the sharing, and the focus must not fall on whatever comes next.
        self.editor.setFocus(Qt.FocusReason.OtherFocusReason)
        self.edited.emit(edits, words)

    def _on_error_changed(self, error: str) -> None:
        self.error.setText(error)
        self.error.setVisible(bool(error))


class FieldColumn(QWidget):
    """Editors for a list of fields, used again when the same fields come again.

    `edited` carries what the person wants changed, as FieldEditor says it.
    """

    edited = Signal(object, str)
    stops_changed = Signal()

    def __init__(self, parent: QWidget | None = None, resolve: Resolve | None = None) -> None:
        super().__init__(parent)
        self._resolve = resolve
        self._rows: dict[FieldPath, FieldRow] = {}
        self._shown: list[FieldPath] = []
        self._showing = False
        self._stops_changed = False
        self._places: list[tuple[FieldPath, int, int, int]] = []
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(RHYTHM * 3 // 2)
        self._grid.setVerticalSpacing(RHYTHM * 3 // 2)
        self._grid.setColumnStretch(0, 1)
        self._grid.setColumnStretch(1, 1)

    def show_fields(
        self,
        fields: list[Field],
        vocabulary: Vocabulary,
        problems: Mapping[str, str] | None = None,
        read_only: bool = False,
        anew: bool = False,
    ) -> None:
        """Show these fields in this order.

        `problems` maps keys to what is wrong in words.  `anew` says that the fields are those of
        another article, so that nothing of what was being typed is kept.
        """
        problems = problems or {}
        before = self._shown
        self._showing = True
        self._shown = [field.path for field in fields]
        made = False
        for field in fields:
            row = self._rows.pop(field.path, None)
            fresh = row is None or not self._fits(row, field, anew)
            if row is None or fresh:
                made = True
                row = self._replace(row, field, vocabulary)
            # Put back at the end: what was not shown for longest comes first.
            self._rows[field.path] = row
            row.editor.set_vocabulary(vocabulary)
            opened = anew or fresh or field.path not in before
            row.show_field(field, problems.get(field.key, ""), read_only, opened)
        self._put_away()
        self._showing = False
        changed = made or before != self._shown
        self._arrange(force=changed)
        if changed or self._stops_changed:
            self._chain()

    def show_changes(self, earlier: Mapping[str, str]) -> None:
        """Mark the fields with these keys as different from what they were, and say what."""
        for path in self._shown:
            self._rows[path].show_change(earlier.get(str(path[-1])))

    def set_resolve(self, resolve: Resolve | None) -> None:
        """Find the files of pictures inside the site with this from now on."""
        self._resolve = resolve
        for row in self._rows.values():
            if isinstance(row.editor, ImagesEditor):
                row.editor.set_resolve(resolve)

    def row(self, key: str) -> FieldRow | None:
        """The row of a field that is shown, by its key."""
        paths = [path for path in self._shown if path[-1] == key]
        return self._rows[paths[0]] if paths else None

    def tab_stops(self) -> list[QWidget]:
        """The controls that Tab visits, as a person reads them."""
        return [stop for path in self._shown for stop in self._rows[path].tab_stops()]

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Pair short fields where there is room for it."""
        super().resizeEvent(event)
        if not self._showing:
            self._arrange()

    def _fits(self, row: FieldRow, field: Field, anew: bool) -> bool:
        editor = row.editor
        if field.kind in editor.kinds:
            return True
        # While a text is typed it may look like a date or grow long: that must not take the
        # editor away under the person's hands.
        focus = self.focusWidget()
        typing = focus is not None and focus.hasFocus() and editor.isAncestorOf(focus)
        return typing and not anew and editor.can_show(field)

    def _replace(self, old: FieldRow | None, field: Field, vocabulary: Vocabulary) -> FieldRow:
        had_focus = False
        if old is not None:
            focus = old.focusWidget()
            had_focus = focus is not None and focus.hasFocus()
            self._discard(old)
        row = FieldRow(field, make_editor(field, vocabulary, self._resolve), self)
        row.edited.connect(self._on_edited)
        row.stops_changed.connect(self._on_stops_changed)
        if had_focus:
            row.editor.setFocus(Qt.FocusReason.OtherFocusReason)
        return row

    def _discard(self, row: FieldRow) -> None:
        row.edited.disconnect(self._on_edited)
        self._grid.removeWidget(row)
        row.hide()
        row.deleteLater()

    def _put_away(self) -> None:
        """Hide the rows that are not shown now, and let go of the oldest of very many."""
        shown = set(self._shown)
        spare = [path for path in self._rows if path not in shown]
        for path in spare:
            self._rows[path].hide()
        for path in spare[: max(0, len(self._rows) - _MOST_KEPT)]:
            self._discard(self._rows.pop(path))

    def _arrange(self, force: bool = False) -> None:
        places = self._wanted_places()
        if places == self._places and not force:
            return
        self._places = places
        for row in self._rows.values():
            self._grid.removeWidget(row)
        for path, line, column, span in places:
            self._grid.addWidget(self._rows[path], line, column, 1, span)
            self._rows[path].show()

    def _wanted_places(self) -> list[tuple[FieldPath, int, int, int]]:
        letters = self.width() / max(1, self.fontMetrics().averageCharWidth())
        places: list[tuple[FieldPath, int, int, int]] = []
        number = line = 0
        while number < len(self._shown):
            path = self._shown[number]
            other = self._shown[number + 1] if number + 1 < len(self._shown) else ("",)
            needed = _PAIRS.get((str(path[-1]), str(other[-1])))
            if needed is not None and letters >= needed:
                places += [(path, line, 0, 1), (other, line, 1, 1)]
                number += 2
            else:
                places.append((path, line, 0, 2))
                number += 1
            line += 1
        return places

    def _chain(self) -> None:
        self._stops_changed = False
        chain_tab_stops(self.tab_stops())
        self.stops_changed.emit()

    def _on_stops_changed(self) -> None:
        if self._showing:
            self._stops_changed = True
        else:
            self._chain()

    def _on_edited(self, edits: list[Edit], words: str) -> None:
        row = self.sender()
        # A row that is being put away loses its focus, which must not edit the next article.
        if isinstance(row, FieldRow) and any(self._rows.get(p) is row for p in self._shown):
            self.edited.emit(edits, words)
