"""How sure a ranking is: the chance that its best passage answers the query, the verdict, and every hit's score."""

from dataclasses import dataclass

import numpy as np

from app.domain import Answerability
from app.ranked import Groups, Ranked
from app.retrieval.answerability import Evidence, answerability, confidence, score_of
from app.retrieval.fusion import Fused
from app.retrieval.weights import Weights

_CERTAIN = 1.0
"""Of what a curator pinned."""


@dataclass(frozen=True, slots=True)
class Judge:
    """Judges rankings by these weights."""

    weights: Weights

    def confidence(self, fused: Fused, groups: Groups, *, foreign: bool) -> float:
        """The chance that the best answers; `foreign`: it is in another language than the query. There is a group."""
        seen = groups[: fused.looked_at]  # none behind them has been looked at
        plain = [float(fused.grounds.plain[places[0]]) for places in seen if places[0] < fused.looked_at]
        second = None if fused.grounds.second is None else float(fused.grounds.second[0])
        return confidence(Evidence(plain[0], plain[1:], second, foreign, fused.grounds.by_letters), self.weights)

    def answerability(self, ranked: Ranked) -> Answerability:
        """The verdict, and how sure it is."""
        if ranked.pin:
            return Answerability("answer", _CERTAIN)
        return answerability(ranked.confident, self.weights.verdict)

    def scores(self, ranked: Ranked, page: slice) -> list[float]:
        """The score of each group's best on a page: preferences decide its place, not its chance to answer.

        None is above the one before it; a lone passage's chance is the confidence itself.
        """
        if ranked.pin is None:
            return self._scores(ranked, ranked.groups, page)
        behind = slice(max(page.start - 1, 0), page.stop - 1)
        scores = self._scores(ranked, ranked.groups[1:], behind)
        return scores if page.start else [_CERTAIN, *scores]

    def _scores(self, ranked: Ranked, groups: Groups, page: slice) -> list[float]:
        confident = answerability(ranked.confident, self.weights.verdict).confidence
        if len(groups) == 1 and groups[0][0] == 0:
            return [confident][page]
        plain = ranked.fused.grounds.plain
        unseen = len(ranked.fused.rows) - len(plain)
        plain = np.concatenate([plain, np.full(unseen, plain.min(initial=0))])
        less = (plain[0] - plain[places[0]] for places in groups)  # below 0 where a pin took the best away
        behind = np.maximum.accumulate([0.0, *less])[1:]
        by = self.weights.score_by_letters if ranked.fused.grounds.by_letters else self.weights.score
        return [score_of(confident, float(less), by) for less in behind[page]]
