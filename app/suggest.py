"""The suggest use case: stored questions that complete or match what a visitor has typed so far, by their letters."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain

from app.domain import Merchant, Passage
from app.merchant_names import MerchantNames
from app.question_index import QuestionIndex, Rigour
from app.requests import require_known
from app.scope import EVERYTHING, Scope
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
        self._groups = defaultdict[str, dict[str | None, str]](dict)
        self._index = QuestionIndex(self._kept(passages))

    def _kept(self, passages: Iterable[Passage]) -> Iterator[tuple[str, str]]:
        """Questions with their group, each once in it but for case and spaces: one merchant's, in one language."""
        merchant_id, known = "", set[tuple[str, str | None]]()
        for passage in passages:
            if passage.merchant_id != merchant_id:
                merchant_id, known = passage.merchant_id, set()
            question = passage.question or ""
            same = _folded(question), passage.language
            if same[0] and same not in known:
                known.add(same)
                self._texts.append(question)
                self._passages.append(passage.id)
                groups = self._groups[merchant_id]
                yield groups.setdefault(passage.language, f"{merchant_id} {len(groups)}"), question

    @property
    def is_large(self) -> bool:
        """Whether there are so many questions that an event loop should have `suggest` run in a thread."""
        return len(self._index) > LARGE

    def suggest(
        self,
        typed: str,
        *,
        merchants: Collection[str] = (),
        limit: int = DEFAULT_LIMIT,
        scope: Scope = EVERYTHING,
    ) -> list[Suggestion]:
        """At most `limit` questions of the scope, the best match first; within `merchants`, if any are named.

        Where nothing matches, slips of the keyboard count, and where still nothing does, half of what is typed is
        enough. The caller has checked `typed` and `limit`.
        Raises UnknownMerchant for a merchant that the scope does not hold.
        """
        require_known(merchants, self._merchants, scope)
        within = Scope(frozenset(merchants) or None) & scope
        return [self._suggestion(number) for number in self._found(typed, within, limit)]

    def _found(self, typed: str, within: Scope, limit: int) -> list[int]:
        whole = self._wanted(typed, within)
        found = self._best([whole], limit)
        if len(found) == limit:
            return found
        wanted = [whole, *self._beside_names(typed, within)]
        if len(wanted) > 1:
            found = self._best(wanted, limit)
        return found or self._best(wanted, limit, Rigour.SLIPS) or self._best(wanted, limit, Rigour.HALF)

    def _beside_names(self, typed: str, within: Scope) -> list["_Wanted"]:
        """What is typed beside a merchant's name: first of that merchant, then of all that may be."""
        named = self._names.named(typed, among=within.merchants)
        if not named.merchant_ids or named.alone:
            return []
        return [self._wanted(named.rest, each) for each in (within & Scope(named.merchant_ids), within)]

    def _wanted(self, typed: str, within: Scope) -> "_Wanted":
        groups = None if within == EVERYTHING else self._groups_in(within)
        return _Wanted(typed_pieces(typed)[:MOST_PIECES], groups)

    def _groups_in(self, scope: Scope) -> list[str]:
        merchants = self._groups if scope.merchants is None else self._groups.keys() & scope.merchants
        each = (self._groups[merchant_id].items() for merchant_id in merchants)
        return [name for language, name in chain.from_iterable(each) if scope.has_language(language)]

    def _best(self, wanted: Iterable["_Wanted"], limit: int, rigour: Rigour = Rigour.LETTERS) -> list[int]:
        """The questions that match, those of what is wanted first before all others, none said twice."""
        matching = (self._index.matching(w.pieces, limit, groups=w.groups, rigour=rigour) for w in wanted)
        found: dict[tuple[str, str], int] = {}
        for number in chain.from_iterable(matching):
            found.setdefault((self._merchant_of(number), _folded(self._texts[number])), number)
        return list(found.values())[:limit]

    def _merchant_of(self, number: int) -> str:
        return self._index.group_of(number).partition(" ")[0]  # ids of merchants have no space

    def _suggestion(self, number: int) -> Suggestion:
        return Suggestion(self._texts[number], self._passages[number], self._merchants[self._merchant_of(number)])


@dataclass(frozen=True, slots=True)
class _Wanted:
    """Pieces to match, and groups to look within; None: all."""

    pieces: Sequence[str]
    groups: Collection[str] | None


def _folded(question: str) -> str:
    """The same for questions that differ in case and spaces only."""
    return " ".join(question.casefold().split())
