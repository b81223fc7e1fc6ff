"""A button that takes the next key pressed, whatever it is."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QKeyCombination, Qt, Signal, Slot
from PySide6.QtGui import QFocusEvent, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QPushButton, QWidget

_MODIFIERS = frozenset(
    {
        Qt.Key.Key_Shift,
        Qt.Key.Key_Control,
        Qt.Key.Key_Alt,
        Qt.Key.Key_AltGr,
        Qt.Key.Key_Meta,
        Qt.Key.Key_Super_L,
        Qt.Key.Key_Super_R,
        Qt.Key.Key_CapsLock,
        Qt.Key.Key_NumLock,
        Qt.Key.Key_Multi_key,
        Qt.Key.Key_unknown,
    }
)


class KeyCapture(QPushButton):
    """Listens after a click until a key is pressed; Escape or leaving the button ends that."""

    captured = Signal(str)
    """The key that was pressed, as a portable text."""
    listening_changed = Signal(bool)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAutoDefault(False)
        self._listening = False
        self._show_words()
        self.clicked.connect(self.listen)

    @property
    def listening(self) -> bool:
        """Whether the next key is taken."""
        return self._listening

    @Slot()
    def listen(self) -> None:
        """Take the next key."""
        self.setFocus(Qt.FocusReason.OtherFocusReason)
        self._set_listening(True)

    def event(self, event: QEvent) -> bool:
        """Keys come here before they move the focus, close the dialog or do what they do."""
        if self._listening and isinstance(event, QKeyEvent):
            if event.type() == QEvent.Type.ShortcutOverride:
                event.accept()
                return True
            if event.type() == QEvent.Type.KeyPress:
                self._take(event)
                return True
            if event.type() == QEvent.Type.KeyRelease:
                return True
        return super().event(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self._set_listening(False)

    def _take(self, event: QKeyEvent) -> None:
        event.accept()
        if event.key() in _MODIFIERS or event.isAutoRepeat():
            return
        self._set_listening(False)
        if event.key() != Qt.Key.Key_Escape or event.modifiers():
            self.captured.emit(portable_text(event))

    def _set_listening(self, listening: bool) -> None:
        if listening != self._listening:
            self._listening = listening
            self._show_words()
            self.listening_changed.emit(listening)

    def _show_words(self) -> None:
        self.setText(
            self.tr("Press the new key … (Esc gives up)")
            if self._listening
            else self.tr("+ Add Key")
        )
        self.setProperty("role", "listening" if self._listening else "")
        self.style().unpolish(self)
        self.style().polish(self)


def portable_text(event: QKeyEvent) -> str:
    """The key of an event as it is written in the table of actions."""
    modifiers = event.modifiers() & ~(
        Qt.KeyboardModifier.KeypadModifier | Qt.KeyboardModifier.GroupSwitchModifier
    )
    key = Qt.Key(event.key())
    if key == Qt.Key.Key_Backtab:
        key = Qt.Key.Key_Tab
    is_sign = 0x20 < int(key) < 0x100 and not chr(int(key)).isalnum()
    if is_sign:
        # Shift is already in the sign: `?` and not Shift and `?`.
        modifiers &= ~Qt.KeyboardModifier.ShiftModifier
    sequence = QKeySequence(QKeyCombination(modifiers, key))
    return sequence.toString(QKeySequence.SequenceFormat.PortableText)
