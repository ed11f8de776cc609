"""Passages, and how near they are to each other, for tests of what is doubtful in them."""

from app.domain import Passage
from app.neighbours import Neighbours


def passage(question: str | None, text: str, language: str | None = "en", **more: object) -> Passage:
    told = {
        "id": f"shop:{question}",
        "merchant_id": "shop",
        "document": "shop/faq.txt",
        "question": question,
        "text": text,
        "section": None,
        "language": language,
        "language_confidence": 1.0,
        "part": None,
        "lines": (1, 2),
        "spans": (),
        "content_hash": "",
    }
    return Passage(**{**told, **more})  # type: ignore[arg-type]  # as the fields above have it


def near(first: int, second: int, nearness: float = 0.96) -> Neighbours:
    return Neighbours(first, second, nearness, nearness)
