"""What a service is asked in a day: repeated and new queries, filters, pages, suggestions, and mistakes."""

import random
from collections.abc import Callable, Iterator, Mapping, Sequence
from urllib.parse import urlencode

from app.labelled import LabelledQuery
from scripts.benchmark import queries
from scripts.benchmark.calls import SEARCH, Call, search, suggest

MISTAKES = (
    Call(SEARCH, b"{"),
    Call(SEARCH, b'{"q": ""}'),
    Call(SEARCH, b'{"q": "refund", "limit": 0}'),
    Call(SEARCH, b'{"q": "refund", "colour": "red"}'),
    Call(SEARCH, b'{"q": "refund", "merchant": "nobody"}'),
    Call("/v1/passages/nobody:0"),
)
"""Calls that are answered with a status from 400 to 499."""

SHARES = {
    "repeated": 60,
    "new": 8,
    "paged": 7,
    "by language": 5,
    "in the query string": 5,
    "typed": 12,
    "mistaken": 3,
}
"""Per cent of the calls."""

_SEED = 7


def mixed(labelled: Sequence[LabelledQuery]) -> Iterator[Call]:
    """Endlessly many calls in the proportions of `SHARES`, the same ones every time."""
    draw = random.Random(_SEED)  # noqa: S311 - a reproducible choice
    makers = _makers(labelled, draw)
    while True:
        for kind in draw.choices(list(SHARES), list(SHARES.values()), k=1000):
            yield makers[kind]()


def _makers(labelled: Sequence[LabelledQuery], draw: random.Random) -> Mapping[str, Callable[[], Call]]:
    repeated, new, typed = queries.repeated(labelled), queries.distinct(labelled), queries.typed(labelled)
    return {
        "repeated": lambda: search(next(repeated)),
        "new": lambda: search(next(new)),
        "paged": lambda: search(next(repeated), limit=draw.randint(1, 50), offset=draw.randrange(0, 60, 10)),
        "by language": lambda: search(next(repeated), language=draw.choice(["en", "fr", ["en", "fr"]])),
        "in the query string": lambda: Call(f"{SEARCH}?{urlencode({'q': next(repeated).query})}"),
        "typed": lambda: suggest(next(typed).query),
        "mistaken": lambda: draw.choice(MISTAKES),
    }
