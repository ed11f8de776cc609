"""Figures over outcomes, the tables of them, and the part of a file that they are written to."""

import math
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import pytest

from scripts.benchmark.contest import Measured, Result
from scripts.benchmark.marked import write_between
from scripts.benchmark.runs import Outcome, Percentiles, Run, percentiles
from scripts.benchmark.servers import BenchmarkError
from scripts.benchmark.stages import RETRIEVAL, stage_times, stages_of
from scripts.benchmark.tables import COLUMNS, contest_table
from scripts.benchmark.targets import Target, against, alone, suggesting, targets_table, with_repeats
from scripts.benchmark.watching import Memory
from scripts.soak import failures_of

RUN = Run([Outcome(200, 1.0, 1.0 + n / 1000) for n in range(1, 101)], began=1.0, seconds=0.05)
NOTHING = Percentiles(0, 0, 0)
LOADS = ("closed, 1", "closed, 8", "closed, 32", "open, 60% of capacity", "open, 500% of capacity")


def with_statuses(*statuses: int) -> Run:
    return Run([Outcome(status, 0.0, 0.5) for status in statuses], began=0.0, seconds=1.0)


def result(run: Run, *, memory: float = 100.0, start: float = 2.0, name: str = "one") -> Result:
    return Result(name, start, {load: Measured(load, run, memory) for load in LOADS})


def cells(table: str, row: str) -> Mapping[str, str]:
    line = next(line for line in table.splitlines() if line.startswith(f"| {row} |"))
    return dict(zip(COLUMNS, [cell.strip() for cell in line.split("|")[2:-1]], strict=True))


def by_name(*targets: Target) -> dict[str, Target]:
    return {target.name: target for target in targets}


def test_percentiles_are_nearest_ranks_in_milliseconds_since_the_call_was_due() -> None:
    times = percentiles(RUN.outcomes) or NOTHING
    assert [times.p50, times.p95, times.p99] == pytest.approx([50, 95, 99])
    assert percentiles([]) is None


def test_the_rate_is_of_answers_until_the_last_outcome() -> None:
    assert RUN.elapsed == pytest.approx(0.1)
    assert RUN.rate == pytest.approx(100 / 0.1)
    assert replace(RUN, outcomes=[*RUN.outcomes, Outcome(0, 1.0, 1.5)]).rate == pytest.approx(100 / 0.5)


def test_refusals_are_no_errors_and_whatever_else_is_no_answer_is_one() -> None:
    run = with_statuses(200, 200, 503, 429, 500, 404, 0)
    assert (len(run.answered), len(run.refused), run.errors) == (2, 2, 3)


def test_cpu_is_told_for_each_answer_and_for_the_generator() -> None:
    run = replace(with_statuses(200, 200, 503), server_cpu=0.25, generator_cpu=0.1)
    assert (run.cpu_milliseconds, run.generator_share) == (125, 0.2)
    assert with_statuses(503).cpu_milliseconds is None


def test_the_stages_of_a_header_are_milliseconds_by_name() -> None:
    assert stages_of("encoder;dur=5.12, dense;dur=0.31;desc=FAISS, odd") == {"encoder": 5.12, "dense": 0.31}
    assert stages_of("") == {}


def test_retrieval_is_summed_query_by_query_without_encoders_and_language() -> None:
    header = "language-and-names;dur=9, encoder;dur=8, second-encoder;dur=7, dense;dur=1, hits;dur={}"
    run = Run([Outcome(200, 0.0, 0.03, header.format(hits)) for hits in (2, 3)], 0.0, 1.0)
    times = stage_times(run)
    assert (times[RETRIEVAL], times["encoder"]) == (Percentiles(3, 4, 4), Percentiles(8, 8, 8))
    assert (times["all stages"].p50, times["as the client sees it"].p50) == (27, 30)


