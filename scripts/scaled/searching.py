"""Searches of an index in several scopes, each twice: after its files have left the page cache, and right after."""

import time
from collections.abc import Callable, Mapping, Sequence

import numpy as np

from app.domain import SearchRequest
from app.labelled import LabelledQuery
from app.search import Searcher
from scripts.benchmark.runs import spread
from scripts.scaled.child import Figures, named
from scripts.scaled.corpus import SEED

UNFILTERED, RANDOM, LARGEST, LANGUAGE = SCOPES = (
    *("unfiltered", "within a random merchant", "within the largest merchant"),
    "with a language filter",
)
COLD, WARM = "cold", "warm"
NOT_RETRIEVAL = ("encoders", "language and names")
"""Stages whose time the size of the index does not change, or hardly."""

PROCESSOR = "processor, all stages"
REPEATS = 2

Times = Mapping[str, float]
"""Milliseconds by stage."""


def requests(searcher: Searcher, labelled: Sequence[LabelledQuery]) -> dict[str, list[SearchRequest]]:
    """The queries in every scope; a merchant comes as often as it has passages."""
    columns = searcher.generation.content.columns
    ids, sizes = list(columns.merchants.values), np.array(list(columns.merchants.counts.values()))
    drawn = np.random.default_rng(SEED).choice(len(ids), len(labelled), p=sizes / sizes.sum())
    languages = columns.languages.counts
    spoken = max(languages, key=languages.__getitem__)
    chosen = [each.language if each.language in languages else spoken for each in labelled]
    queries = [each.query for each in labelled]
    return {
        UNFILTERED: [SearchRequest(query) for query in queries],
        RANDOM: [SearchRequest(query, (ids[place],)) for query, place in zip(queries, drawn, strict=True)],
        LARGEST: [SearchRequest(query, (ids[int(sizes.argmax())],)) for query in queries],
        LANGUAGE: [
            SearchRequest(query, languages=(language,)) for query, language in zip(queries, chosen, strict=True)
        ],
    }


def passes(
    searcher: Searcher, requests: Mapping[str, Sequence[SearchRequest]], forget: Callable[[], None]
) -> dict[str, float]:
    """Percentiles of the stages' times and of retrieval, their sum, by scope; `forget` empties the page cache.

    Warm times are each query's best of `REPEATS`: other processes of a small machine interrupt a search for longer
    than it takes.
    """
    searcher.search(SearchRequest("warm up"))
    figures: dict[str, float] = {}
    for scope, asked in requests.items():
        forget()
        cold = [timed(searcher, request) for request in asked]
        warm = [[timed(searcher, request) for request in asked] for _ in range(REPEATS)]
        best = [min(repeats, key=retrieval) for repeats in zip(*warm, strict=True)]
        figures.update(named(f"{scope}, {COLD}", told(cold)))
        figures.update(named(f"{scope}, {WARM}", told(best)))
    return figures


def timed(searcher: Searcher, request: SearchRequest) -> Times:
    """The stages of a search, and what it took its thread of a processor."""
    started = time.thread_time()
    found = searcher.search(request)
    return {**found.stages, PROCESSOR: (time.thread_time() - started) * 1000}


def retrieval(times: Times) -> float:
    """All stages but `NOT_RETRIEVAL`."""
    return sum(ms for name, ms in times.items() if name not in (*NOT_RETRIEVAL, PROCESSOR))


def told(stages: Sequence[Times]) -> Figures:
    """p50, p95 and p99 of every stage, and of all but `NOT_RETRIEVAL` together."""
    by_stage = {name: [times[name] for times in stages] for name in stages[0]}
    by_stage["retrieval"] = list(map(retrieval, stages))
    return {name: ms for stage, values in by_stage.items() for name, ms in percentiles(stage, values).items()}


def percentiles(name: str, milliseconds: Sequence[float]) -> Figures:
    """Of some times, of which there is one at least."""
    found = spread(milliseconds)
    return named(name, {"p50": found.p50, "p95": found.p95, "p99": found.p99}) if found else {}
