"""What of a passage is embedded: the whole, and windows of a long answer, each under its question."""

from app.text import sentences

_WINDOW = 3
"""Sentences of a window: single sentences are too little to be understood, above all from another language."""


def embedded_text(question: str | None, text: str) -> str:
    """What a passage's row is made from: its question, where it has one, above its text."""
    return f"{question}\n{text}" if question else text


def windows(question: str | None, text: str) -> list[str]:
    """The embedded text, and for an answer of more than three sentences every three neighbouring ones as well."""
    spans = list(sentences(text))
    parts = [text[a.start : b.end] for a, b in zip(spans, spans[_WINDOW - 1 :], strict=False)]
    return [embedded_text(question, part) for part in (text, *(parts if len(parts) > 1 else ()))]
