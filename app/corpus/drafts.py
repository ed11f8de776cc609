"""From drafts to passages: ids, hashes and languages, the same for texts and for rows of a table."""

import hashlib
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from app.domain import NOWHERE, Document, Passage, Place, Span
from app.languages import Detection, DetectLanguage
from app.text import count_words

_ENOUGH_WORDS = 40
_ENOUGH_CONFIDENCE = 0.95
_LONGEST_QUESTION = 200
"""Words."""


@dataclass(frozen=True, slots=True)
class Draft:
    """A passage before it has an id and a language."""

    question: str | None
    text: str
    section: str | None
    part: tuple[int, int] | None
    lines: tuple[int, int]
    spans: tuple[Span, ...]
    place: Place = NOWHERE


def passages_of(document: Document, drafts: Sequence[Draft], detect: DetectLanguage) -> tuple[Passage, ...]:
    """The passages of a document, in the drafts' order; the same question and answer again gets another id."""
    languages = _Languages(document, detect, drafts)
    occurrences: Counter[tuple[str | None, str]] = Counter()
    passages = []
    for draft in drafts:
        occurrences[draft.question, draft.text] += 1
        occurrence = occurrences[draft.question, draft.text]
        passages.append(_passage(document, draft, languages.of(draft), occurrence=occurrence))
    return tuple(passages)


def question_of(lines: Sequence[str]) -> str | None:
    """A question as one line, from the lines, trimmed, that it is written on.

    None where only colons are left, and where it is too long for one: each part of an answer repeats its question.
    """
    question = " ".join(lines).rstrip(":： ")
    return question if question and count_words(question) <= _LONGEST_QUESTION else None


def merged(text: str, pieces: Sequence[Span]) -> tuple[Span, ...]:
    """Neighbouring pieces as one span, verbatim with the white space between; apart where a line was left out."""
    spans: list[Span] = []
    for piece in pieces:
        if spans and not text[spans[-1].end : piece.start].strip():
            spans[-1] = Span(spans[-1].start, piece.end)
        else:
            spans.append(piece)
    return tuple(spans)


def joined(text: str, spans: Sequence[Span]) -> str:
    """A passage's text: the slices at its spans."""
    return "\n".join(text[span.start : span.end] for span in spans)


def _passage(document: Document, draft: Draft, detected: Detection, *, occurrence: int) -> Passage:
    identity = (document.path, draft.question or "", draft.text, str(occurrence))
    return Passage(
        id=f"{document.merchant_id}:{_sha256(chr(0).join(identity))[:16]}",
        merchant_id=document.merchant_id,
        document=document.path,
        question=draft.question,
        text=draft.text,
        section=draft.section,
        language=detected.language,
        language_confidence=detected.confidence,
        part=draft.part,
        lines=draft.lines,
        spans=draft.spans,
        content_hash=f"sha256:{_sha256(draft.text)}",
        place=draft.place,
    )


def _sha256(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


class _Languages:
    """The language of a passage: its own where it is long enough to tell, else its section's, else its document's."""

    def __init__(self, document: Document, detect: DetectLanguage, drafts: Sequence[Draft]) -> None:
        self._document, self._detect = document, detect
        sections: dict[str | None, list[str]] = {}
        for draft in drafts:
            sections.setdefault(draft.section, []).append(_written(draft))
        self._sections = {section: self._told("\n".join(texts)) for section, texts in sections.items()}

    def of(self, draft: Draft) -> Detection:
        if self._document.language:
            return Detection(self._document.language, 1.0)
        return self._told(_written(draft)) or self._sections[draft.section] or self._whole

    @cached_property
    def _whole(self) -> Detection:
        return self._detect(self._document.text)

    def _told(self, text: str) -> Detection | None:
        """The language of a text that is long enough, where the detector is sure of it."""
        if self._document.language or count_words(text) < _ENOUGH_WORDS:
            return None
        detected = self._detect(text)
        return detected if detected.confidence >= _ENOUGH_CONFIDENCE else None


def _written(draft: Draft) -> str:
    return f"{draft.question or ''}\n{draft.text}"
