"""What a generation is searched by, as files of its folder: vectors, tokens, letters, a second opinion."""

from dataclasses import dataclass
from pathlib import Path

from app.retrieval.late_interaction import TokenRows
from app.retrieval.lexical import LexicalIndex, load_lexical
from app.retrieval.ports import VectorIndex, VectorIndexKind
from app.retrieval.second_opinion import SecondRows, load_second_rows
from app.retrieval.token_archive import load_token_rows

_PASSAGE_ROWS, _QUESTION_ROWS, _TOKEN_ROWS = "passages.index", "questions.index", "tokens.npz"
_LEXICAL, _SECOND_ROWS = "lexical.npz", "second.npz"


@dataclass(frozen=True, slots=True)
class Rows:
    """What a generation is searched by; row n of each belongs to passage n. `second` is absent without that encoder."""

    passages: VectorIndex
    questions: VectorIndex
    tokens: TokenRows
    lexical: LexicalIndex
    second: SecondRows | None = None

    def save(self, folder: Path) -> None:
        """One file each."""
        self.passages.save(folder / _PASSAGE_ROWS)
        self.questions.save(folder / _QUESTION_ROWS)
        self.tokens.save(folder / _TOKEN_ROWS)
        self.lexical.save(folder / _LEXICAL)
        if self.second is not None:
            self.second.save(folder / _SECOND_ROWS)

    @property
    def counts(self) -> set[int]:
        """How many passages each has rows of: one number, or something is wrong."""
        return {
            len(part)
            for part in (self.passages, self.questions, self.tokens, self.lexical, self.second)
            if part is not None
        }


def load_rows(folder: Path, kind: VectorIndexKind, *, second: bool) -> Rows:
    """What `Rows.save` wrote; `second` says whether a second encoder did. Raises IndexCorrupt."""
    return Rows(
        kind.load(folder / _PASSAGE_ROWS),
        kind.load(folder / _QUESTION_ROWS),
        load_token_rows(folder / _TOKEN_ROWS),
        load_lexical(folder / _LEXICAL),
        load_second_rows(folder / _SECOND_ROWS) if second else None,
    )
