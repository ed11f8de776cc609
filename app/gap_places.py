"""How a gap stands today: what the served texts give for its most central query, and whether that closes it."""

from dataclasses import dataclass
from typing import Literal

from app.domain import Answerability, Hit, SearchRequest
from app.gaps import Gap
from app.scope import EVERYTHING, Scope
from app.search import Searcher

State = Literal["unanswered", "weak", "badly_rated", "answered_since"]


@dataclass(frozen=True, slots=True)
class PlacedGap:
    """A gap with the passage that is nearest to it now; None where its merchants have none.

    `answered_since`: it is answered now, by a passage that nobody complained of.
    """

    gap: Gap
    state: State
    nearest: Hit | None
    confidence: float


def placed(gap: Gap, searcher: Searcher) -> PlacedGap:
    """The gap as the searcher's generation answers it."""
    merchants = tuple(each for each in gap.asked.merchants if each in searcher.merchants)
    if gap.asked.merchants and not merchants:
        return PlacedGap(gap, "unanswered", None, 0.0)
    result = searcher.search(SearchRequest(gap.label, merchants, limit=1))
    nearest = result.hits[0] if result.hits else None
    return PlacedGap(gap, _state(gap, result.answerability, nearest), nearest, result.answerability.confidence)


def _state(gap: Gap, judged: Answerability, nearest: Hit | None) -> State:
    if judged.verdict != "answer" or nearest is None:
        return "weak" if judged.verdict == "weak" else "unanswered"
    return "badly_rated" if nearest.passage.id in gap.rated_passages else "answered_since"


def is_shown(merchants: tuple[str, ...], *, scope: Scope = EVERYTHING, merchant: str | None = None) -> bool:
    """Whether what these merchants were asked is for somebody with this scope, and for who asks of one merchant.

    What all or several were asked is for those only who may see all. Whoever may see some languages only sees nothing:
    a query may be in any, and so may the passage that is nearest to it.
    """
    if (merchant is not None and merchants != (merchant,)) or scope.languages is not None:
        return False
    return scope.merchants is None or (len(merchants) == 1 and scope.has_merchant(merchants[0]))
