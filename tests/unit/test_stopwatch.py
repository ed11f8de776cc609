"""Stages of a search, timed one after another."""

from types import SimpleNamespace

import pytest

from app.stopwatch import Stopwatch


def _clock(monkeypatch: pytest.MonkeyPatch, *seconds: float) -> None:
    monkeypatch.setattr("app.stopwatch.time", SimpleNamespace(perf_counter=iter(seconds).__next__))


def test_a_stage_begins_where_the_one_before_it_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    _clock(monkeypatch, 10.0, 10.25, 10.75)
    watch = Stopwatch()
    watch.lap("encoder")
    watch.lap("dense")
    assert watch.stages == {"encoder": 250, "dense": 500}


def test_a_stage_that_comes_again_adds_up(monkeypatch: pytest.MonkeyPatch) -> None:
    _clock(monkeypatch, 0.0, 0.5, 1.5, 3.5)
    watch = Stopwatch()
    watch.lap("encoder")
    watch.lap("dense")
    watch.lap("encoder")
    assert watch.stages == {"encoder": 2500, "dense": 1000}


def test_the_total_runs_from_the_start_whatever_was_timed(monkeypatch: pytest.MonkeyPatch) -> None:
    _clock(monkeypatch, 1.0, 1.5, 4.0)
    watch = Stopwatch()
    watch.lap("encoder")
    assert watch.total == 3000
