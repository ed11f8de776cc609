"""What was measured, as Markdown: a column for each size."""

from collections.abc import Callable, Iterator, Mapping

from scripts.benchmark.machine import describe
from scripts.markdown import table
from scripts.scaled.build import FILES, STEPS
from scripts.scaled.cells import Cell, beside, built, each, number, several, share
from scripts.scaled.child import Figures
from scripts.scaled.searching import COLD, LANGUAGE, LARGEST, NOT_RETRIEVAL, RANDOM, REPEATS, UNFILTERED, WARM

Sizes = Mapping[int, Figures]
"""Figures by passages."""

Row = tuple[str, Cell]

_BARS = {UNFILTERED: 50, RANDOM: 15, LARGEST: 15}
"""Milliseconds that the p95 of a warm search stays under."""

_RESIDENT = 3072
"""MiB of the service."""

_PERCENTILES = ("p50", "p95", "p99")
_KINDS = ("resident", "proportional", "anonymous")
_GROWING: Mapping[str, Callable[[Figures], float]] = {
    "publishing, s": built,
    "bytes a passage": lambda figures: figures["bytes, all"] / figures["passages"],
    "p95 ms, unfiltered": lambda figures: figures[f"{UNFILTERED}, {WARM}, retrieval, p95"],
    "p95 ms, within a merchant": lambda figures: figures[f"{RANDOM}, {WARM}, retrieval, p95"],
}


def markdown(sizes: Sizes, pooling: int) -> str:
    """The machine, and the table."""
    columns = [f"{size:,}" for size in sizes]
    some = next(iter(sizes.values()))
    rows = {title: [cell(figures) for figures in sizes.values()] for title, cell in _rows(some)}
    return (
        f"On {describe()}; tokens pooled by {pooling}. Milliseconds of a search are of all its stages but "
        f"{' and '.join(NOT_RETRIEVAL)}, p50 / p95 / p99; cold: no page of the index's files was in memory; warm: the "
        f"best of {REPEATS} repeats of each query after it. What misses its bar stands out.\n\n"
        f"{table('passages', columns, rows)}"
    )


def growth(sizes: Sizes) -> dict[str, dict[int, float]]:
    """Some figures by size, by name."""
    return {name: {size: of(figures) for size, figures in sizes.items()} for name, of in _GROWING.items()}


def _rows(some: Figures) -> Iterator[Row]:
    yield "merchants (passages of the largest)", beside(number("merchants"), number("largest merchant"))
    yield from _of_building()
    yield from _of_files()
    yield from _of_loading()
    yield from _of_searching()
    yield from _of_stages(some)
    yield from _of_nearness()
    yield from _of_suggesting()


def _of_building() -> Iterator[Row]:
    yield "publishing, s", lambda figures: f"{built(figures):,.1f}"
    yield "passages/s", lambda figures: f"{figures['passages'] / built(figures):,.0f}"
    yield from ((f"– {step}, s", number(f"seconds, {step}", 1)) for step in STEPS)
    yield "MiB at most (of them the corpus)", beside(number("MiB, peak"), number("MiB, corpus in memory"))


def _of_files() -> Iterator[Row]:
    yield "bytes a passage (GB)", beside(each("all"), lambda figures: f"{figures['bytes, all'] / 1e9:.2f}")
    yield from ((f"– bytes of {part}", each(part)) for part in FILES)


def _of_loading() -> Iterator[Row]:
    yield "loading, s (of them checksums)", beside(number("load, s", 1), number("load, checksums, s", 1))
    for moment in ("loading", "searches"):
        cell = several(f"MiB after {moment}", _KINDS, digits=0, bar=_RESIDENT)
        yield f"MiB after {moment}, resident / PSS / anonymous (≤ {_RESIDENT})", cell


def _of_searching() -> Iterator[Row]:
    for scope in (UNFILTERED, RANDOM, LARGEST, LANGUAGE):
        for cache in (WARM, COLD):
            bar = _BARS.get(scope) if cache == WARM else None
            cell = several(f"{scope}, {cache}, retrieval", _PERCENTILES, digits=1, bar=bar, judged=1)
            yield f"search {scope}, {cache}{f' (p95 ≤ {bar})' if bar else ''}", cell


def _of_stages(some: Figures) -> Iterator[Row]:
    """Of an unfiltered search, and of the encoders beside."""
    start, end = f"{UNFILTERED}, {WARM}, ", f", {_PERCENTILES[0]}"
    for name in some:
        if name.startswith(start) and name.endswith(end) and "retrieval" not in name:
            stage = name.removesuffix(end)
            yield f"– stage of an unfiltered one: {stage.removeprefix(start)}", several(stage, _PERCENTILES, digits=2)


def _of_nearness() -> Iterator[Row]:
    yield "recall@10, unfiltered (≥ 0.97)", share("recall, unfiltered", 0.97)
    yield "recall@10, within the largest merchant (1)", share("recall, within the largest merchant", 1.0)
    for order in ("first", "ninth"):
        cell = beside(share(f"neighbours, {order}"), share(f"real neighbours, {order}"))
        yield f"cosine of the {order} neighbour (real passages)", cell


def _of_suggesting() -> Iterator[Row]:
    yield "suggestions ready, s (MiB)", beside(number("suggest, s", 1), number("suggest, MiB"))
    yield "suggest, unfiltered", several("suggest", _PERCENTILES, digits=2)
    yield "suggest, within a merchant", several("suggest within a merchant", _PERCENTILES, digits=2)
