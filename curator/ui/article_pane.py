"""The article at hand in the form: chooses what to show and keeps it up to date."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from curator.content.saving.store import open_file
from curator.content.schema import fields_of
from curator.frontmatter import FrontMatterError
from curator.session.open_articles import OpenArticle
from curator.session.related_model import RelatedModel
from curator.session.session import Session
from curator.ui.form.article_form import ArticleForm
from curator.ui.related_panel import RelatedPanel
from curator.ui.thumbnails import Thumbnails

MOST_TEXT = 200_000
"""Characters of a file that cannot be parsed that are shown."""


class ArticlePane(QWidget):
    """Shows one article, a number of them, or the text of a file that cannot be parsed."""

    edited = Signal(object, str)
    """Edits of the articles in `paths`, and what to call them."""

    def __init__(
        self,
        session: Session,
        model: RelatedModel,
        related: RelatedPanel,
        thumbnails: Thumbnails,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._session = session
        self._model = model
        self._related = related
        self._path = ""
        self._many: list[str] = []
        self.form = ArticleForm(related, thumbnails.file_of, self)
        self.form.edited.connect(self.edited)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.form)
        self.show_article("")

    @property
    def path(self) -> str:
        """The path of the article that is shown; empty for none or for many."""
        return self._path

    @property
    def paths(self) -> list[str]:
        """The paths of the articles that an edit in the form is for."""
        return self._many or ([self._path] if self._path else [])

    def show_article(self, path: str) -> None:
        """Show an article; empty for none."""
        self._many = []
        self._path = path
        if not path:
            self._model.show_article("")
            self.form.show_nothing(self.tr("Select a story to read and edit it."))
            return
        article = self._open(path)
        if article is not None:
            self._model.show_article(path)
            self._show(article)

    def show_many(self, paths: list[str]) -> None:
        """Show that many articles are selected."""
        if self._path:
            self._session.leave(self._path)
        self._path = ""
        rows = self._session.rows
        self._many = [path for path in paths if path in rows and rows[path].readable]
        self._model.show_article("")
        self.form.show_many(len(paths))

    def refresh(self) -> None:
        """The article that is shown has changed."""
        if self._path:
            article = self._open(self._path, again=False)
            if article is not None:
                if self._model.article != self._path:
                    self._model.show_article(self._path)
                self._show(article)

    def look_again(self) -> None:
        """Take in what others may have changed in the file of the article that is shown."""
        if self._path and self._open(self._path) is not None:
            self.refresh()

    def focus_field(self, key: str) -> bool:
        """Put the focus into a field; False where it is not shown."""
        return self.form.focus_field(key)

    def _open(self, path: str, *, again: bool = True) -> OpenArticle | None:
        """The article, or None after showing why it cannot be edited.

        `again` says to look at the disk, also where the article is in memory.
        """
        try:
            return self._session.article(path) if again else self._session.held(path)
        except FrontMatterError as error:
            text = self._text_of(path)
            self._model.show_article("")
            where = self.tr(" (line {0})").format(error.line) if error.line else ""
            reason = self.tr("{0} cannot be edited here{2}: {1}.").format(
                path, error.message.rstrip("."), where
            )
            self.form.show_text(reason, text, error.line)
        except OSError as error:
            self._model.show_article("")
            reason = self.tr("{0} cannot be read: {1}.").format(path, error.strerror or error)
            self.form.show_nothing(reason)
        return None

    def _text_of(self, path: str) -> str:
        try:
            with open_file(self._session.full_path(path)) as file:
                return file.read(MOST_TEXT).decode("utf-8", "replace")
        except OSError:
            return ""

    def _show(self, article: OpenArticle) -> None:
        document = article.document
        problems: dict[str, str] = {}
        # The row was made from this very document; its checks need not run a second time.
        # Restored edits can be shown before the scan has come to their file.
        row = self._session.rows.get(article.path)
        for problem in row.problems if row else ():
            problems.setdefault(problem.field.partition(".")[0], _sentence(problem.message))
        # Each duplicate is marked on its card; the list as a whole needs no words for it.
        if isinstance(document.value(("related",)), list):
            problems.pop("related", None)
        vocabulary = self._session.vocabulary
        self._related.show_article(article.path, document, vocabulary, read_only=False)
        self.form.show_article(fields_of(document), problems, vocabulary, article=article.path)


def _sentence(text: str) -> str:
    return text[:1].upper() + text[1:] + "."
