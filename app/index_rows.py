"""What a generation is searched by, as files of its folder: vectors, tokens, letters, a second opinion."""

from collections.abc import Iterable, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from app.retrieval.array_files import ArrayFiles, Parts, file_of
from app.retrieval.dense import mixed
from app.retrieval.exact import ExactRows, load_exact
from app.retrieval.late_interaction import TokenRows
from app.retrieval.lexical import LexicalIndex, load_lexical
from app.retrieval.passage_tokens import PassageTokens
from app.retrieval.ports import IndexKinds, Takeable, VectorIndex, VectorIndexKind, Vectors
from app.retrieval.second_opinion import PassageOpinion, SecondRows, load_second_rows
from app.retrieval.token_archive import load_token_rows

_PASSAGE_ROWS, _QUESTION_ROWS, _TOKEN_ROWS, _SECOND_ROWS = "passages", "questions", "tokens", "second"
_LEXICAL, _NEAREST, _MIXED = "lexical", "nearest.index", "mixed"


@dataclass(frozen=True, slots=True, eq=False)
class PassageRow:
    """What the models make of one passage: its vector (dimension,), its question's, its tokens, a second opinion."""

    whole: Vectors
    question: Vectors
    tokens: PassageTokens
    second: PassageOpinion | None


@dataclass(frozen=True, slots=True)
class Rows:
    """What a generation is searched by; row n of each belongs to passage n, or behind them to a passage in other words.

    `second` is absent without that encoder.
    `nearest` finds candidates by `mixed` rows of `passages` and `questions`, which are exact.
    """

    passages: ExactRows
    questions: ExactRows
    nearest: VectorIndex
    tokens: TokenRows
    lexical: LexicalIndex
    second: SecondRows | None = None

    @property
    def counts(self) -> set[int]:
        """How many rows each has: one number, or something is wrong."""
        return {
            len(part)
            for part in (self.passages, self.questions, self.nearest, self.tokens, self.lexical, self.second)
            if part is not None
        }

    @property
    def dimensions(self) -> set[int]:
        """How long the vectors of the first encoder are: one number again."""
        return {part.dimension for part in (self.passages, self.questions, self.nearest, self.tokens)}

    def at(self, row: int) -> PassageRow:
        """What the models made of one passage."""
        place = np.array([row])
        whole, question = (part.vectors.take(place, axis=0)[0] for part in (self.passages, self.questions))
        return PassageRow(whole, question, self.tokens.at(row), self.second.at(row) if self.second else None)


def write_rows(
    folder: Path,
    batches: Iterable[Sequence[PassageRow]],
    texts: Iterable[tuple[str | None, str]],
    *,
    kinds: IndexKinds,
) -> VectorIndexKind:
    """Writes the rows of passages, some at a time, and the index of their letters; `texts` are questions and texts.

    Gives back the kind of index that suits their number. There is a passage at least.
    """
    count = _write_vectors(folder, batches)
    kind = kinds.of_size(count)
    scratch = file_of(folder / _MIXED, "vectors")
    kind.build(np.load(scratch, mmap_mode="r")).save(folder / _NEAREST)
    scratch.unlink()
    LexicalIndex.build(texts).save(folder / _LEXICAL)
    return kind


def _write_vectors(folder: Path, batches: Iterable[Sequence[PassageRow]]) -> int:
    count = 0
    with ExitStack() as stack:
        names = (_PASSAGE_ROWS, _QUESTION_ROWS, _MIXED, _TOKEN_ROWS, _SECOND_ROWS)
        files = {name: stack.enter_context(ArrayFiles(folder / name)) for name in names}
        for batch in batches:
            for name, parts in _parts(batch).items():
                files[name].append(parts)
            count += len(batch)
    return count


def _parts(batch: Sequence[PassageRow]) -> dict[str, Parts]:
    whole, questions = np.array([row.whole for row in batch]), np.array([row.question for row in batch])
    vectors = {_PASSAGE_ROWS: whole, _QUESTION_ROWS: questions, _MIXED: mixed(whole, questions)}
    parts: dict[str, Parts] = {name: {"vectors": rows} for name, rows in vectors.items()}
    parts[_TOKEN_ROWS] = TokenRows.of([row.tokens for row in batch], whole.shape[1]).parts
    if opinions := [row.second for row in batch if row.second is not None]:
        parts[_SECOND_ROWS] = SecondRows.of(opinions, len(opinions[0].question)).parts
    return parts


def load_vectors(folder: Path) -> tuple[Takeable, Takeable]:
    """The vectors of passages and those of questions that `write_rows` wrote. Raises IndexCorrupt."""
    return load_exact(folder / _PASSAGE_ROWS).vectors, load_exact(folder / _QUESTION_ROWS).vectors


def load_rows(folder: Path, kind: VectorIndexKind, *, second: bool) -> Rows:
    """What `write_rows` wrote; `second` says whether a second encoder had a part. Raises IndexCorrupt."""
    return Rows(
        load_exact(folder / _PASSAGE_ROWS),
        load_exact(folder / _QUESTION_ROWS),
        kind.load(folder / _NEAREST),
        load_token_rows(folder / _TOKEN_ROWS),
        load_lexical(folder / _LEXICAL),
        load_second_rows(folder / _SECOND_ROWS) if second else None,
    )
