"""Times the stages of one search."""

import time


class Stopwatch:
    """Milliseconds by stage; a stage begins where the one before it ended, the first when the watch is made."""

    def __init__(self) -> None:
        self.stages: dict[str, float] = {}
        self._started = self._last = time.perf_counter()

    def lap(self, stage: str) -> None:
        """Ends a stage; one that comes again adds up."""
        now = time.perf_counter()
        self.stages[stage] = self.stages.get(stage, 0.0) + (now - self._last) * 1000
        self._last = now

    @property
    def total(self) -> float:
        """Milliseconds since the watch was made."""
        return (time.perf_counter() - self._started) * 1000
