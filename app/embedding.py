"""Passages to rows: what the encoders make of each."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import TypeVar

import numpy as np

from app.domain import Passage
from app.encoders.ports import EncodedPassage, PassageEncoder, Progress, SecondEncoder
from app.index_rows import PassageRow
from app.passage_texts import embedded_text, windows
from app.retrieval.passage_tokens import PassageTokens
from app.retrieval.second_opinion import PassageOpinion
from app.token_pooling import pooled

_Encoded = TypeVar("_Encoded")


@dataclass(frozen=True, slots=True)
class Embedding:
    """The encoders, and how many neighbouring tokens become one row."""

    passages: PassageEncoder
    second: SecondEncoder | None
    token_pooling: int = 1

    def rows(self, passages: Sequence[Passage], progress: Progress | None = None) -> list[PassageRow]:
        """The rows of these passages; one without a question stands for its own question.

        Nothing that is said twice, by two merchants for example, is encoded twice.
        """
        texts = [embedded_text(p.question, p.text) for p in passages]
        encoded = _by_text(self.passages.encode_passages, texts, progress)
        asked = _by_text(self.passages.encode_questions, [p.question for p in passages if p.question], progress)
        opinions = self._opinions(passages, progress)
        rows = []
        for passage, text, opinion in zip(passages, texts, opinions, strict=True):
            whole = encoded[text]
            question = asked[passage.question] if passage.question else whole.vector
            rows.append(PassageRow(whole.vector, question, self._tokens(passage, whole), opinion))
        return rows

    def _tokens(self, passage: Passage, encoded: EncodedPassage) -> PassageTokens:
        kept = pooled(encoded, passage.question, passage.text, most=self.token_pooling)
        return PassageTokens.of(kept.tokens, kept.spans, passage.question)

    def _opinions(self, passages: Sequence[Passage], progress: Progress | None) -> Sequence[PassageOpinion | None]:
        """The second encoder's vectors; a passage without a question stands for its own question here too."""
        if (encoder := self.second) is None:
            return [None] * len(passages)
        asked = [p.question or p.text for p in passages]
        parts = [windows(p.question, p.text) for p in passages]
        known = [p.language is None or encoder.knows(p.language) for p in passages]
        vectors = _by_text(encoder.encode_passages, [*asked, *chain.from_iterable(parts)], progress)
        return [
            PassageOpinion.of(vectors[question], np.stack([vectors[part] for part in whole]), is_known)
            for question, whole, is_known in zip(asked, parts, known, strict=True)
        ]


def _by_text(
    encode: Callable[[Sequence[str], Progress | None], Iterable[_Encoded]],
    texts: Sequence[str],
    progress: Progress | None,
) -> dict[str, _Encoded]:
    """What `encode` makes of each text, equal ones encoded once."""
    distinct = list(dict.fromkeys(texts))
    return dict(zip(distinct, encode(distinct, progress), strict=True))
