"""The chunker: one question with its answer becomes one passage, verbatim, with the lines it came from."""

from collections.abc import Iterator

from app.corpus.chunked import Chunked, LineRole
from app.corpus.drafts import Draft, passages_of
from app.corpus.layout import Laid, LaidHeading, LaidPair, Layout
from app.corpus.outline import Role
from app.corpus.pairs import pair_drafts, pair_roles
from app.corpus.prose import OutlinedProse
from app.corpus.written_lines import WrittenLines
from app.domain import Document
from app.languages import DetectLanguage

MAX_WORDS = 200
"""Answers longer than this are split; about 300 to 350 of the model's 512 tokens in European languages."""


def chunk(
    document: Document, detect: DetectLanguage, max_words: int = MAX_WORDS, *, layout: Layout | None = None
) -> Chunked:
    """The passages of a document; `detect` names the language of a text (see `app.languages`).

    `layout` is that of its text, where its reader knows more than a plain text tells.
    """
    chunker = _Chunker(layout or Layout.plain(document.text), max_words)
    passages = passages_of(document, list(chunker.drafts()), detect)
    return Chunked(document, passages, document.title or chunker.title, tuple(chunker.roles))


class _Chunker:
    """Walks once over what is laid out; `title` and `roles` are known at the end."""

    def __init__(self, layout: Layout, max_words: int) -> None:
        self._layout, self._max_words = layout, max_words
        answers = [laid.answer.start for laid in layout.laid if isinstance(laid, LaidPair)]
        self._lines = WrittenLines(layout.text, answers)
        self.title: str | None = None
        self.roles: list[LineRole] = []

    def drafts(self) -> Iterator[Draft]:
        for laid in self._layout.laid:
            yield from self._drafts(laid)

    def _drafts(self, laid: Laid) -> Iterator[Draft]:
        if isinstance(laid, LaidPair):
            self.roles += pair_roles(self._lines, laid)
            yield from pair_drafts(self._lines, laid, self._max_words)
        elif isinstance(laid, LaidHeading):
            self._add_heading(laid)
        else:
            prose = OutlinedProse(self._layout.text, laid, self._lines.above(laid.span.start))
            self.title = self.title or prose.outline.title
            self.roles += prose.roles
            yield from prose.drafts(self._max_words)

    def _add_heading(self, heading: LaidHeading) -> None:
        if heading.role is Role.TITLE:
            self.title = self.title or heading.name
        for line in self._lines.within(heading.span):
            self.roles.append(LineRole(self._lines.number_at(line.start), heading.role, self._lines.text_of(line)))
