"""Passages in other words by synonyms, so that a customer's word finds what a text calls otherwise."""

from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from itertools import islice

from app.corpus.overrides import Synonyms
from app.corpus.synonyms import WordGroups
from app.curated_content import Phrasing
from app.domain import Passage

MOST_VARIANTS = 4
"""Rows that synonyms add to a passage: each costs as much as the passage's own."""


def synonym_phrasings(
    entries: Sequence[Synonyms], passages: Iterable[Passage]
) -> Iterator[tuple[Synonyms, Passage, Phrasing]]:
    """Each phrasing with the entry that it comes from and its passage, of the entry's merchant and language."""

    @cache
    def groups_of(merchant: str, language: str | None) -> tuple[Sequence[Synonyms], WordGroups]:
        theirs = [e for e in entries if e.language == language and e.merchant in (None, merchant)]
        return theirs, WordGroups([entry.words for entry in theirs])

    for passage in passages if entries else ():
        theirs, groups = groups_of(passage.merchant_id, passage.language)
        for variant in islice(groups.variants(passage.question, passage.text), MOST_VARIANTS):
            phrasing = Phrasing(
                passage.id, variant.question, variant.text, passage.language, kind="synonym", told=variant.word
            )
            yield theirs[variant.group], passage, phrasing
