"""The words that too many passages of their language have to tell one from another, counted once, at ingestion."""

import json
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Self

from app.domain import Passage
from app.passage_texts import embedded_text
from app.retrieval.archive import unreadable
from app.retrieval.late_interaction import TokenRows
from app.shared_words import folded_pieces, is_too_frequent

_FILE = "frequent.json"

MOST_COUNTED = 20_000
"""Passages of a language that are counted, evenly spread: they tell a share of 5 % to about a tenth of it."""


@dataclass(frozen=True, slots=True)
class FrequentWords:
    """The folded words of each language; "" is that of passages in an unknown one."""

    words: Mapping[str, frozenset[str]]

    @classmethod
    def count(cls, passages: Sequence[Passage], tokens: TokenRows) -> Self:
        """Those of these passages, row n of `tokens` being passage n's."""
        rows = defaultdict(list)
        for row, passage in enumerate(passages):
            rows[passage.language or ""].append(row)
        return cls({language: _frequent(passages, tokens, _spread(own)) for language, own in rows.items()})

    def of(self, language: str | None) -> frozenset[str]:
        """The words of a passage's language."""
        return self.words.get(language or "", frozenset())

    def save(self, folder: Path) -> None:
        """A JSON object of sorted words by language."""
        text = json.dumps({language: sorted(words) for language, words in self.words.items()}, ensure_ascii=False)
        (folder / _FILE).write_text(text + "\n", encoding="utf-8", newline="")


def read_frequent_words(folder: Path) -> FrequentWords:
    """What `FrequentWords.save` wrote. Raises IndexCorrupt."""
    try:
        told = json.loads((folder / _FILE).read_text(encoding="utf-8"))
        return FrequentWords({language: frozenset(words) for language, words in told.items()})
    except (OSError, ValueError, AttributeError, TypeError, RecursionError) as exc:
        raise unreadable(folder / _FILE, "frequent words") from exc


def _spread(rows: Sequence[int]) -> Sequence[int]:
    return rows[:: -(-len(rows) // MOST_COUNTED)]


def _frequent(passages: Sequence[Passage], tokens: TokenRows, rows: Sequence[int]) -> frozenset[str]:
    passages_with = Counter[str]()
    for row in rows:
        text = embedded_text(passages[row].question, passages[row].text)
        passages_with.update({word for word, _ in folded_pieces(text, tokens.spans_of(row)[:, 1])})
    return frozenset(word for word, n in passages_with.items() if is_too_frequent(word, n, len(rows)))
