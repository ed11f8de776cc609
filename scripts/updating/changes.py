"""What is changed in a copy of the corpus while a service runs: an answer, a page, a merchant."""

import shutil
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from app.content import read_content
from app.corpus.registry_edit import Addition, add, remove
from app.domain import Passage
from app.generations import current_folder
from app.settings import Settings
from scripts.benchmark.servers import BenchmarkError

_PAGE = "# Gift cards\n\n## How long is a gift card valid?\n\nA gift card is valid for eleven years.\n"
_PAGE_QUESTION, _PAGE_ANSWER = "How long is a gift card valid?", "A gift card is valid for eleven years."
_TABLE_QUESTION, _TABLE_ANSWER = "When does a torque wrench click?", "It clicks at forty newton metres."
_TABLE = f"question,answer\n{_TABLE_QUESTION},{_TABLE_ANSWER}\n"
_ADDED = " From today on this takes seventeen days."


@dataclass(frozen=True, slots=True)
class Change:
    """A change, and how visitors see it: to `query`, `new` is shown and `old` no more; None where there is none."""

    name: str
    make: Callable[[], None]
    query: str
    old: str | None
    new: str | None


class Copy:
    """A copy of a corpus, with a page more, whose changes are made as `faq merchants` makes them."""

    def __init__(self, corpus: Path, settings: Settings) -> None:
        self._settings = settings
        shutil.copytree(corpus, settings.corpus_dir)
        self._merchant = self._merchant_of_most()
        self._page = settings.corpus_dir / self._merchant / "gift-cards.md"
        self._page.write_text(_PAGE, encoding="utf-8")
        self._table = settings.corpus_dir.parent / "acme.csv"
        self._table.write_text(_TABLE, encoding="utf-8")
        add(settings.corpus_dir, Addition(self._merchant, [self._page]))

    def changes(self) -> Sequence[Change]:
        """An answer is edited, a page removed, a merchant added; the corpus has been ingested before."""
        edited = self._editable()
        return (
            Change(
                "edit an answer", lambda: self._edit(edited), edited.question or "", edited.text, edited.text + _ADDED
            ),
            Change("remove a page", self._remove, _PAGE_QUESTION, _PAGE_ANSWER, None),
            Change("add a merchant", self._add, _TABLE_QUESTION, None, _TABLE_ANSWER),
        )

    def _merchant_of_most(self) -> str:
        """The merchant whose texts are the longest: of the others, a page would be much to lose."""
        folders = Counter({path.name: _size(path) for path in self._settings.corpus_dir.iterdir() if path.is_dir()})
        return folders.most_common(1)[0][0]

    def _editable(self) -> Passage:
        """A whole answer that stands in its file as it is shown, and nowhere else in it."""
        for passage in read_content(current_folder(self._settings.index_dir)).passages:
            text = self._file(passage).read_text(encoding="utf-8")
            if passage.question and passage.part is None and text.count(passage.text) == 1:
                return passage
        raise BenchmarkError(f"No answer of {self._settings.corpus_dir} can be edited in its file.")

    def _file(self, passage: Passage) -> Path:
        return self._settings.corpus_dir / passage.document

    def _edit(self, passage: Passage) -> None:
        file = self._file(passage)
        text = file.read_bytes().decode()
        file.write_bytes(text.replace(passage.text, passage.text + _ADDED).encode())

    def _remove(self) -> None:
        remove(self._settings.corpus_dir, self._merchant, [str(self._page)])

    def _add(self) -> None:
        add(self._settings.corpus_dir, Addition("acme", [self._table], {"name": "Acme Tools"}))


def _size(folder: Path) -> int:
    return sum(file.stat().st_size for file in folder.rglob("*") if file.is_file())
