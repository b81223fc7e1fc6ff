"""The line below a field that says where else its value stands, and gives it one of its own."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from PySide6.QtCore import QSize, Qt, Signal, Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget

from curator.content.schema import Field, Kind, label_of
from curator.frontmatter import FieldPath, Own, Shared, path_text
from curator.ui.form.chips import AddChip
from curator.ui.form.field_base import RHYTHM, Caption
from curator.ui.theme import smaller

_MOST_PLACES = 3
_MOST_LINES = 3
_MERGE = "<<"


class SharedLine(QWidget):
    """Words about what a change of a field also changes, and the button that ends that.

    `edited` carries the edit and the words for undo, as those of the editors do.
    """

    edited = Signal(object, str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._field: Field | None = None
        self.words = Caption("", "hint", self)
        self.button = _BriefWhereNarrow(self.tr("Own value"), self)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(RHYTHM // 2)
        layout.addWidget(self.words)
        layout.addWidget(self.button, 0, Qt.AlignmentFlag.AlignLeft)
        self.button.clicked.connect(self._on_clicked)

    def show_field(self, field: Field, read_only: bool) -> None:
        """Say what is shared in a field; there is a line only where something is."""
        self._field = field
        if not field.shared:
            self.hide()
            return
        locked = read_only or field.kind is Kind.OPAQUE
        self.words.setText("\n".join(self._lines(field, locked)))
        name = path_text(field.path)
        self.words.setObjectName(f"field.{name}.shared")
        self.button.setObjectName(f"field.{name}.own")
        said = self.tr("Give {0} its own value").format(field.label)
        text = self.tr("Give this field its own value")
        if field.key == _MERGE:
            said = text = self.tr("Write these fields out")
        self.button.set_text(text)
        self.button.setAccessibleName(said)
        self.button.setAccessibleDescription(self.words.text())
        self.button.setVisible(not locked)
        self.show()

    def tab_stops(self) -> list[QWidget]:
        """The button."""
        return [self.button]

    def _lines(self, field: Field, locked: bool) -> list[str]:
        all_shared = [each for each in _only_news(field) if each.others or each.is_alias]
        lines = [self._line(field, each, locked) for each in all_shared[:_MOST_LINES]]
        more = len(all_shared) - len(lines)
        if more == 1:
            lines.append(self.tr("1 more value in this field is shared."))
        elif more:
            lines.append(self.tr("{0} more values in this field are shared.").format(more))
        return lines

    def _line(self, field: Field, shared: Shared, locked: bool) -> str:
        where = self._places(shared.others)
        if shared.name:
            where = f"{where} (&{shared.name})" if where else f"&{shared.name}"
        inner = self._place(shared.path) if shared.path != field.path else ""
        if field.key == _MERGE:
            said = self.tr("These fields come from {0}.")
            if not locked:
                said = self.tr("These fields come from {0}: a change here leaves that as it is.")
        elif locked:
            said = self.tr("{1} is shared with {0}.") if inner else self.tr("Shared with {0}.")
        elif shared.is_alias:
            said = self.tr("Shared with {0}: a change here gives this field a value of its own.")
        elif inner:
            said = self.tr("A change of {1} also changes {0}.")
        else:
            said = self.tr("A change here also changes {0}.")
        return said.format(where, inner)

    def _places(self, paths: Sequence[FieldPath]) -> str:
        """Some places in a row, as one says them."""
        names = [self._place(path) for path in paths[:_MOST_PLACES]]
        more = len(paths) - len(names)
        if more == 1:
            names.append(self.tr("1 other place"))
        elif more > 1:
            names.append(self.tr("{0} other places").format(more))
        if len(names) < 2:
            return "".join(names)
        # A place may have a comma in its own name.
        return self.tr("{0} and {1}").format("; ".join(names[:-1]), names[-1])

    def _place(self, path: FieldPath) -> str:
        """A path as the form's labels name it: "Related 2, title"."""
        if not path:
            return self.tr("the fields of this story that come from it")
        parts: list[str] = []
        for element in path:
            if isinstance(element, int):
                parts[-1:] = [f"{parts[-1] if parts else ''} {element + 1}".strip()]
            elif parts:
                parts.append(_in_a_sentence(label_of(element)))
            else:
                parts.append(label_of(element))
        return ", ".join(parts)

    def _on_clicked(self) -> None:
        field = self._field
        if field is None:
            return
        words = self.tr("Give {0} Its Own Value").format(field.label)
        if field.key == _MERGE:
            words = self.tr("Write Out Shared Fields")
        self.edited.emit([Own(field.path)], words)


class _BriefWhereNarrow(AddChip):
    """A button that says less where there is no room for its whole text."""

    def __init__(self, brief: str, parent: QWidget) -> None:
        super().__init__(parent)
        self._whole = self._brief = brief
        self._fit_font()
        # Qt tells only windows of another font, and a size of one's own is not inherited.
        app = QApplication.instance()
        if isinstance(app, QApplication):
            app.fontChanged.connect(self._fit_font)

    def set_text(self, text: str) -> None:
        """Say this, where there is room for it."""
        self._whole = text
        self._fit()
        self.updateGeometry()

    def sizeHint(self) -> QSize:
        """Room for the whole text."""
        return self._size_for(self._whole)

    def minimumSizeHint(self) -> QSize:
        """Room for the brief one."""
        return self._size_for(self._brief)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Say what there is room for."""
        super().resizeEvent(event)
        self._fit()

    @Slot()
    def _fit_font(self) -> None:
        self.setFont(smaller(QApplication.font()))

    def _fit(self) -> None:
        self.setText(self._whole if self.width() >= self.sizeHint().width() else self._brief)

    def _size_for(self, text: str) -> QSize:
        size, metrics = super().sizeHint(), self.fontMetrics()
        more = metrics.horizontalAdvance(text) - metrics.horizontalAdvance(self.text())
        return QSize(size.width() + more, size.height())


def _only_news(field: Field) -> list[Shared]:
    """What is shared in a field, each without the places that go without saying."""
    implied: set[FieldPath] = set()
    told: list[Shared] = []
    for shared in field.shared:
        if shared.path == field.path:
            implied = set(shared.others)
            if field.key == _MERGE:
                # The mapping that takes them over is no other place.
                shared = replace(shared, others=_without(shared.others, {field.path[:-1]}))
        else:
            below = shared.path[len(field.path) :]
            whole = {(*path, *below) for path in implied}
            shared = replace(shared, others=_without(shared.others, whole))
        told.append(shared)
    return told


def _without(paths: tuple[FieldPath, ...], those: set[FieldPath]) -> tuple[FieldPath, ...]:
    return tuple(path for path in paths if path not in those)


def _in_a_sentence(label: str) -> str:
    return label[:1].lower() + label[1:] if label[1:2].islower() else label
