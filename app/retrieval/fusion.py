"""From candidates to one ranking: late interaction with a share of the dense score, for the best candidates."""

from dataclasses import dataclass

import numpy as np

from app.retrieval.dense import DenseRetriever
from app.retrieval.late_interaction import TokenRows
from app.retrieval.ports import Ranking, Selection, Vectors

RERANKED = 50
"""Candidates that late interaction looks at, in one to two milliseconds; the score of all others is a floor."""

DENSE_SHARE = 0.3
"""Weight of the dense score beside late interaction's (README, 'Measured', says on what it was chosen)."""


_DECIMALS = 5
"""Beyond them a score depends on where its row lies in a matrix product, and equal passages would come in any order."""


@dataclass(frozen=True, slots=True)
class Retriever:
    """Dense retrieval over every selected row, then late interaction over the best of them."""

    dense: DenseRetriever
    tokens: TokenRows

    def rank(self, vector: Vectors, tokens: Vectors, limit: int, *, selection: Selection | None = None) -> Ranking:
        """The best selected rows by fused score; what late interaction did not look at stays below, in dense order.

        `vector` is the query's (dimension,), `tokens` its tokens' (tokens, dimension); all of unit length.
        """
        dense = self.dense.rank(vector, limit, selection)
        best, rest = dense.rows[:RERANKED], dense.rows[RERANKED:]
        fused = self.tokens.scores(tokens, best) + DENSE_SHARE * dense.scores[:RERANKED]
        fused = np.round(fused, _DECIMALS)
        order = np.lexsort((best, -fused))
        floor = fused.min(initial=np.inf)
        below = np.minimum(floor, DENSE_SHARE * dense.scores[RERANKED:])
        scores = np.concatenate([fused[order], below]).astype(np.float32)
        return Ranking(np.concatenate([best[order], rest]), scores)
