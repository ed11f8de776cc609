"""What came of a load: each call's outcome, and the figures over them."""

from collections.abc import Sequence
from dataclasses import dataclass

from app.measures import percentile

NO_ANSWER = 0
"""The status of a call that got none: the connection failed, or the client's patience ended."""

_REFUSALS = (429, 503)


@dataclass(frozen=True, slots=True)
class Outcome:
    """Seconds on the generator's clock when the call was due and when its answer was complete."""

    status: int
    due: float
    ended: float
    server_timing: str = ""
    retry_after: int = 0
    """Seconds that a refusal told to wait; 0 where it told none."""

    @property
    def milliseconds(self) -> float:
        """From when it was due: a late generator does not flatter the server."""
        return (self.ended - self.due) * 1000


@dataclass(frozen=True, slots=True)
class Percentiles:
    """Milliseconds."""

    p50: float
    p95: float
    p99: float


@dataclass(frozen=True, slots=True)
class Run:
    """A load of `seconds` that began at `began`, with the CPU seconds that generator and server took until its end."""

    outcomes: Sequence[Outcome]
    began: float
    seconds: float
    generator_cpu: float = 0.0
    server_cpu: float = 0.0

    @property
    def answered(self) -> list[Outcome]:
        """The calls answered with 200."""
        return [each for each in self.outcomes if each.status == 200]

    @property
    def refused(self) -> list[Outcome]:
        """The calls that were told to come back later."""
        return [each for each in self.outcomes if each.status in _REFUSALS]

    @property
    def errors(self) -> int:
        """The calls with any other outcome."""
        return len(self.outcomes) - len(self.answered) - len(self.refused)

    @property
    def rate(self) -> float:
        """Calls answered a second, until the last outcome."""
        return len(self.answered) / self.elapsed

    @property
    def elapsed(self) -> float:
        """Seconds until the last outcome, which may come after the load's end, or before it if calls ran out."""
        return max((each.ended - self.began for each in self.outcomes), default=self.seconds)

    @property
    def generator_share(self) -> float:
        """How much of one core the generator took, from 0 to 1."""
        return self.generator_cpu / self.elapsed

    @property
    def cpu_milliseconds(self) -> float | None:
        """CPU milliseconds of the server for each answered call; None without one."""
        return self.server_cpu * 1000 / len(self.answered) if self.answered else None


def percentiles(outcomes: Sequence[Outcome]) -> Percentiles | None:
    """Of the outcomes' times; None without outcomes."""
    return spread([each.milliseconds for each in outcomes])


def spread(values: Sequence[float]) -> Percentiles | None:
    """The percentiles of any milliseconds; None without values."""
    return Percentiles(*(percentile(values, percent) for percent in (50, 95, 99))) if values else None
