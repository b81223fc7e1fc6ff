"""The editor of a story's provider: its name and its domain."""

from __future__ import annotations

import re

from PySide6.QtCore import QStringListModel
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QLineEdit, QVBoxLayout, QWidget

from curator.content.schema import CONVENTIONAL_ORDER, Field, Kind
from curator.content.vocabulary import Vocabulary
from curator.frontmatter import Edit, Remove, Set, Value
from curator.ui.form.field_base import RHYTHM, FieldEditor, UndoPassedOn, mark_error
from curator.ui.form.generic_editor import GenericEditor
from curator.ui.form.line_editors import CompletedLine, contains_completer, put_text

_OWN_KEYS = frozenset({"name", "domain"})
_ORDER = ("name", "domain")
_DOMAIN = re.compile(r"[^\s/:@]+\.[^\s/:@.]+\.?")


class ProviderEditor(FieldEditor):
    """Name and domain side by side, or one below the other, and below them all other keys.

    Choosing a provider that the folder knows fills in its domain with the same edit.
    """

    kinds = frozenset({Kind.PROVIDER})

    def __init__(self, field: Field, vocabulary: Vocabulary, parent: QWidget | None = None) -> None:
        super().__init__(field, parent)
        self._providers: dict[str, str] = {}
        self._names = QStringListModel(self)
        self.name = CompletedLine(self)
        self._name(self.name, said=self.tr("{0} name").format(field.label))
        self.name.setPlaceholderText(self.tr("Name"))
        self.domain = QLineEdit(self)
        self._name(self.domain, "domain", said=self.tr("{0} domain").format(field.label))
        self.domain.setPlaceholderText(self.tr("Domain"))
        self.setFocusProxy(self.name)
        completer = contains_completer(self._names, self.name)
        completer.activated.connect(self._on_chosen)
        self.name.setCompleter(completer)
        self.others: GenericEditor | None = None
        self._pair = QBoxLayout(QBoxLayout.Direction.TopToBottom)
        self._pair.setSpacing(RHYTHM)
        self._pair.addWidget(self.name, 1)
        self._pair.addWidget(self.domain, 1)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(RHYTHM)
        self._column.addLayout(self._pair)
        for line in (self.name, self.domain):
            UndoPassedOn(line, self._is_pending)
        self.name.textEdited.connect(self._on_name_edited)
        self.name.editingFinished.connect(self._on_name_finished)
        self.domain.textEdited.connect(self._on_domain_edited)
        self.domain.editingFinished.connect(self._on_domain_finished)
        self.set_vocabulary(vocabulary)
        self._refresh(None)

    def main_control(self) -> QLineEdit:
        """The line of the name."""
        return self.name

    def tab_stops(self) -> list[QWidget]:
        """Name, domain, then the other keys."""
        others = self.others.tab_stops() if self.others is not None else []
        return [self.name, self.domain, *others]

    def set_read_only(self, read_only: bool) -> None:
        """Lock or unlock all lines."""
        super().set_read_only(read_only)
        self.name.setReadOnly(read_only)
        self.domain.setReadOnly(read_only)
        if self.others is not None:
            self.others.set_read_only(read_only)

    def set_vocabulary(self, vocabulary: Vocabulary) -> None:
        """Offer the providers in use."""
        if self._providers is not vocabulary.providers:
            self._providers = vocabulary.providers
            self._names.setStringList(sorted(self._providers, key=str.casefold))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Side by side where both have room for a name."""
        super().resizeEvent(event)
        wide = self.width() >= self.fontMetrics().averageCharWidth() * 40
        direction = QBoxLayout.Direction.LeftToRight if wide else QBoxLayout.Direction.TopToBottom
        if self._pair.direction() != direction:
            self._pair.setDirection(direction)

    def _refresh(self, previous: Field | None) -> None:
        for line, key in ((self.name, "name"), (self.domain, "domain")):
            stored = self._stored(key)
            if line.text() != stored:
                put_text(line, stored)
            if previous is None:
                line.setCursorPosition(0)
        self._show_others(previous)
        if previous is None or not self.domain.hasFocus():
            self._check_domain()

    def _show_others(self, previous: Field | None) -> None:
        value = self._field.value
        has = isinstance(value, dict) and bool(value.keys() - _OWN_KEYS)
        if has and self.others is None:
            self.others = GenericEditor(self._field, _OWN_KEYS, self)
            self.others.set_read_only(self._read_only)
            self.others.edited.connect(self._on_others_edited)
            self._column.addWidget(self.others)
            self.stops_changed.emit()
        elif has and self.others is not None:
            if previous is None:
                self.others.open_field(self._field)
            else:
                self.others.show_field(self._field)
        if self.others is not None:
            self.others.setVisible(has)

    def _stored(self, key: str) -> str:
        value = self._field.value
        text = value.get(key) if isinstance(value, dict) else None
        return text if isinstance(text, str) else ""

    def _is_pending(self) -> bool:
        return False

    def _edits(self, **texts: str) -> list[Edit]:
        """The edits that give name, domain or both these texts."""
        path = self._field.path
        texts = {key: text for key, text in texts.items() if text != self._stored(key)}
        if isinstance(self._field.value, dict) and self._field.value:
            if not any(texts.values()) and not self._origin.present and self._is_all_of(texts):
                return [Remove(path)]
            return [Set((*path, key), text, _ORDER) for key, text in texts.items()]
        value: dict[str, Value] = {key: text for key, text in texts.items() if text}
        return [Set(path, value, CONVENTIONAL_ORDER)] if value else []

    def _is_all_of(self, texts: dict[str, str]) -> bool:
        value = self._field.value
        return isinstance(value, dict) and all(
            key in texts or not left for key, left in value.items()
        )

    def _known(self, name: str) -> str | None:
        """The domain of a provider that the folder knows."""
        return self._providers.get(name)

    def _check_domain(self) -> None:
        text = self.domain.text().strip()
        wrong = bool(text) and _DOMAIN.fullmatch(text) is None
        mark_error(self.domain, wrong)
        self._set_complaint(self.tr("This is not a domain such as example.com") if wrong else "")

    def _mark(self, wrong: bool) -> None:
        # A complaint is about the domain, which is marked by itself.
        mark_error(self.name, bool(self._problem))

    def _on_name_edited(self, text: str) -> None:
        self._emit(self._edits(name=text))

    def _on_chosen(self, name: str) -> None:
        domain = self._known(name)
        if domain:
            self._emit(self._edits(name=name, domain=domain))
        else:
            self._emit(self._edits(name=name))

    def _on_name_finished(self) -> None:
        domain = self._known(self.name.text())
        if domain and not self.domain.text() and not self._read_only:
            self._emit(self._edits(domain=domain))

    def _on_domain_edited(self, text: str) -> None:
        self._set_complaint("")
        mark_error(self.domain, False)
        self._emit(self._edits(domain=text))

    def _on_domain_finished(self) -> None:
        self._check_domain()

    def _on_others_edited(self, edits: list[Edit], words: str) -> None:
        self._emit(edits, words)
