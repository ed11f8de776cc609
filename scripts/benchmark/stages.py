"""Where the time of a search goes, from the `Server-Timing` headers of its replies."""

from collections.abc import Mapping

from scripts.benchmark.runs import Percentiles, Run, spread
from scripts.markdown import table

RETRIEVAL = "retrieval without the encoders"
_TIMED, _SEEN = "all stages", "as the client sees it"
_NOT_RETRIEVAL = ("encoder", "language", "queue", "wait", "cache")
"""Stages with such a word in their name are no retrieval; any other is."""


def stages_of(header: str) -> dict[str, float]:
    """Milliseconds by stage, of a header such as `encoder;dur=5.12, dense;dur=0.31`."""
    entries = (entry.strip().partition(";dur=") for entry in header.split(",") if ";dur=" in entry)
    return {name: float(duration.partition(";")[0]) for name, _, duration in entries}


def stage_times(run: Run) -> Mapping[str, Percentiles]:
    """Percentiles of each stage, of retrieval, of all stages and of the whole call; empty where none was told."""
    told = [(stages_of(each.server_timing), each) for each in run.answered if each.server_timing]
    by_name: dict[str, list[float]] = {name: [] for stages, _ in told for name in stages}
    for stages, outcome in told:
        retrieval = sum(spent for name, spent in stages.items() if not any(word in name for word in _NOT_RETRIEVAL))
        sums = {RETRIEVAL: retrieval, _TIMED: sum(stages.values()), _SEEN: outcome.milliseconds}
        for name in {**by_name, **sums}:
            by_name.setdefault(name, []).append({**stages, **sums}.get(name, 0.0))
    return {name: times for name, values in by_name.items() if (times := spread(values))}


def stage_table(run: Run) -> str:
    """Milliseconds, stage by stage."""
    rows = {name: [f"{each:.2f}" for each in (t.p50, t.p95, t.p99)] for name, t in stage_times(run).items()}
    return table("milliseconds", ["p50", "p95", "p99"], rows)
