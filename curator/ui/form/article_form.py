"""The form of one article: its state, what one decides by, its related stories, all else."""

from __future__ import annotations

from collections.abc import Hashable, Mapping

from PySide6.QtCore import QSize, Qt, QTimer, Signal
from PySide6.QtWidgets import (
    QFrame,
    QPushButton,
    QScrollArea,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from curator.content.schema import FOREMOST, FORM_ORDER, Field, Kind
from curator.content.vocabulary import Vocabulary
from curator.frontmatter import Edit
from curator.ui.form.changed_mark import changed_mark, say_earlier
from curator.ui.form.field_base import RHYTHM, Caption, chain_tab_stops
from curator.ui.form.field_column import FieldColumn
from curator.ui.form.image_row import Resolve
from curator.ui.form.messages import Message, ReasonBar
from curator.ui.form.new_field_button import NewFieldButton, empty_field
from curator.ui.form.published_switch import PublishedEditor
from curator.ui.form.raw_text_view import RawTextView
from curator.ui.form.shared_line import SharedLine


class Inset(QWidget):
    """A widget that stands among the fields of the form."""

    stops_changed = Signal()
    """What Tab visits in it is different."""
    uncovered = Signal(object)
    """A widget inside it that was opened and should be brought into view."""

    def tab_stops(self) -> list[QWidget]:
        """The controls that Tab visits, as a person reads them."""
        return []


class ArticleForm(QWidget):
    """Shows what is selected and says through `edited` what the person wants changed.

    It shows one article, the text of a file that cannot be parsed, a number of articles, or
    nothing.  The inset `related` stands behind the fields that one decides by.
    """

    edited = Signal(object, str)

    def __init__(
        self,
        related: Inset | None = None,
        resolve: Resolve | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setObjectName("form")
        self.setAccessibleName(self.tr("Story"))
        self._article: Hashable = None
        self._shows_article = False
        self._uncovered: QWidget | None = None
        self._offered: list[Field] = []
        self._fields: list[Field] = []
        self._problems: Mapping[str, str] = {}
        self._vocabulary = Vocabulary()
        self._read_only = ""
        self._related = related
        self._first: list[Inset] = []
        published = empty_field("published", Kind.PUBLISHED)
        self.bar = ReasonBar(self)
        self.published = PublishedEditor(published, self)
        self.published_shared = SharedLine(self)
        self.published_error = Caption("", "error", self)
        self.column = FieldColumn(self, resolve)
        self.more = FieldColumn(self, resolve)
        self.more_heading = Caption(self.tr("More"), "section", self)
        self.new_field = NewFieldButton(self)
        self.related_changed = changed_mark(self, self.tr("Related stories changed"))
        self.related_error = Caption("", "error", self)
        self.related_shared = SharedLine(self)
        self.locked = FieldColumn(self)
        self.area = QScrollArea(self)
        self.raw = RawTextView(self)
        self.nothing = Message(self)
        self.many = Message(self)
        self.many_published = PublishedEditor(published, self.many)
        self.many_published.centre()
        self.many.add(self.many_published)
        self.many_edit = QPushButton(self.tr("Edit Another Field…"), self.many)
        self.many_edit.setObjectName("form.many.edit")
        self.many.add(self.many_edit, centred=True)
        self._pages = QStackedWidget(self)
        for page in (self.area, self.raw, self.nothing, self.many):
            self._pages.addWidget(page)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.bar)
        layout.addWidget(self._pages, 1)
        self._fill_scroll_area()
        self.published.edited.connect(self.edited)
        self.published.error_changed.connect(self._on_published_error)
        self.published_shared.edited.connect(self._on_own_published_wanted)
        self.related_shared.edited.connect(self._on_own_related_wanted)
        self.many_published.edited.connect(self._on_many_edited)
        for column in (self.column, self.more):
            column.edited.connect(self.edited)
            column.stops_changed.connect(self._chain)
        if related is not None:
            related.stops_changed.connect(self._chain)
            related.uncovered.connect(self._bring_into_view)
        self.new_field.edited.connect(self.edited)
        self.new_field.offered.connect(self._on_offered)
        self.show_nothing("")

    def show_article(
        self,
        fields: list[Field],
        problems: Mapping[str, str],
        vocabulary: Vocabulary,
        read_only: str = "",
        article: Hashable = None,
    ) -> None:
        """Show the fields of an article.

        `article` names it, by its path for example: as long as it stays the same, cursor,
        scrolling and unfinished text stay as well.  `problems` maps keys to what is wrong in
        words.  `read_only` is the reason why nothing can be changed; empty where it can.
        """
        anew = not self._shows_article or article != self._article
        self._article, self._shows_article = article, True
        if anew:
            self.related_changed.hide()
            self._offered = []
            self.new_field.close_prompt()
        self._fields, self._problems = fields, problems
        self._vocabulary, self._read_only = vocabulary, read_only
        self._update(anew)
        self._pages.setCurrentWidget(self.area)
        if anew:
            self.area.verticalScrollBar().setValue(0)

    def show_changes(self, earlier: Mapping[str, str]) -> None:
        """Mark the fields that were something else when the editor looked last, and say what.

        The marks stay until another article is shown.
        """
        for column in (self.column, self.more):
            column.show_changes(earlier)
        self.related_changed.setVisible("related" in earlier and self._related is not None)
        if "related" in earlier:
            say_earlier(self.related_changed, earlier["related"])

    def show_text(self, reason: str, text: str, line: int | None) -> None:
        """Show the text of a file that cannot be parsed, why, and the line (from 1) at fault."""
        self._leave_article()
        self.raw.show_text(reason, text, line)
        self._pages.setCurrentWidget(self.raw)

    def show_nothing(self, hint: str) -> None:
        """Show that no article is selected, and what to do next."""
        self._leave_article()
        self.nothing.say("", hint)
        self._pages.setCurrentWidget(self.nothing)

    def show_many(self, count: int) -> None:
        """Show that several articles are selected, and the switch that decides on all of them."""
        self._leave_article()
        self.many.say(
            self.tr("{0} stories selected").format(f"{count:,}"),
            self.tr("A decision here is made for all of them, and undone for all of them."),
        )
        self.many_published.open_field(
            Field(("published",), Kind.PUBLISHED, self.published.field.label, None, None)
        )
        self.many_published.switch.select(())
        self._pages.setCurrentWidget(self.many)

    def focus_field(self, key: str) -> bool:
        """Put the focus into a field and bring it into view; False where it is not shown."""
        if not self._shows_article:
            return False
        target: QWidget | None = None
        if key == "published":
            target = self.published
        elif key == "related" and self._related is not None:
            target = self._related
        else:
            row = self.column.row(key) or self.more.row(key) or self.locked.row(key)
            target = row.editor if row is not None else None
        if target is None:
            return False
        target.setFocus(Qt.FocusReason.ShortcutFocusReason)
        QTimer.singleShot(0, self, self._show_focus)
        return True

    def show_first(self, inset: Inset) -> None:
        """Show something between the state and the fields."""
        self._first.append(inset)
        inset.stops_changed.connect(self._chain)
        content = self.area.widget()
        box = content.layout() if content is not None else None
        assert isinstance(box, QVBoxLayout)
        box.insertWidget(len(self._first), inset)
        self._chain()

    def set_resolve(self, resolve: Resolve | None) -> None:
        """Find the files of pictures inside the site with this from now on."""
        for column in (self.column, self.more):
            column.set_resolve(resolve)

    def sizeHint(self) -> QSize:
        """About as wide as a comfortable line."""
        return QSize(self.fontMetrics().averageCharWidth() * 64, super().sizeHint().height())

    def minimumSizeHint(self) -> QSize:
        """As narrow as its fields can be read."""
        return QSize(self.fontMetrics().averageCharWidth() * 24, super().minimumSizeHint().height())

    def _fill_scroll_area(self) -> None:
        content = QWidget()
        content.setObjectName("form.content")
        layout = QVBoxLayout(content)
        margin = 2 * RHYTHM
        layout.setContentsMargins(margin, margin, margin, margin)
        layout.setSpacing(RHYTHM * 3 // 2)
        state = QVBoxLayout()
        state.setSpacing(RHYTHM // 2)
        state.addWidget(self.published)
        state.addWidget(self.published_shared)
        state.addWidget(self.published_error)
        layout.addLayout(state)
        layout.addWidget(self.column)
        layout.addWidget(self.related_changed)
        layout.addWidget(self.related_error)
        if self._related is not None:
            layout.addWidget(self._related)
        layout.addWidget(self.related_shared)
        self.more_heading.setContentsMargins(0, RHYTHM, 0, 0)
        layout.addWidget(self.more_heading)
        layout.addWidget(self.more)
        layout.addWidget(self.new_field)
        layout.addWidget(self.locked)
        layout.addStretch(1)
        for told in (
            self.published_shared,
            self.published_error,
            self.related_changed,
            self.related_shared,
        ):
            told.hide()
        self.area.setFrameShape(QFrame.Shape.NoFrame)
        self.area.setWidgetResizable(True)
        self.area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        # The scroll area is no stop of its own: its fields are.
        self.area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.area.setWidget(content)

    def _update(self, anew: bool) -> None:
        problems, read_only = self._problems, bool(self._read_only)
        self.bar.say(self._read_only)
        fields = self._with_offered()
        published = next(
            (field for field in fields if field.kind is Kind.PUBLISHED),
            empty_field("published", Kind.PUBLISHED),
        )
        if anew:
            self.published.open_field(published)
        else:
            self.published.show_field(published)
        self.published.set_problem(problems.get("published", ""))
        self.published.set_read_only(read_only)
        self.published_shared.show_field(published, read_only)
        apart = (Kind.PUBLISHED, Kind.RELATED, Kind.OPAQUE)
        shown = [field for field in fields if field.kind not in apart]
        if self._related is None:
            shown += [f for f in fields if f.kind is Kind.RELATED and f.present]
        foremost = [field for field in shown if field.key in FOREMOST]
        rest = [field for field in shown if field.key not in FOREMOST]
        self.column.show_fields(foremost, self._vocabulary, problems, read_only, anew)
        self.more.show_fields(rest, self._vocabulary, problems, read_only, anew)
        locked = [field for field in fields if field.kind is Kind.OPAQUE]
        self.locked.show_fields(locked, self._vocabulary, problems, read_only, anew)
        self.locked.setVisible(bool(locked))
        self.new_field.show_article([field.key for field in fields], self._vocabulary)
        self.new_field.setVisible(not read_only)
        related = problems.get("related", "")
        self.related_error.setText(related)
        self.related_error.setVisible(bool(related) and self._related is not None)
        field = next((field for field in fields if field.kind is Kind.RELATED), None)
        if field is not None and self._related is not None:
            self.related_shared.show_field(field, read_only)
        else:
            self.related_shared.hide()

    def _with_offered(self) -> list[Field]:
        """The article's fields, and among them the empty ones that the person asked for."""
        fields = list(self._fields)
        has = {field.key for field in fields}
        for offered in self._offered:
            if offered.key in has:
                continue
            before = (
                FORM_ORDER[: FORM_ORDER.index(offered.key)] if offered.key in FORM_ORDER else ()
            )
            places = [place for place, field in enumerate(fields) if field.key in before]
            at = places[-1] + 1 if places else len(fields)
            fields.insert(at if before else len(fields), offered)
        return fields

    def _leave_article(self) -> None:
        self._shows_article = False
        self._article = None
        self.bar.say("")

    def _chain(self) -> None:
        # What is made later stands last, so the fields are drawn up behind the switch, before
        # everything else, and what follows them keeps its own order.
        chain_tab_stops(
            [
                *self.published.tab_stops(),
                *self.published_shared.tab_stops(),
                *(stop for inset in self._first for stop in inset.tab_stops()),
                *self.column.tab_stops(),
                *(self._related.tab_stops() if self._related is not None else ()),
                *self.related_shared.tab_stops(),
                *self.more.tab_stops(),
                *self.new_field.tab_stops(),
            ]
        )

    def _show_focus(self) -> None:
        focus = self.focusWidget()
        content = self.area.widget()
        if focus is not None and content is not None and content.isAncestorOf(focus):
            self.area.ensureWidgetVisible(focus, 0, 4 * RHYTHM)

    def _bring_into_view(self, widget: QWidget) -> None:
        # Its size is known only after the layout has taken it in.
        self._uncovered = widget
        QTimer.singleShot(0, self, self._show_uncovered)

    def _show_uncovered(self) -> None:
        widget = self._uncovered
        if widget is not None and widget.isVisible():
            self.area.ensureWidgetVisible(widget, 0, 2 * RHYTHM)

    def _on_offered(self, field: Field) -> None:
        self._offered.append(field)
        self._update(anew=False)
        self.focus_field(field.key)

    def _on_published_error(self, error: str) -> None:
        self.published_error.setText(error)
        self.published_error.setVisible(bool(error))

    def _on_own_published_wanted(self, edits: list[Edit], words: str) -> None:
        # The button goes with the sharing, and the focus must not fall on whatever comes next.
        self.published.setFocus(Qt.FocusReason.OtherFocusReason)
        self.edited.emit(edits, words)

    def _on_own_related_wanted(self, edits: list[Edit], words: str) -> None:
        if self._related is not None:
            self._related.setFocus(Qt.FocusReason.OtherFocusReason)
        self.edited.emit(edits, words)

    def _on_many_edited(self, edits: list[Edit], words: str) -> None:
        self.edited.emit(edits, words)
