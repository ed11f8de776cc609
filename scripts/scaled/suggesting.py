"""Suggestions from a large index: what they take to be ready, and a keystroke's milliseconds."""

import time
from collections.abc import Sequence
from itertools import islice

import numpy as np

from app.content import StoredContent
from app.labelled import LabelledQuery
from app.merchant_names import MerchantNames
from app.suggest import Suggester
from scripts.benchmark.queries import typed
from scripts.scaled.child import Figures, memory
from scripts.scaled.corpus import SEED
from scripts.scaled.searching import percentiles

_KEYSTROKES = 6
"""Of each query, on average."""


def suggestions(content: StoredContent, labelled: Sequence[LabelledQuery]) -> Figures:
    """Of all questions, and of a random merchant's, which comes as often as it has passages."""
    before, started = memory()["resident"], time.perf_counter()
    merchants = {merchant.id: merchant for merchant in content.merchants}
    suggester = Suggester(content.passages, merchants, MerchantNames(content.merchants))
    seconds, grown = time.perf_counter() - started, memory()["resident"] - before
    keystrokes = [each.query for each in islice(typed(labelled), _KEYSTROKES * len(labelled))]
    counts = content.columns.merchants.counts
    sizes = np.array(list(counts.values()))
    drawn = np.random.default_rng(SEED).choice(list(counts), len(keystrokes), p=sizes / sizes.sum())
    alone = [_milliseconds(suggester, query) for query in keystrokes]
    within = [_milliseconds(suggester, query, str(each)) for query, each in zip(keystrokes, drawn, strict=True)]
    return {
        "suggest, s": seconds,
        "suggest, MiB": grown,
        **percentiles("suggest", alone),
        **percentiles("suggest within a merchant", within),
    }


def _milliseconds(suggester: Suggester, query: str, *merchants: str) -> float:
    started = time.perf_counter()
    suggester.suggest(query, merchants=merchants)
    return (time.perf_counter() - started) * 1000
