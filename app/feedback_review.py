"""What people said of each passage, with what the served index knows of it: its question, and whose it is."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from app.content import StoredContent, read_content
from app.errors import IndexFolderError
from app.feedback import FeedbackFile, Tally
from app.generations import current_folder
from app.requests import require_known

_QUERIES_SHOWN = 3


@dataclass(frozen=True, slots=True)
class Reviewed:
    """A passage that feedback was given on; `question` and `merchant` are None where the index has it no longer.

    `unhelped` are the newest queries that it did not help with, each once.
    """

    tally: Tally
    question: str | None
    merchant: str | None
    unhelped: tuple[str, ...]


def review(store: FeedbackFile, index: Path, *, merchant: str | None = None) -> list[Reviewed]:
    """Every passage with feedback, those with most complaints first. Raises DataFolderError."""
    content, unhelped = _served(index), defaultdict[str, dict[str, None]](dict)
    labels = {known.id: known.label for known in content.merchants} if content else {}
    for entry in store.entries(merchant=merchant):
        if not entry.helpful:
            unhelped[entry.passage_id].setdefault(entry.query)
    return [
        Reviewed(tally, *_known(content, labels, tally.id), tuple(unhelped[tally.id])[:_QUERIES_SHOWN])
        for tally in store.tallies("passage_id", merchant=merchant)
    ]


def require_merchant(store: FeedbackFile, index: Path, merchant: str) -> None:
    """Raises UnknownMerchant for one that neither the feedback nor the served index has.

    Without an index nobody can tell: raises IndexFolderError, or DataFolderError for feedback that cannot be read.
    """
    if merchant not in {tally.id for tally in store.tallies("merchant_id")}:
        require_known([merchant], {known.id for known in read_content(current_folder(index)).merchants})


def _served(index: Path) -> StoredContent | None:
    """The served generation's content; None without one: what people said can be read all the same."""
    try:
        return read_content(current_folder(index))
    except IndexFolderError:
        return None


def _known(content: StoredContent | None, labels: Mapping[str, str], passage_id: str) -> tuple[str | None, str | None]:
    """The question (or section, or where the text begins) and the merchant's label; None where nobody knows them."""
    passage = content.passages.by_key.get(passage_id) if content else None
    if passage is None:
        return None, None
    return passage.question or passage.section or passage.text[:80], labels[passage.merchant_id]
