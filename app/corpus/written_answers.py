"""Answers that curators wrote, as a document of each merchant's own: passages as any others, and told as theirs."""

import dataclasses
from collections.abc import Sequence

from app.corpus.chunked import Chunked
from app.corpus.elements import Pair
from app.corpus.layout import lay_out
from app.corpus.overrides import WrittenAnswer
from app.corpus.passages import chunk
from app.domain import Document, Merchant, Passage, Place
from app.languages import DetectLanguage


def path_of(merchant_id: str) -> str:
    """The name of the document that holds a merchant's written answers, and nothing else."""
    return f"{merchant_id}/overrides"


def written_document(merchant: Merchant, answers: Sequence[WrittenAnswer], detect: DetectLanguage) -> Chunked:
    """The document of these answers, which are the merchant's; an answer in a language of its own says so."""
    pairs = [
        Pair(question=each.question, answer=each.answer, section=each.section or "", place=Place(row=each.number))
        for each in answers
    ]
    layout = lay_out(pairs)
    document = Document(
        path=path_of(merchant.id),
        merchant_id=merchant.id,
        text=layout.text,
        title=f"Answers written for {merchant.label}",
        language=merchant.language,
    )
    chunked = chunk(document, detect, layout=layout)
    languages = {each.number: each.language for each in answers}
    passages = tuple(_in_language(passage, languages[passage.place.row or 0]) for passage in chunked.passages)
    return dataclasses.replace(chunked, passages=passages)


def _in_language(passage: Passage, language: str | None) -> Passage:
    return dataclasses.replace(passage, language=language, language_confidence=1.0) if language else passage
