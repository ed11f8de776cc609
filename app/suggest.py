"""The suggest use case: stored questions that complete or match what a visitor has typed so far, by their letters."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Self

from app.domain import Merchant, Passage
from app.merchant_names import MerchantNames
from app.question_index import QuestionIndex, Rigour
from app.requests import require_known
from app.text_store import TextStore
from app.typed import typed_pieces

DEFAULT_LIMIT, LARGEST_LIMIT = 8, 20

LARGE = 10_000
"""Questions; of more, a keystroke may take longer than an event loop should be held up."""

MOST_PIECES = 32
"""Pieces of what is typed that count: more than a question has of words."""


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A stored question, verbatim, with the (first) passage that it stands above."""

    text: str
    passage_id: str
    merchant: Merchant


class Suggester:
    """Completes questions of one generation. Safe to use from many threads."""

    def __init__(self, passages: Iterable[Passage], merchants: Mapping[str, Merchant], names: MerchantNames) -> None:
        """`passages`, those of one merchant together, are read once and not kept; `merchants` are by id."""
        self._merchants, self._names = merchants, names
        self._texts, self._passages = TextStore(), TextStore()
        self._index = QuestionIndex(self._kept(passages))

    def _kept(self, passages: Iterable[Passage]) -> Iterator[tuple[str, str]]:
        """The merchants and texts of questions, each of one merchant's once but for case and spaces."""
        merchant_id, known = "", set[str]()
        for passage in passages:
            if passage.merchant_id != merchant_id:
                merchant_id, known = passage.merchant_id, set()
            question = passage.question or ""
            same = " ".join(question.casefold().split())
            if same and same not in known:
                known.add(same)
                self._texts.append(question)
                self._passages.append(passage.id)
                yield merchant_id, question

    @property
    def is_large(self) -> bool:
        """Whether there are so many questions that an event loop should have `suggest` run in a thread."""
        return len(self._index) > LARGE

    def suggest(self, typed: str, *, merchants: Collection[str] = (), limit: int = DEFAULT_LIMIT) -> list[Suggestion]:
        """At most `limit` questions, the best match first; within `merchants`, if any are named.

        Where nothing matches, slips of the keyboard count, and where still nothing does, half of what is typed is
        enough. The caller has checked `typed` and `limit`.
        Raises UnknownMerchant for a merchant that the index does not hold.
        """
        require_known(merchants, self._merchants)
        return [self._suggestion(number) for number in self._found(_Wanted.of(typed, merchants), typed, limit)]

    def _found(self, whole: "_Wanted", typed: str, limit: int) -> list[int]:
        found = self._best([whole], limit)
        if len(found) == limit:
            return found
        wanted = [whole, *self._beside_names(typed, whole.merchants)]
        if len(wanted) > 1:
            found = self._best(wanted, limit)
        return found or self._best(wanted, limit, Rigour.SLIPS) or self._best(wanted, limit, Rigour.HALF)

    def _beside_names(self, typed: str, merchants: Collection[str]) -> list["_Wanted"]:
        """What is typed beside a merchant's name: first of that merchant, then of all that may be."""
        named = self._names.named(typed, among=merchants)
        if not named.merchant_ids or named.alone:
            return []
        return [_Wanted.of(named.rest, within) for within in (named.merchant_ids, merchants)]

    def _best(self, wanted: Iterable["_Wanted"], limit: int, rigour: Rigour = Rigour.LETTERS) -> list[int]:
        """The questions that match, those of what is wanted first before all others, none twice."""
        matching = (self._index.matching(w.pieces, limit, merchants=w.merchants, rigour=rigour) for w in wanted)
        return list(dict.fromkeys(chain.from_iterable(matching)))[:limit]

    def _suggestion(self, number: int) -> Suggestion:
        merchant = self._merchants[self._index.merchant_of(number)]
        return Suggestion(self._texts[number], self._passages[number], merchant)


@dataclass(frozen=True, slots=True)
class _Wanted:
    """Pieces to match, and merchants to look within (all, if there are none)."""

    pieces: Sequence[str]
    merchants: Collection[str]

    @classmethod
    def of(cls, typed: str, merchants: Collection[str]) -> Self:
        return cls(typed_pieces(typed)[:MOST_PIECES], merchants)