def test_the_table_tells_ratios_to_the_first_server_and_the_start_once() -> None:
    slow = result(with_statuses(200), memory=200, start=8)
    fast = result(with_statuses(200, 200, 503), memory=100, start=2, name="two")
    table = contest_table([slow, fast])
    row = cells(table, "closed, 1: two")
    assert (row["answers/s"], row["memory MiB"], row["first answer s"]) == ("4 (2.00×)", "100 (0.50×)", "2 (0.25×)")
    assert (row["refused"], row["refusal p95 ms"], row["asked/s"]) == ("1", "500", "3")
    assert cells(table, "closed, 1: one")["answers/s"] == "2"
    assert cells(table, "closed, 8: two")["first answer s"] == ""


def test_the_service_is_held_against_the_alternative() -> None:
    slow, fast = result(with_statuses(200), memory=200), result(RUN, memory=100)
    found = by_name(*against(slow, fast))
    assert found["p50 times lower, closed, 8"].measured == pytest.approx(500 / 50)
    assert found["p50 times lower, closed, 8"].met
    assert found["answers/s times higher, closed, 32"].measured == pytest.approx((100 / 0.1) / (1 / 0.5))
    assert found["memory beside theirs, closed, 32"].measured == 0.5


def test_the_service_is_held_against_its_own_bars() -> None:
    found = by_name(*alone(result(with_statuses(200, 503, 500))))
    assert found["errors"] == Target("errors", 0, 5)
    assert found["refusal p95 ms, as a client sees it"].measured == 500
    assert found["goodput under overload, of capacity"].met
    assert RETRIEVAL not in " ".join(found)


def test_a_server_that_answers_nothing_misses_its_bars() -> None:
    silent = result(with_statuses(0))
    assert not by_name(*with_repeats(silent))["answers/s with repeated queries"].met
    assert list(against(silent, silent))[-2].measured == 1
    suggested = Result("one", 1, {"suggest, 8": Measured("suggest, 8", with_statuses(404), 1)})
    assert [(target.measured, target.met) for target in suggesting(suggested)] == [(math.inf, False)]


def test_a_missed_target_stands_out() -> None:
    table = targets_table([Target("speed", 4, 5, at_least=True), Target("size", 4, 5)])
    assert table.splitlines()[2:] == ["| speed | ≥ 4 | 5 | yes |", "| size | ≤ 4 | 5 | NO |"]


def test_memory_is_looked_up_by_calls_and_grows_from_the_warm_up_on() -> None:
    memory = Memory([(0, 50.0), (10, 100.0), (60, 104.0), (100, 107.0)])
    assert [memory.after(calls) for calls in (0, 5, 10, 50, 100, 1000)] == [50, 100, 100, 104, 107, 107]
    assert memory.growth(10) == pytest.approx(0.07)


def test_a_soak_fails_for_server_errors_growth_and_lost_time() -> None:
    grown, flat = Memory([(0, 100.0), (1, 100.0), (4, 106.0)]), Memory([(0, 100.0)])
    failures = failures_of(with_statuses(200, 500, 0), grown, 10)
    assert [failure.split(",")[0].split(" after")[0] for failure in failures] == [
        "2 calls failed",
        "Memory grew by 6.0%",
        "Time was up",
    ]
    assert failures_of(with_statuses(200, 503, 422), flat, 3) == []


def test_only_what_stands_between_the_marks_is_replaced(tmp_path: Path) -> None:
    file = tmp_path / "README.md"
    file.write_text("before <!-- bench -->\nold\n<!-- /bench --> after\n", encoding="utf-8")
    write_between(file, "bench", "new × 2\n")
    assert file.read_text(encoding="utf-8") == "before <!-- bench -->\nnew × 2\n<!-- /bench --> after\n"


@pytest.mark.parametrize("text", ["", "<!-- bench -->", "<!-- /bench --><!-- bench -->"])
def test_a_file_without_the_marks_is_refused_and_left_alone(tmp_path: Path, text: str) -> None:
    file = tmp_path / "README.md"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(BenchmarkError, match=r"README\.md has no <!-- bench --> followed by <!-- /bench -->"):
        write_between(file, "bench", "new")
    assert file.read_text(encoding="utf-8") == text
