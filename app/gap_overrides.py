"""What closes a gap, as an entry of corpus/overrides.toml: other words for a stored question, or an answer to write."""

from collections.abc import Mapping, Sequence

from app.corpus.override_text import snippet
from app.domain import Passage
from app.gap_places import PlacedGap
from app.redaction import EMAIL, NUMBER
from app.text import printable

LEAST_CHANCE = 0.15
"""The score of the nearest passage from which the gap may ask for it in other words.

Among the 60 gaps that a public FAQ's visitors asked most, greetings and the like are below, its own topics above.
"""

AUTHOR = "your name"

Fields = Mapping[str, str | Sequence[str]]


def phrasing(placed: PlacedGap) -> str | None:
    """Has the nearest passage answer the gap's examples; None where it hardly can."""
    nearest, texts = placed.nearest, _phrasings(placed)
    if nearest is None or nearest.score < LEAST_CHANCE or not texts:
        return None
    about = _about(nearest.passage)
    return snippet("phrasings", {**about, "phrasings": texts, **_language(placed), **_because(placed)})


def answer(placed: PlacedGap) -> str | None:
    """An answer of the gap's merchant to its most central query, still to be written.

    Where several merchants were asked it is for the one whose passage is nearest; None without any.
    """
    merchants = placed.gap.asked.merchants
    nearest = placed.nearest.merchant.id if placed.nearest else None
    merchant = merchants[0] if len(merchants) == 1 else nearest
    if merchant is None:
        return None
    asked: Fields = {"merchant": merchant, "question": printable(placed.gap.label), "answer": ""}
    return snippet("answers", {**asked, **_language(placed), **_because(placed)})


def _about(passage: Passage) -> Fields:
    """What names the passage: its question, which outlives a change of its text, else its id."""
    if passage.question is None:
        return {"merchant": passage.merchant_id, "passage": passage.id}
    return {"merchant": passage.merchant_id, "document": passage.document, "question": passage.question}


def _phrasings(placed: PlacedGap) -> list[str]:
    """What was asked most and holds nothing that was taken out."""
    texts = (printable(example.text) for example in placed.gap.examples)
    return [text for text in texts if EMAIL not in text and NUMBER not in text]


def _language(placed: PlacedGap) -> Fields:
    """That of the queries, where it could be told."""
    language = placed.gap.asked.language
    return {} if language is None else {"language": language}


def _because(placed: PlacedGap) -> Fields:
    gap = placed.gap
    times = "once" if gap.count == 1 else f"{gap.count} times"
    first, last = gap.first_seen.date(), gap.last_seen.date()
    when = f"on {last}" if first == last else f"between {first} and {last}"
    return {"reason": f"asked {times} {when}", "author": AUTHOR}
